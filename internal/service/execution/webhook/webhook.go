package webhook

import (
	"context"
	"net/url"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// The events that a webhook may ask for, and the one that every webhook may be sent to be tried.
const (
	JudgementEnded     = "judgement.ended"
	JudgementCancelled = "judgement.cancelled"
	RejudgingEnded     = "rejudging.ended"
	ping               = "webhook.ping"
)

const (
	// maxWebhooks is how many an organization may have: each costs a delivery for every judgement.
	maxWebhooks = 20
	// oldSecretLasts is how long messages are also signed with the secret before the last one.
	oldSecretLasts = 24 * time.Hour
)

// Webhook is an address that is told of events.
//
//	active ◄── a member ──► disabled ◄── it says that it is gone, or has taken nothing for days ── active
type Webhook struct {
	ID             ids.Webhook       `db:"id"`
	Organization   ids.Organization  `db:"organization_id"`
	URL            string            `db:"url"`
	Description    string            `db:"description"`
	Events         db.JSON[[]string] `db:"events"`
	Status         string            `db:"status"`
	Reason         string            `db:"reason"` // why it is disabled
	Secret         secret            `db:"secret"`
	OldSecret      secret            `db:"old_secret"`
	OldSecretUntil *time.Time        `db:"old_secret_until"`
	FailingSince   *time.Time        `db:"failing_since"` // nothing was taken since then; nil when the last was
	CreatedBy      ids.User          `db:"created_by"`
	CreatedAt      time.Time         `db:"created_at"`
	UpdatedAt      time.Time         `db:"updated_at"`
}

// The states of a webhook.
const (
	statusActive   = "active"
	statusDisabled = "disabled"

	byMember = "a member has disabled it"
)

// checkURL wants an address that messages can be posted to. Where a name leads is looked at when one is sent.
func (s *Service) checkURL(text string) error {
	fault := func(detail string) error {
		return errs.New(errs.Invalid, "webhook_url", "%s", detail).At("/data/attributes/url")
	}
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http":
		return fault("write an address such as https://example.org/codecraft")
	case u.Scheme == "http" && !s.config.HTTP:
		return fault("messages are sent encrypted: write an https address")
	case u.User != nil:
		return fault("write the address without user and password: messages prove themselves by their signature")
	case httpx.Inside(u.Hostname(), s.config.Networks...):
		return fault("this address is inside the operator's network, where messages are not sent: write a public one")
	case u.Fragment != "":
		return fault("write the address without #: it is never sent")
	}
	return nil
}

func (s *Service) create(ctx context.Context, h *Webhook) error {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return err
	}
	if err := s.checkURL(h.URL); err != nil {
		return err
	}
	now := s.now()
	h.ID, h.Organization, h.CreatedBy, h.CreatedAt, h.UpdatedAt = ids.New[ids.Webhook](), who.Organization, who.User, now, now
	h.Status, h.Secret = statusActive, newSecret()
	return s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := s.countWebhooks(ctx, who.Organization)
		if err != nil {
			return err
		}
		if n >= maxWebhooks {
			return errs.New(errs.Conflict, "webhooks_full", "your organization has %d webhooks, as many as it may: delete one first", n)
		}
		return s.insertWebhook(ctx, h)
	})
}

// change writes what a member may set, the status only where it was sent.
func (s *Service) change(ctx context.Context, h *Webhook, status string) error {
	before, err := s.getWebhook(ctx, h.Organization, h.ID)
	if err != nil {
		return err
	}
	if h.URL != before.URL { // one from before the rules became stricter can still be disabled
		if err := s.checkURL(h.URL); err != nil {
			return err
		}
	}
	h.UpdatedAt = s.now()
	return s.db.InTx(ctx, func(ctx context.Context) (err error) {
		if err = s.updateWebhook(ctx, h); err != nil {
			return err
		}
		switch status {
		case statusActive:
			h.Status, h.Reason, err = status, "", s.enable(ctx, h)
		case statusDisabled:
			h.Status, h.Reason = status, byMember
			_, err = s.disable(ctx, h, byMember)
		}
		return err
	})
}

// rotate gives a webhook another secret; the one before it signs as well for a while.
func (s *Service) rotate(ctx context.Context, id ids.Webhook) (*Webhook, error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return nil, err
	}
	return s.saveSecret(ctx, who.Organization, id, newSecret())
}

// tryOut sends a webhook a message that tells nothing.
func (s *Service) tryOut(ctx context.Context, id ids.Webhook) (*Delivery, error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return nil, err
	}
	h, err := s.getWebhook(ctx, who.Organization, id)
	if err != nil {
		return nil, err
	}
	if err := h.mustBeActive(); err != nil {
		return nil, err
	}
	d, err := s.newDelivery(h, ping, map[string]string{"webhookId": string(h.ID)})
	if err != nil {
		return nil, err
	}
	defer s.wake()
	return d, s.insertDelivery(ctx, d)
}

func (h *Webhook) mustBeActive() error {
	if h.Status == statusActive {
		return nil
	}
	return errs.New(errs.Conflict, "webhook_disabled", "this webhook is disabled (%s): make it active first", h.Reason)
}
