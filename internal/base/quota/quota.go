// Package quota bounds what an organization may use in a window of time: mails in a day, runs in a minute. It is counted in
// a service's database, so that the bound holds for all replicas together, and after a restart.
//
// Windows are fixed: a day begins at midnight UTC, a minute with the minute. Who uses up a window at its end and the next at
// its beginning has used twice the limit in a short time: that is the price of one row and one statement a window. Each
// service counts by itself, in its own schema.
package quota

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

//go:embed migrations
var migrations embed.FS

// Migrate makes the table quotas in the service's schema. Its versions are numbered apart from the service's own.
func Migrate(ctx context.Context, d *db.DB) error {
	return d.MigrateSet(ctx, "quotas", migrations)
}

// Code is that of the refusal.
const Code = "organization_quota_used"

// The windows.
const (
	Minute = time.Minute
	Day    = 24 * time.Hour
)

// Quota is how much of something each organization may use in a window.
type Quota struct {
	Name   string // as it is kept, and what people read: "mails"
	Limit  int
	Window time.Duration // Minute or Day
	Flag   string        // by which the operator sets the limit
}

// Budget is a quota, and where its use is counted.
type Budget struct {
	Quota
	DB    *db.DB
	Clock func() time.Time
}

// subject is the kind of who has quotas.
const subject = "organization"

// Take uses n of what the organization may, in the transaction of ctx if there is one: what is rolled back is given back.
// Where there is not so much left, nothing is used, and the answer is TooMany until the window ends.
func (b Budget) Take(ctx context.Context, organization ids.Organization, n int) error {
	if n == 0 {
		return nil
	}
	w := b.window()
	if n <= b.Limit { // else the first of a window would be written unasked
		switch err := b.add(ctx, organization, w, n, int64(b.Limit)); {
		case err == nil:
			return nil
		case !errors.Is(err, db.ErrNoRows):
			return fmt.Errorf("take %d of the quota of %s: %w", n, b.Name, err)
		}
	}
	used, err := b.usedIn(ctx, organization, w)
	if err != nil {
		return err
	}
	return b.refusal(w, used, n)
}

// Count uses n that cannot be refused any more, or must not be. It may go over the limit: then Take and Room refuse.
func (b Budget) Count(ctx context.Context, organization ids.Organization, n int) error {
	if n == 0 {
		return nil
	}
	if err := b.add(ctx, organization, b.window(), n, math.MaxInt64); err != nil {
		return fmt.Errorf("count %d of the quota of %s: %w", n, b.Name, err)
	}
	return nil
}

// Room answers what Take would, and uses nothing.
func (b Budget) Room(ctx context.Context, organization ids.Organization, n int) error {
	w := b.window()
	used, err := b.usedIn(ctx, organization, w)
	if err != nil || used+int64(n) <= int64(b.Limit) {
		return err
	}
	return b.refusal(w, used, n)
}

// window is from its beginning to the next one's.
type window struct{ begins, ends time.Time }

func (b Budget) window() window {
	begins := b.Clock().UTC().Truncate(b.Window)
	return window{begins, begins.Add(b.Window)}
}

// add is one statement, so that replicas that use the last at once do not both get it; ErrNoRows when it would be over most.
func (b Budget) add(ctx context.Context, organization ids.Organization, w window, n int, most int64) error {
	_, err := db.WriteOne[int64](ctx, b.DB, `INSERT INTO quotas (subject_kind, subject_id, quota, begins_at, ends_at, used)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (subject_kind, subject_id, quota, begins_at) DO UPDATE SET used = quotas.used + excluded.used
		WHERE quotas.used + excluded.used <= $7 RETURNING used`,
		subject, organization, b.Name, w.begins, w.ends, n, most)
	return err
}

func (b Budget) usedIn(ctx context.Context, organization ids.Organization, w window) (int64, error) {
	used, err := db.One[int64](ctx, b.DB, `SELECT used FROM quotas WHERE subject_kind = $1 AND subject_id = $2 AND quota = $3 AND begins_at = $4`,
		subject, organization, b.Name, w.begins)
	if errors.Is(err, db.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the quota of %s: %w", b.Name, err)
	}
	return used, nil
}

// refusal says limit, window and what to do. What is left is nothing where more was counted than may be.
func (b Budget) refusal(w window, used int64, n int) error {
	span := "day"
	if b.Window == Minute {
		span = "minute"
	}
	left := max(0, int64(b.Limit)-used)
	if n > b.Limit {
		return errs.New(errs.TooMany, Code, "your organization may have %d %s a %s, and this needs %d: do it in parts, or ask whoever runs this installation to raise --%s",
			b.Limit, b.Name, span, n, b.Flag).After(w.ends.Sub(b.Clock()))
	}
	return errs.New(errs.TooMany, Code, "your organization may have %d %s a %s and has %d left, and this needs %d: wait until %s, or ask whoever runs this installation to raise --%s",
		b.Limit, b.Name, span, left, n, w.ends.Format("2 January 2006, 15:04 UTC"), b.Flag).After(w.ends.Sub(b.Clock()))
}
