package run

import (
	"bytes"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestSharesOfReplicasTogetherAreTheLimit(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		if err := quota.Migrate(t.Context(), open("execution")); err != nil {
			t.Fatal(err)
		}
		const limit, each = 1000, 200
		at := time.Date(2026, 3, 2, 9, 0, 35, 0, time.UTC)
		org := ids.New[ids.Organization]()
		var all sync.WaitGroup
		var started atomic.Int64
		for range 2 {
			d := open("execution")
			s := newShares(Deps{DB: d, Log: harness.Log(t), Config: Config{OrganizationRuns: limit}, Clock: func() time.Time { return at }})
			for range 4 {
				all.Go(func() {
					for range each {
						switch wait := s.take(t.Context(), org); wait {
						case 0:
							started.Add(1)
						case 25 * time.Second: // until the minute is over
						default:
							t.Errorf("it is told to wait %v", wait)
						}
					}
				})
			}
		}
		all.Wait()
		// What one has left over when its last has come nobody starts: a step for each that asked at once.
		if n := started.Load(); n > limit || n < limit-2*4*mostAtOnce {
			t.Errorf("%d were started, of %d", n, limit)
		}
	})
}

func TestRunsAreStartedThoughTheDatabaseIsSilent(t *testing.T) {
	d := harness.Database(t)("execution")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	var told bytes.Buffer
	s := newShares(Deps{DB: d, Log: slog.New(slog.NewTextHandler(&told, nil)), Config: Config{OrganizationRuns: 1000}, Clock: func() time.Time { return time.Unix(0, 0) }})
	org := ids.New[ids.Organization]()
	for range 2 * mostAtOnce {
		if wait := s.take(t.Context(), org); wait != 0 {
			t.Errorf("it is told to wait %v", wait)
		}
	}
	if n := strings.Count(told.String(), "counted on this replica alone"); n != 2 {
		t.Errorf("%d of them waited for the database, not two", n)
	}
}
