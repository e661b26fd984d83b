package recording

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/news"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// keepers say how long recordings stay: owners and admins.
var keepers = identity.AnyOf(identity.RecordingsManage)

const (
	retainEvery = 10 * time.Minute // how often it is looked what is older than it is to be kept
	retainLimit = 100              // recordings a round; the next follows at once when there are more
)

var (
	errRemoved = errs.New(errs.Gone, "recording_removed", "this recording was removed: removedAt and removedBy say when, and by whom")
	errHeld    = errs.New(errs.Conflict, "recording_held", "this recording is on hold: end the hold first, with held false, where that may be")
	errUndone  = errs.New(errs.Conflict, "recording_unfinished", "this recording is not stored yet: wait until its state is recorded or failed")
)

// Config is how long recordings are kept.
type Config struct {
	Keep time.Duration `help:"How long recordings are kept after their end, such as 4320h, which is 180 days; then they are removed, unless they are on hold. 0 keeps them for ever."`
}

// DefaultConfig removes nothing by itself: what is lost is lost, and only the operator knows how long it has to stay.
func DefaultConfig() Config { return Config{} }

// Validate refuses a time that cannot be. The fault begins with the setting's name.
func (c Config) Validate() error {
	if c.Keep < 0 {
		return fmt.Errorf("keep %v: write a span of time, such as 4320h, or 0 to keep recordings for ever", c.Keep)
	}
	return nil
}

// removable are the states that one is removed from.
var removable = []string{Recorded, Failed}

// keptUntil is when its age removes a recording, or nil.
func (s *Service) keptUntil(r Recording) *time.Time {
	if s.keep == 0 || r.Held || !slices.Contains(removable, r.State) {
		return nil
	}
	end := r.StartedAt
	if r.EndedAt != nil {
		end = *r.EndedAt
	}
	end = end.Add(s.keep)
	return &end
}

// managed is one that who asks may hold and remove, and where they sit; with their name.
func (s *Service) managed(ctx context.Context, id string) (Recording, workspace.Seat, error) {
	if _, err := identity.Require(ctx, identity.RecordingsManage); err != nil {
		return Recording{}, workspace.Seat{}, err
	}
	all, err := s.visible(ctx, []string{id})
	if err == nil && len(all) == 0 {
		err = errs.Missing("recording", id)
	}
	if err != nil {
		return Recording{}, workspace.Seat{}, err
	}
	at, err := s.seat(ctx, all[0].Interview)
	return all[0], at, err
}

// seat is where who asks sits; of who has not come to the interview with their name, too.
func (s *Service) seat(ctx context.Context, id ids.Interview) (workspace.Seat, error) {
	at, err := s.workspaces.Sit(ctx, id)
	if at.Participant.Name == "" {
		at.Participant.Name = s.participants.Name(ctx)
	}
	return at, err
}

// Hold keeps a recording from being removed, or no longer.
func (s *Service) Hold(ctx context.Context, id string, held bool) (Recording, error) {
	r, at, err := s.managed(ctx, id)
	if err != nil || r.Held == held {
		return r, err
	}
	change := map[bool]string{true: "held", false: "released"}[held]
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		there, err := s.hold(ctx, r, held)
		switch {
		case err != nil:
			return err
		case !there:
			return errRemoved
		}
		return s.note(ctx, at, r, change)
	})
	if err == nil {
		r.Held = held
	}
	return r, err
}

// Remove removes a recording's files. What is left is that there was one, and who removed it.
func (s *Service) Remove(ctx context.Context, id string) error {
	r, at, err := s.managed(ctx, id)
	if err != nil {
		return err
	}
	r.RemovedBy, r.Remover = identity.From(ctx).User, at.Participant.Name
	taken, err := s.condemn(ctx, &r, at)
	if err != nil {
		return err
	}
	if !taken {
		return s.stays(ctx, id)
	}
	s.log.Info("a recording is removed", "recording", r.ID, "interview", r.Interview, "user", r.RemovedBy)
	if err := s.clear(ctx, r); err != nil {
		s.log.Warn("files of a recording were not removed yet: it is tried again", "recording", r.ID, "error", err)
	}
	return nil
}

// stays answers why one could not be removed; nil where somebody else has just done so.
func (s *Service) stays(ctx context.Context, id string) error {
	found, err := s.byID(ctx, id)
	switch {
	case err != nil || len(found) == 0:
		return err
	case found[0].Held:
		return errHeld
	case found[0].State == InProgress, found[0].State == Verifying:
		return errUndone
	}
	return nil
}

// condemn takes a recording out of sight, and tells interviewers, unless it is held or somebody else has done so.
// What was made of it, it has among its files then, so that it goes with them.
func (s *Service) condemn(ctx context.Context, r *Recording, at workspace.Seat) (taken bool, err error) {
	gone := *r
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if taken, err = s.take(ctx, *r, s.schedule.Now()); err != nil || !taken {
			return err
		}
		if err := s.silence(ctx, *r); err != nil {
			return err
		}
		made, err := s.removed(ctx, *r)
		if err != nil {
			return err
		}
		gone.Files.V = append(slices.Clip(r.Files.V), File{File: engine.File{Name: "what was made"}, Pieces: made})
		if err := s.keepFiles(ctx, gone); err != nil {
			return err
		}
		return s.note(ctx, at, *r, "removed")
	})
	if err == nil && taken {
		*r = gone
		s.news.Tell(ctx, r.Interview, news.News{})
	}
	return taken, err
}

// note enters into the timeline what became of a recording, for interviewers, in the transaction of ctx.
func (s *Service) note(ctx context.Context, at workspace.Seat, r Recording, change string) error {
	e := at.Entry("retention", string(r.ID), map[string]any{"change": change})
	e.Organization, e.Interview, e.Audience = r.Organization, r.Interview, workspace.Interviewers
	return s.workspaces.Record(ctx, e)
}

// clear removes the files of one that is out of sight. Done twice it does no harm. What of it is in the spool of another replica,
// that one forgets.
func (s *Service) clear(ctx context.Context, r Recording) error {
	for _, f := range r.Files.V {
		for _, p := range f.Pieces {
			if err := s.blobs.Delete(ctx, p.Digest); err != nil {
				return fmt.Errorf("remove %s of recording %s: %w", f.Name, r.ID, err)
			}
		}
	}
	if s.spool != nil && r.Spool == s.spool.ID() {
		if err := s.spool.Forget(string(r.ID)); err != nil {
			return err
		}
	}
	return s.cleared(ctx, r)
}

// Retain removes what is older than it is to be kept, until ctx ends. Each replica does: who is first takes one.
func (s *Service) Retain(ctx context.Context) error {
	tick := time.NewTicker(retainEvery)
	defer tick.Stop()
	for {
		if err := s.RetainDue(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("recordings that are to be removed are there still, trying again", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// RetainDue does it for all that is due now, and goes on with what was left half done.
func (s *Service) RetainDue(ctx context.Context) error {
	err := s.condemnDue(ctx)
	left, also := s.inState(ctx, Removing)
	err = errors.Join(err, also)
	for _, r := range left {
		err = errors.Join(err, s.clear(ctx, r))
	}
	return err
}

func (s *Service) condemnDue(ctx context.Context) error {
	for s.keep > 0 {
		due, err := s.due(ctx, s.schedule.Now().Add(-s.keep), retainLimit)
		for _, r := range due {
			_, also := s.condemn(ctx, &r, workspace.Seat{})
			err = errors.Join(err, also)
		}
		if err != nil || len(due) < retainLimit {
			return err
		}
	}
	return nil
}
