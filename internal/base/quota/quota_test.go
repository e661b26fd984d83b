package quota_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// world has one clock for all replicas.
type world struct {
	at   time.Time
	open func() *db.DB
	org  ids.Organization
}

func (w *world) now() time.Time { return w.at }

func (w *world) budget(d *db.DB, limit int) quota.Budget { return quota.Mails(d, w.now, limit) }

func each(t *testing.T, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		check(t, quota.Migrate(t.Context(), open("post")))
		test(t, &world{
			at: time.Date(2026, 3, 2, 18, 30, 0, 0, time.FixedZone("", -5*3600)), open: func() *db.DB { return open("post") }, org: ids.New[ids.Organization](),
		})
	})
}

// refused holds a refusal to its words, and to when to come again.
func refused(t *testing.T, err error, after time.Duration, words ...string) {
	t.Helper()
	e := errs.Of(err)
	if e == nil || e.Kind != errs.TooMany || e.Code != quota.Code || e.RetryAfter != after {
		t.Fatalf("the answer is %+v, not a refusal for %v", e, after)
	}
	for _, word := range words {
		if !strings.Contains(e.Detail, word) {
			t.Errorf("the refusal does not say %q: %s", word, e.Detail)
		}
	}
}

func TestWhatIsOverTheLimitIsRefusedUntilTheNextWindow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, b := t.Context(), w.budget(w.open(), 5)
		const left = 30 * time.Minute // until midnight UTC, wherever the clock is
		check(t, b.Take(ctx, w.org, 3))
		check(t, b.Room(ctx, w.org, 2))
		refused(t, b.Room(ctx, w.org, 3), left, "5 mails a day", "has 2 left", "needs 3")
		refused(t, b.Take(ctx, w.org, 3), left, "5 mails a day", "has 2 left", "needs 3", "3 March 2026, 00:00 UTC", "--organization-mails")
		check(t, b.Take(ctx, w.org, 2))
		check(t, b.Take(ctx, w.org, 0))
		refused(t, b.Take(ctx, w.org, 1), left, "has 0 left")
		check(t, b.Take(ctx, ids.New[ids.Organization](), 5))
		refused(t, b.Take(ctx, ids.New[ids.Organization](), 6), left, "in parts")

		w.at = w.at.Add(left)
		check(t, b.Take(ctx, w.org, 5))
		refused(t, b.Take(ctx, w.org, 1), 24*time.Hour)
	})
}

func TestWhatIsUsedIsTold(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.budget(w.open(), 5)
		told := func(want int64, ends time.Time) {
			t.Helper()
			u, err := b.Used(t.Context(), w.org)
			if err != nil || u.Name != "mails" || u.Used != want || u.Limit != 5 || u.Window != quota.Day || !u.EndsAt.Equal(ends) {
				t.Errorf("it is told %+v, %v", u, err)
			}
		}
		midnight := time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
		told(0, midnight)
		check(t, b.Count(t.Context(), w.org, 7))
		told(7, midnight)
		w.at = midnight
		told(0, midnight.Add(quota.Day))
	})
}

func TestWhatMustNotBeRefusedIsCounted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		ctx, b := t.Context(), w.budget(w.open(), 5)
		check(t, b.Count(ctx, w.org, 4))
		check(t, b.Count(ctx, w.org, 4))
		check(t, b.Count(ctx, w.org, 0))
		refused(t, b.Room(ctx, w.org, 1), 30*time.Minute, "has 0 left")
		refused(t, b.Take(ctx, w.org, 1), 30*time.Minute, "has 0 left")
	})
}

func TestWhatIsRolledBackIsGivenBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.open()
		b, failed := w.budget(d, 5), errors.New("failed")
		err := d.InTx(t.Context(), func(ctx context.Context) error {
			check(t, b.Take(ctx, w.org, 4))
			refused(t, b.Room(ctx, w.org, 2), 30*time.Minute, "has 1 left")
			return failed
		})
		if !errors.Is(err, failed) {
			t.Fatal(err)
		}
		check(t, b.Take(t.Context(), w.org, 5))
	})
}

func TestReplicasTogetherNeverTakeMore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const limit = 40
		var all sync.WaitGroup
		var taken, refusals atomic.Int64
		for range 2 {
			b := w.budget(w.open(), limit)
			for range 4 {
				all.Go(func() {
					for range 20 {
						switch err := b.Take(t.Context(), w.org, 3); {
						case err == nil:
							taken.Add(3)
						case errs.Is(err, errs.TooMany):
							refusals.Add(1)
						default:
							t.Error(err)
						}
					}
				})
			}
		}
		all.Wait()
		if taken.Load() != 39 || refusals.Load() != 160-13 {
			t.Errorf("%d were taken of %d, and %d refused", taken.Load(), limit, refusals.Load())
		}
	})
}

func TestWindowsThatAreOverAreDeleted(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.open()
		b, s := w.budget(d, 5), quota.Sweeper{DB: d, Clock: w.now, Log: harness.Log(t)}
		swept := func(want int64) {
			t.Helper()
			if n, err := s.Sweep(t.Context()); n != want || err != nil {
				t.Errorf("%d windows are deleted, not %d; %v", n, want, err)
			}
		}
		check(t, b.Take(t.Context(), w.org, 5))
		swept(0)
		w.at = w.at.Add(30*time.Minute + time.Second)
		check(t, b.Take(t.Context(), w.org, 4))
		swept(0) // a clock that is behind may be in it
		w.at = w.at.Add(2 * time.Minute)
		swept(1)
		refused(t, b.Take(t.Context(), w.org, 2), 24*time.Hour-2*time.Minute-time.Second, "has 1 left")
	})
}
