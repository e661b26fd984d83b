package webhook

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const deliveryColumns = `id, organization_id, webhook_id, event, body, status, attempts, tries, tries_before, next_at, leased_until, created_at, finished_at`

func (s *Service) insertDelivery(ctx context.Context, d *Delivery) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO webhook_deliveries (`+deliveryColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, NULL)`,
		d.ID, d.Organization, d.Webhook, d.Event, d.Body, d.Status, d.Attempts, d.NextAt, d.LeasedUntil, d.CreatedAt)
	return err
}

// any organization: the list that pages has begun its conditions with that of who asks.
func (s *Service) selectDeliveries(ctx context.Context, where *db.Conditions, order []db.Key, n int) ([]Delivery, error) {
	tail := where.SQL() + db.OrderBy(order...) + where.Limit(n)
	return db.Select[Delivery](ctx, s.db, `SELECT `+deliveryColumns+` FROM webhook_deliveries`+tail, where.Args()...)
}

func (s *Service) getDelivery(ctx context.Context, org ids.Organization, id ids.WebhookDelivery) (*Delivery, error) {
	d, err := db.One[Delivery](ctx, s.db, `SELECT `+deliveryColumns+` FROM webhook_deliveries WHERE organization_id = $1 AND id = $2`, org, id)
	return &d, missing(err, "webhook-delivery", string(id))
}

// restart begins the tries anew, at once.
func (s *Service) restart(ctx context.Context, organization ids.Organization, id ids.WebhookDelivery) (*Delivery, error) {
	d, err := db.WriteOne[Delivery](ctx, s.db, `UPDATE webhook_deliveries SET status = 'pending', tries_before = tries, next_at = $1, finished_at = NULL
		WHERE organization_id = $2 AND id = $3 RETURNING `+deliveryColumns, s.now(), organization, id)
	return &d, missing(err, "webhook-delivery", string(id))
}

// abandon gives up what a webhook has still to be sent.
func (s *Service) abandon(ctx context.Context, h *Webhook) error {
	_, err := db.Exec(ctx, s.db, `UPDATE webhook_deliveries SET status = 'failed', finished_at = $1 WHERE organization_id = $2 AND webhook_id = $3 AND status = 'pending'`,
		s.now(), h.Organization, h.ID)
	return err
}

// isDue is of a delivery that nobody sends and that is to be sent by the time $1.
const isDue = `status = 'pending' AND next_at <= $1 AND leased_until <= $1`

// due are active webhooks to which something is to be sent now.
//
// any organization: what is due is sent everywhere, nobody asks for it.
func (s *Service) due(ctx context.Context, now time.Time, n int) ([]Webhook, error) {
	return db.Select[Webhook](ctx, s.db, `SELECT `+webhookColumns+` FROM webhooks WHERE status = 'active' AND EXISTS (
			SELECT 1 FROM webhook_deliveries WHERE webhook_id = webhooks.id AND `+isDue+`)
		ORDER BY id LIMIT $2`, now, n)
}

// claim leases deliveries of a webhook that are due, the oldest first.
func (s *Service) claim(ctx context.Context, h *Webhook, now time.Time, n int) ([]Delivery, error) {
	return db.Write[Delivery](ctx, s.db, `UPDATE webhook_deliveries SET tries = tries + 1, leased_until = $2
		WHERE organization_id = $5 AND `+isDue+` AND id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = $3 AND `+isDue+`
			ORDER BY next_at, id LIMIT $4 ${SKIP_LOCKED}) RETURNING `+deliveryColumns, now, now.Add(s.lease()), h.ID, n, h.Organization)
}

// saveAttempt writes what came of the last try; false when another one was begun meanwhile.
func (s *Service) saveAttempt(ctx context.Context, d *Delivery) (bool, error) {
	n, err := db.Exec(ctx, s.db, `UPDATE webhook_deliveries SET status = $1, attempts = $2, next_at = $3, leased_until = $4, finished_at = $5
		WHERE id = $6 AND tries = $7 AND organization_id = $8`, d.Status, d.Attempts, d.NextAt, d.LeasedUntil, d.FinishedAt, d.ID, d.Tries, d.Organization)
	return n == 1, err
}

// forget deletes deliveries that are older than the log is kept.
//
// any organization: what is old goes everywhere, nobody asks for it.
func (s *Service) forget(ctx context.Context, before time.Time, n int) (int64, error) {
	return db.Exec(ctx, s.db, `DELETE FROM webhook_deliveries WHERE id IN (
		SELECT id FROM webhook_deliveries WHERE created_at < $1 ORDER BY created_at LIMIT $2)`, before, n)
}
