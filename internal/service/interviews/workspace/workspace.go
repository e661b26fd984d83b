package workspace

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// States of the timer.
//
//	stopped → running ⇄ paused
//	running, paused → stopped
const (
	Stopped = "stopped"
	Running = "running"
	Paused  = "paused"
)

// Workspace is what is one of a kind in a room.
type Workspace struct {
	Interview    ids.Interview `db:"interview_id"`
	Locked       bool          `db:"locked"`
	Timer        string        `db:"timer_state"`
	TimerSeconds int           `db:"timer_seconds"`
	TimerLeftMs  int64         `db:"timer_left_ms"`
	TimerEndsAt  *time.Time    `db:"timer_ends_at"`
	Revision     int           `db:"revision"`
}

// left is what the timer shows.
func (w Workspace) left(now time.Time) time.Duration {
	if w.TimerEndsAt != nil {
		return max(0, w.TimerEndsAt.Sub(now))
	}
	return time.Duration(w.TimerLeftMs) * time.Millisecond
}

// wind sets the timer. Seconds that are added or taken count at once, also while it runs.
func (w *Workspace) wind(state string, seconds int, now time.Time) {
	left := max(0, w.left(now)+time.Duration(seconds-w.TimerSeconds)*time.Second)
	if state == Stopped || w.Timer == Stopped {
		left = time.Duration(seconds) * time.Second
	}
	w.Timer, w.TimerSeconds, w.TimerLeftMs, w.TimerEndsAt = state, seconds, left.Milliseconds(), nil
	if state == Running {
		ends := now.Add(left)
		w.TimerEndsAt, w.TimerLeftMs = &ends, 0
	}
}

// workspace is that of an interview; before anything has happened there, a new one, the same as its row will be: whoever compares
// them does not learn that something has happened.
func (s *Service) workspace(ctx context.Context, i schedule.Interview) (Workspace, error) {
	w, err := db.One[Workspace](ctx, s.db, `SELECT interview_id, locked, timer_state, timer_seconds, timer_left_ms, timer_ends_at, revision
		FROM workspaces WHERE organization_id = $1 AND interview_id = $2`, i.Organization, i.ID)
	if errors.Is(err, db.ErrNoRows) {
		return Workspace{Interview: i.ID, Timer: Stopped, Revision: 1}, nil
	}
	return w, err
}

// furnish makes sure that there is a row.
func (s *Service) furnish(ctx context.Context, organization ids.Organization, id ids.Interview) error {
	_, err := db.Exec(ctx, s.db, `INSERT INTO workspaces (interview_id, organization_id, locked, timer_state, timer_seconds, timer_left_ms, last_number, revision)
		VALUES ($1, $2, $3, $4, 0, 0, 0, 1) ON CONFLICT (interview_id) DO NOTHING`, id, organization, false, Stopped)
	return err
}

// hold is furnish; what there is of the workspace stays as it is until the end of the transaction of ctx.
func (s *Service) hold(ctx context.Context, organization ids.Organization, id ids.Interview) error {
	if err := s.furnish(ctx, organization, id); err != nil {
		return err
	}
	_, err := db.Exec(ctx, s.db, `UPDATE workspaces SET last_number = last_number WHERE organization_id = $1 AND interview_id = $2`, organization, id)
	return err
}

// Arrange locks or unlocks the files, and starts, pauses and resets the timer, for the revision that was read.
func (s *Service) Arrange(ctx context.Context, id ids.Interview, revision int, locked bool, timer string, seconds int) (Workspace, error) {
	at, err := s.holds(ctx, id)
	if err != nil {
		return Workspace{}, err
	}
	if timer == Running && seconds == 0 {
		return Workspace{}, errs.New(errs.Invalid, "timer_empty", "say how long the timer is to run: send timerSeconds").At("/data/attributes/timerSeconds")
	}
	var w Workspace
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.furnish(ctx, at.Interview.Organization, id); err != nil {
			return err
		}
		if w, err = s.workspace(ctx, at.Interview); err != nil {
			return err
		}
		before := w
		if w.Locked = locked; timer != w.Timer || seconds != w.TimerSeconds {
			w.wind(timer, seconds, s.schedule.Now())
		}
		if w.Revision, err = s.store(ctx, at.Interview.Organization, w, revision); err != nil {
			return err
		}
		return s.recordArranged(ctx, at, before, w)
	})
	return w, err
}

func (s *Service) store(ctx context.Context, organization ids.Organization, w Workspace, revision int) (int, error) {
	next, err := db.WriteOne[int](ctx, s.db, `UPDATE workspaces SET locked = $1, timer_state = $2, timer_seconds = $3, timer_left_ms = $4, timer_ends_at = $5,
		revision = revision + 1 WHERE organization_id = $6 AND interview_id = $7 AND revision = $8 RETURNING revision`,
		w.Locked, w.Timer, w.TimerSeconds, w.TimerLeftMs, w.TimerEndsAt, organization, w.Interview, revision)
	if errors.Is(err, db.ErrNoRows) {
		return 0, errs.New(errs.Precondition, "version_conflict", "another interviewer has changed this at the same moment: look again")
	}
	return next, err
}

func (s *Service) recordArranged(ctx context.Context, at Seat, before, w Workspace) error {
	if before.Locked != w.Locked {
		// Whoever appends to a document holds its row: an edit under way is waited for, and the next one sees the lock.
		if _, err := db.Exec(ctx, s.db, `UPDATE documents SET version = version WHERE organization_id = $1 AND interview_id = $2`, at.Interview.Organization, w.Interview); err != nil {
			return err
		}
		if err := s.Record(ctx, at.Entry("lock", "", map[string]any{"locked": w.Locked})); err != nil {
			return err
		}
	}
	if before.Timer == w.Timer && before.TimerSeconds == w.TimerSeconds {
		return nil
	}
	return s.Record(ctx, at.Entry("timer", "", map[string]any{
		"state": w.Timer, "seconds": w.TimerSeconds, "secondsLeft": int(w.left(s.schedule.Now()).Seconds()),
	}))
}
