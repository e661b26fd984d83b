package attempt

import (
	"context"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

const (
	shortestAbsence = 2 * time.Second  // what is shorter is a reload, a glance, or a change between two tabs of the attempt
	longAbsence     = 10 * time.Second // always has an activity of its own
	absencePause    = time.Minute      // shorter ones share an activity this often at most
	mostNoted       = 300              // activities of one kind that an attempt takes of what its page tells
)

// Turn notes what the candidate has before them: an answer, or nothing ("") while they are away from the page.
func (s *Service) Turn(ctx context.Context, id ids.Attempt, to ids.Answer) (Attempt, error) {
	a, err := s.own(ctx, id)
	if err == nil {
		err = a.writable(s.now(), s.grace)
	}
	if err != nil {
		return a, err
	}
	answers, err := s.Answers(ctx, a.Organization, []ids.Attempt{a.ID})
	if err != nil {
		return a, err
	}
	if to != "" && !slices.ContainsFunc(answers, func(x Answer) bool { return x.ID == to }) {
		return a, errs.New(errs.Invalid, "answer_unknown", "this attempt has no answer %q: name one of its own, or leave it empty", catalog.Clip(string(to), 40)).At("/data/attributes/workingOn")
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.StillStarted(ctx, a); err != nil {
			return err
		}
		if a, err = s.ByID(ctx, a.Organization, a.ID); err != nil {
			return err
		}
		if to == "" {
			return s.leave(ctx, &a)
		}
		return s.arrive(ctx, &a, to)
	})
	return a, err
}

func (s *Service) leave(ctx context.Context, a *Attempt) error {
	if a.AwaySince != nil {
		return nil // another of the candidate's tabs told it already
	}
	now := s.now()
	a.AwaySince = &now
	return s.setFocus(ctx, a)
}

func (s *Service) arrive(ctx context.Context, a *Attempt, at ids.Answer) error {
	turned, away := a.WorkingOn != at, a.AwaySince != nil
	if !turned && !away {
		return nil
	}
	a.WorkingOn = at
	length := a.comeBack(s.now())
	if err := s.setFocus(ctx, a); err != nil {
		return err
	}
	if length > 0 {
		if err := s.recordAbsence(ctx, a, length >= longAbsence); err != nil {
			return err
		}
	}
	if turned {
		return s.recordBounded(ctx, a, Activity{Kind: "item", Answer: at})
	}
	return nil
}

// comeBack ends an absence and counts it; it answers its length, 0 for none or one that is too short to count.
func (a *Attempt) comeBack(now time.Time) time.Duration {
	if a.AwaySince == nil {
		return 0
	}
	length := now.Sub(*a.AwaySince)
	a.AwaySince = nil
	if length < shortestAbsence {
		return 0
	}
	a.Absences++
	a.AwayMs += length.Milliseconds()
	return length
}

// endAbsence notes, at the end of an attempt and in its transaction, what was not noted yet.
func (s *Service) endAbsence(ctx context.Context, a Attempt, at time.Time) error {
	a, err := s.ByID(ctx, a.Organization, a.ID)
	if err != nil {
		return err
	}
	a.comeBack(at)
	if err := s.setFocus(ctx, &a); err != nil {
		return err
	}
	return s.recordAbsence(ctx, &a, true)
}

// recordAbsence records the absences since the last that was recorded; a short one alone waits for the next.
func (s *Service) recordAbsence(ctx context.Context, a *Attempt, now bool) error {
	last, err := db.Select[Activity](ctx, s.db, `SELECT `+activityColumns+` FROM activities WHERE attempt_id = $1 AND kind = 'absence'
		ORDER BY number DESC LIMIT 1`, a.ID)
	if err != nil {
		return err
	}
	times, ms := a.Absences, a.AwayMs
	if len(last) > 0 {
		if !now && s.now().Sub(last[0].At) < absencePause {
			return nil
		}
		before := last[0].Stored.V
		times -= int(figure(before["absences"]))
		ms -= int64(figure(before["totalMs"]))
	}
	if times == 0 {
		return nil
	}
	data := map[string]any{"times": times, "awayMs": ms, "absences": a.Absences, "totalMs": a.AwayMs}
	return s.recordBounded(ctx, a, Activity{Kind: "absence", Answer: a.WorkingOn, Data: data})
}

// figure reads one of an activity's data.
func figure(v any) float64 {
	n, _ := v.(float64)
	return n
}

// recordBounded records what the candidate's page can tell as often as it likes, up to a bound.
func (s *Service) recordBounded(ctx context.Context, a *Attempt, x Activity) error {
	count, err := s.countActivities(ctx, a.ID, x.Kind)
	if err != nil || count >= mostNoted {
		return err
	}
	return s.Record(ctx, a, x)
}

// setFocus stores where the candidate's attention is, and tells whoever watches.
func (s *Service) setFocus(ctx context.Context, a *Attempt) error {
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE attempts SET working_on = $1, away_since = $2, absences = $3, away_ms = $4, revision = revision + 1
		WHERE id = $5 RETURNING revision`, a.WorkingOn, a.AwaySince, a.Absences, a.AwayMs, a.ID)
	if err != nil {
		return err
	}
	a.Revision = revision
	told := *a
	s.db.AfterCommit(ctx, func() { s.tell(ctx, told) })
	return nil
}
