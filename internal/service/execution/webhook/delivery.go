package webhook

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Delivery is one message to one webhook, with what came of each attempt to send it.
//
//	pending ── it was taken ──► delivered
//	   │ ▲                          │
//	   │ └──── a member sends it anew ──┐
//	   └── the last attempt failed, or the webhook is disabled ──► failed
type Delivery struct {
	ID           ids.WebhookDelivery `db:"id"`
	Organization ids.Organization    `db:"organization_id"`
	Webhook      ids.Webhook         `db:"webhook_id"`
	Event        string              `db:"event"`
	Body         string              `db:"body"` // signed byte by byte, hence text
	Status       string              `db:"status"`
	Attempts     db.JSON[[]Attempt]  `db:"attempts"`
	Tries        int                 `db:"tries"`
	TriesBefore  int                 `db:"tries_before"`
	NextAt       time.Time           `db:"next_at"`
	LeasedUntil  time.Time           `db:"leased_until"`
	CreatedAt    time.Time           `db:"created_at"`
	FinishedAt   *time.Time          `db:"finished_at"`
}

// Attempt is one try to send a message.
type Attempt struct {
	At             time.Time `json:"at"`
	ResponseStatus int       `json:"responseStatus" doc:"0 when nothing was answered"`
	DurationMs     int64     `json:"durationMs"`
	Response       string    `json:"response" doc:"The first KiB of what was answered"`
	Error          string    `json:"error" doc:"Why it was not taken; empty when it was"`
}

// The states of a delivery.
const (
	statusPending   = "pending"
	statusDelivered = "delivered"
	statusFailed    = "failed"
)

// message is the body of every delivery.
type message struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      any       `json:"data"`
}

// Add writes a delivery for every webhook of an organization that asks for an event, in the transaction of ctx.
func (s *Service) Add(ctx context.Context, org ids.Organization, event string, data any) error {
	all, err := s.activeWebhooks(ctx, org)
	if err != nil {
		return err
	}
	for i := range all {
		if !slices.Contains(all[i].Events.V, event) {
			continue
		}
		d, err := s.newDelivery(&all[i], event, data)
		if err != nil {
			return err
		}
		if err := s.insertDelivery(ctx, d); err != nil {
			return err
		}
		s.db.AfterCommit(ctx, s.wake)
	}
	return nil
}

func (s *Service) newDelivery(h *Webhook, event string, data any) (*Delivery, error) {
	now := s.now()
	body, err := json.Marshal(message{Type: event, Timestamp: now, Data: data})
	return &Delivery{
		ID: ids.New[ids.WebhookDelivery](), Organization: h.Organization, Webhook: h.ID, Event: event, Body: string(body),
		Status: statusPending, NextAt: now, LeasedUntil: now, CreatedAt: now,
	}, err
}

// sendAnew puts a delivery back to its beginning; its id and the log of its attempts stay.
func (s *Service) sendAnew(ctx context.Context, id ids.WebhookDelivery) (*Delivery, error) {
	who, err := identity.Require(ctx, identity.WebhooksManage)
	if err != nil {
		return nil, err
	}
	d, err := s.getDelivery(ctx, who.Organization, id)
	if err != nil {
		return nil, err
	}
	h, err := s.getWebhook(ctx, who.Organization, d.Webhook)
	if err != nil {
		return nil, err
	}
	if err := h.mustBeActive(); err != nil {
		return nil, err
	}
	defer s.wake()
	return s.restart(ctx, who.Organization, id)
}
