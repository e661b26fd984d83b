package webhook

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const webhookColumns = `id, organization_id, url, description, events, status, reason, secret, old_secret, old_secret_until,
	failing_since, created_by, created_at, updated_at`

func (s *Service) insertWebhook(ctx context.Context, h *Webhook) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO webhooks (`+webhookColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', NULL, NULL, $9, $10, $11)`,
		h.ID, h.Organization, h.URL, h.Description, h.Events, h.Status, h.Reason, string(h.Secret), h.CreatedBy, h.CreatedAt, h.UpdatedAt)
	return err
}

func (s *Service) countWebhooks(ctx context.Context, org ids.Organization) (int, error) {
	return db.One[int](ctx, s.db, `SELECT COUNT(*) FROM webhooks WHERE organization_id = $1`, org)
}

// any organization: who reads begins the conditions with that of who asks, or of what has happened.
func (s *Service) selectWebhooks(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Webhook, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Webhook](ctx, s.db, `SELECT `+webhookColumns+` FROM webhooks`+tail, where.Args()...)
}

func (s *Service) getWebhook(ctx context.Context, org ids.Organization, id ids.Webhook) (*Webhook, error) {
	h, err := db.One[Webhook](ctx, s.db, `SELECT `+webhookColumns+` FROM webhooks WHERE organization_id = $1 AND id = $2`, org, id)
	return &h, missing(err, "webhook", string(id))
}

// missing is NotFound where there is no row.
func missing(err error, noun, id string) error {
	if errors.Is(err, db.ErrNoRows) {
		return errs.Missing(noun, id)
	}
	return err
}

func (s *Service) activeWebhooks(ctx context.Context, org ids.Organization) ([]Webhook, error) {
	return db.Select[Webhook](ctx, s.db, `SELECT `+webhookColumns+` FROM webhooks WHERE organization_id = $1 AND status = 'active' ORDER BY id`, org)
}

// updateWebhook writes what a member may change beside the status.
func (s *Service) updateWebhook(ctx context.Context, h *Webhook) error {
	_, err := db.Exec(ctx, s.db, `UPDATE webhooks SET url = $1, description = $2, events = $3, updated_at = $4 WHERE id = $5 AND organization_id = $6`,
		h.URL, h.Description, h.Events, h.UpdatedAt, h.ID, h.Organization)
	return err
}

// enable makes a disabled webhook active.
func (s *Service) enable(ctx context.Context, h *Webhook) error {
	_, err := db.Exec(ctx, s.db, `UPDATE webhooks SET status = 'active', reason = '', failing_since = NULL, updated_at = $1
		WHERE organization_id = $2 AND id = $3 AND status <> 'active'`, s.now(), h.Organization, h.ID)
	return err
}

// saveSecret replaces the secret and remembers the one before it.
func (s *Service) saveSecret(ctx context.Context, org ids.Organization, id ids.Webhook, k secret) (*Webhook, error) {
	now := s.now()
	h, err := db.WriteOne[Webhook](ctx, s.db, `UPDATE webhooks SET old_secret = secret, old_secret_until = $1, secret = $2, updated_at = $3
		WHERE id = $4 AND organization_id = $5 RETURNING `+webhookColumns, now.Add(oldSecretLasts), string(k), now, id, org)
	return &h, missing(err, "webhook", string(id))
}

// deleteWebhook deletes a webhook with its log.
func (s *Service) deleteWebhook(ctx context.Context, org ids.Organization, id ids.Webhook) error {
	return s.db.InTx(ctx, func(ctx context.Context) error {
		n, err := db.Exec(ctx, s.db, `DELETE FROM webhooks WHERE id = $1 AND organization_id = $2`, id, org)
		if err == nil && n == 0 {
			err = errs.Missing("webhook", string(id))
		}
		if err != nil {
			return err
		}
		_, err = db.Exec(ctx, s.db, `DELETE FROM webhook_deliveries WHERE organization_id = $1 AND webhook_id = $2`, org, id)
		return err
	})
}

// noteTaken forgets that a webhook took nothing.
func (s *Service) noteTaken(ctx context.Context, h *Webhook) error {
	_, err := db.Exec(ctx, s.db, `UPDATE webhooks SET failing_since = NULL WHERE organization_id = $1 AND id = $2 AND failing_since IS NOT NULL`, h.Organization, h.ID)
	return err
}

// noteFailure tells since when a webhook has taken nothing.
func (s *Service) noteFailure(ctx context.Context, h *Webhook, at time.Time) (since *time.Time, err error) {
	if _, err := db.Exec(ctx, s.db, `UPDATE webhooks SET failing_since = $1 WHERE organization_id = $2 AND id = $3 AND failing_since IS NULL`, at, h.Organization, h.ID); err != nil {
		return nil, err
	}
	all, err := db.Select[Webhook](ctx, s.db, `SELECT `+webhookColumns+` FROM webhooks WHERE organization_id = $1 AND id = $2`, h.Organization, h.ID)
	if len(all) == 0 {
		return nil, err // it was deleted meanwhile
	}
	return all[0].FailingSince, err
}

// disable reports whether it was active until now.
func (s *Service) disable(ctx context.Context, h *Webhook, reason string) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE webhooks SET status = 'disabled', reason = $1, updated_at = $2
		WHERE organization_id = $3 AND id = $4 AND status = 'active'`, reason, s.now(), h.Organization, h.ID)
	if err != nil {
		return false, err
	}
	return n == 1, s.abandon(ctx, h)
}
