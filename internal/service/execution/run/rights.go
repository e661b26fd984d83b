package run

import (
	"cmp"
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/contract/places"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// Rights are what somebody may do at the terminal of a run that they see, what the others there call them, and who they are, in however
// many sessions.
type Rights struct {
	Types  bool
	Name   string
	Person string
}

// rights are those of now. Of a place with several people its owner is asked, who can have sent somebody away; elsewhere a run is whose
// it is.
func (s *Service) rights(ctx context.Context, who identity.Principal, h wire.Head) (Rights, error) {
	person := cmp.Or(string(who.User), string(who.Session))
	if !h.Shared() {
		return Rights{Types: h.IsOf(who), Person: person}, nil
	}
	q := places.MayRun{Organization: who.Organization, User: who.User, Place: h.Place, Reads: true}
	if who.Place == h.Place {
		q.Session = who.Session
	}
	may, err := s.places.MayRun(ctx, q)
	return Rights{Types: may.Types, Name: may.Name, Person: cmp.Or(may.Person, person)}, err
}

// rightsFresh is how often they are asked for of whoever has something open: like those of sessions (httpx.Rights).
const rightsFresh = 400 * time.Millisecond

// WatchRights tells each change of the rights of who ctx says, until ctx ends or they do not see the run any more: that is what it
// answers. Where the owner of the place does not answer, they are what they were.
func (s *Service) WatchRights(ctx context.Context, h wire.Head, now Rights, changed func(Rights) error) error {
	if !h.Shared() {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	tick := time.NewTicker(rightsFresh)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
		next, err := s.rights(ctx, identity.From(ctx), h)
		switch {
		case errs.Is(err, errs.Forbidden), errs.Is(err, errs.NotFound):
			return err
		case err != nil && ctx.Err() == nil:
			s.log.Warn("execution: ask for the rights to a run", "run", h.ID, "error", err)
		case err == nil && next != now:
			now = next
			if err := changed(now); err != nil {
				return err
			}
		}
	}
}

// whileSeen is ctx for as long as who it says sees the run.
func (s *Service) whileSeen(ctx context.Context, v *View) (_ context.Context, stop context.CancelCauseFunc) {
	ctx, stop = context.WithCancelCause(ctx)
	go func() {
		stop(s.WatchRights(ctx, v.Head, v.Rights, func(Rights) error { return nil }))
	}()
	return ctx, stop
}
