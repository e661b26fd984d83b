package run

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// shares are runs of this minute that this replica may start of what an organization's replicas may together. It takes several
// at once from the database, so that few runs wait for that; what it has left at the end of the minute nobody started.
type shares struct {
	budget quota.Budget
	step   int // runs that are taken at once
	log    *slog.Logger

	mu    sync.Mutex
	of    time.Time // the minute that the rest is about
	left  map[ids.Organization]int
	spent map[ids.Organization]bool // all is taken
}

const (
	mostAtOnce   = 10
	takePatience = time.Second
)

// newShares takes a hundredth of the limit at once at most, so that little is left lying on other replicas.
func newShares(d Deps) *shares {
	limit := d.Config.OrganizationRuns
	return &shares{
		budget: quota.Budget{Quota: quota.Quota{Name: "runs", Limit: limit, Window: quota.Minute, Flag: "organization-runs"}, DB: d.DB, Clock: d.Clock},
		step:   min(mostAtOnce, max(1, limit/100)), log: d.Log,
	}
}

// take uses one run, or tells how long it is until there are any. Where the database does not answer, this replica's own limit is
// the only one, and the next runs do not wait for it.
func (s *shares) take(ctx context.Context, organization ids.Organization) (wait time.Duration) {
	minute, have := s.use(organization)
	if have == unknown {
		have = s.more(ctx, minute, organization)
	}
	if have == enough {
		return 0
	}
	return max(time.Second, minute.Add(quota.Minute).Sub(s.budget.Clock()))
}

// more takes from the database for this run and the next ones.
func (s *shares) more(ctx context.Context, minute time.Time, organization ids.Organization) supply {
	asked, cancel := context.WithTimeout(ctx, takePatience)
	defer cancel()
	err := s.budget.Take(asked, organization, s.step)
	switch {
	case errs.Is(err, errs.TooMany):
		s.note(minute, organization, false)
		return spent
	case ctx.Err() != nil: // whoever asked has gone
		return enough
	case err != nil:
		s.log.Warn("execution: runs of an organization are counted on this replica alone", "organization", organization, "error", err)
	}
	s.note(minute, organization, true)
	return enough
}

// What this replica has of an organization's runs.
type supply int

const (
	unknown supply = iota // the database is to be asked
	enough
	spent
)

// use takes one of those that were taken in this minute.
func (s *shares) use(organization ids.Organization) (minute time.Time, have supply) {
	s.mu.Lock()
	defer s.mu.Unlock()
	minute = s.budget.Clock().UTC().Truncate(quota.Minute)
	if !minute.Equal(s.of) {
		s.of, s.left, s.spent = minute, map[ids.Organization]int{}, map[ids.Organization]bool{}
	}
	switch {
	case s.left[organization] > 0:
		s.left[organization]--
		return minute, enough
	case s.spent[organization]:
		return minute, spent
	}
	return minute, unknown
}

// note keeps what came of taking more, of which one is used already, unless another minute has begun.
func (s *shares) note(minute time.Time, organization ids.Organization, taken bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case !minute.Equal(s.of):
	case taken:
		s.left[organization] += s.step - 1
	default:
		s.spent[organization] = true
	}
}
