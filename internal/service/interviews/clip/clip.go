package clip

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// States of a film.
//
//	waiting → making → made
//	making → waiting (its maker shuts down)
//	making → making (its maker is not heard of any more, and another begins anew) → failed
const (
	Waiting = "waiting"
	Making  = "making"
	Made    = "made"
	Failed  = "failed"
)

// Clip is one row.
type Clip struct {
	ID           ids.Clip                   `db:"id"`
	Organization ids.Organization           `db:"organization_id"`
	Interview    ids.Interview              `db:"interview_id"`
	Recording    ids.Recording              `db:"recording_id"`
	FromMs       int64                      `db:"from_ms"`
	ToMs         int64                      `db:"to_ms"`
	Format       string                     `db:"format"`
	State        string                     `db:"state"`
	Reason       string                     `db:"reason"`
	Progress     int                        `db:"progress"` // thousandths
	Pieces       db.JSON[[]recording.Piece] `db:"pieces"`
	Bytes        int64                      `db:"bytes"`
	Author       string                     `db:"author"`
	CreatedAt    time.Time                  `db:"created_at"`
	LeaseUntil   *time.Time                 `db:"lease_until"`
	Tries        int                        `db:"tries"`
}

const (
	mostWaiting = 10 // of one organization, so that nobody's films hold up everybody's
	mostKept    = 50 // of one recording
)

var (
	readers = identity.AnyOf(identity.InterviewsRead)
	makers  = identity.AnyOf(identity.InterviewsHold, identity.InterviewsWrite)
)

// Ask has a film made of a stretch of a recording; of all of it, where ToMs is 0.
func (s *Service) Ask(ctx context.Context, c *Clip) error {
	if err := identity.Admit(ctx, makers); err != nil {
		return err
	}
	if _, err := s.workspaces.Sit(ctx, c.Interview); err != nil {
		return err
	}
	r, err := s.recordings.Playable(ctx, string(c.Recording), c.Interview)
	if err != nil {
		return errs.Of(err).At("/data/attributes/recordingId")
	}
	if s.maker == nil {
		return errs.New(errs.Unavailable, "clips_unavailable", "films are made by FFmpeg, which is not installed here: ask whoever runs this installation to add it")
	}
	if err := s.bytes.Any(ctx, r.Organization, "a film"); err != nil {
		return err
	}
	length := r.Length().Milliseconds()
	if c.ToMs == 0 {
		c.ToMs = length
	}
	if c.FromMs >= c.ToMs || c.FromMs >= length {
		return errs.New(errs.Invalid, "clip_empty", "a film ends after it begins, and begins within the recording, which lasts %s", r.Length().Round(time.Second)).At("/data/attributes/toMs")
	}
	c.ToMs = min(c.ToMs, length)
	c.ID, c.Organization, c.State, c.Author = ids.New[ids.Clip](), r.Organization, Waiting, s.participants.Name(ctx)
	c.CreatedAt = s.schedule.Now().Truncate(time.Microsecond)
	c.Pieces.V = []recording.Piece{}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.recordings.Stay(ctx, r); err != nil {
			return err
		}
		if err := s.bounded(ctx, *c); err != nil {
			return err
		}
		return s.insert(ctx, *c)
	})
	if err == nil {
		s.nudge()
	}
	return err
}

// bounded refuses one more where there are too many.
func (s *Service) bounded(ctx context.Context, c Clip) error {
	waiting, kept, err := s.counts(ctx, c)
	switch {
	case err != nil:
		return err
	case waiting >= mostWaiting:
		return errs.New(errs.TooMany, "clips_at_once", "your organization has %d films in the making, as many as it may have at once: wait until one is done", waiting).After(time.Minute)
	case kept >= mostKept:
		return errs.New(errs.Conflict, "clips_many", "a recording has at most %d films: remove some that are not needed any more", mostKept)
	}
	return nil
}

// visible are those that who asks may see: as recordings.
func (s *Service) visible(ctx context.Context, wanted []string) ([]Clip, error) {
	if err := identity.Admit(ctx, readers); err != nil {
		return nil, err
	}
	return workspace.Find(ctx, s.workspaces, "clips", wanted, workspace.ByInterviewers, s.selectAll)
}

func (s *Service) one(ctx context.Context, id string) (Clip, error) {
	all, err := s.visible(ctx, []string{id})
	if err == nil && len(all) == 0 {
		err = errs.Missing("film", id)
	}
	if err != nil {
		return Clip{}, err
	}
	return all[0], nil
}

// Remove forgets a film; whoever makes it notices.
func (s *Service) Remove(ctx context.Context, id string) error {
	if err := identity.Admit(ctx, makers); err != nil {
		return err
	}
	c, err := s.one(ctx, id)
	if err != nil {
		return err
	}
	return s.remove(ctx, c)
}
