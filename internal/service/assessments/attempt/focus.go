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
	attempt, err := s.own(ctx, id)
	if err == nil {
		err = attempt.writable(s.now(), s.grace)
	}
	if err != nil {
		return attempt, err
	}
	answers, err := s.Answers(ctx, attempt.Organization, []ids.Attempt{attempt.ID})
	if err != nil {
		return attempt, err
	}
	if to != "" && !slices.ContainsFunc(answers, func(x Answer) bool { return x.ID == to }) {
		return attempt, errs.New(errs.Invalid, "answer_unknown", "this attempt has no answer %q: name one of its own, or leave it empty", catalog.Clip(string(to), 40)).At("/data/attributes/workingOn")
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.StillStarted(ctx, attempt); err != nil {
			return err
		}
		if attempt, err = s.ByID(ctx, attempt.Organization, attempt.ID); err != nil {
			return err
		}
		if to == "" {
			return s.leave(ctx, &attempt)
		}
		return s.arrive(ctx, &attempt, to)
	})
	return attempt, err
}

func (s *Service) leave(ctx context.Context, attempt *Attempt) error {
	if attempt.AwaySince != nil {
		return nil // another of the candidate's tabs told it already
	}
	now := s.now()
	attempt.AwaySince = &now
	return s.setFocus(ctx, attempt)
}

func (s *Service) arrive(ctx context.Context, attempt *Attempt, at ids.Answer) error {
	turned, away := attempt.WorkingOn != at, attempt.AwaySince != nil
	if !turned && !away {
		return nil
	}
	attempt.WorkingOn = at
	length := attempt.comeBack(s.now())
	if err := s.setFocus(ctx, attempt); err != nil {
		return err
	}
	if length > 0 {
		if err := s.recordAbsence(ctx, attempt, length >= longAbsence); err != nil {
			return err
		}
	}
	if turned {
		return s.recordBounded(ctx, attempt, Activity{Kind: "item", Answer: at})
	}
	return nil
}

// comeBack ends an absence and counts it; it answers its length, 0 for none or one that is too short to count.
func (attempt *Attempt) comeBack(now time.Time) time.Duration {
	if attempt.AwaySince == nil {
		return 0
	}
	length := now.Sub(*attempt.AwaySince)
	attempt.AwaySince = nil
	if length < shortestAbsence {
		return 0
	}
	attempt.Absences++
	attempt.AwayMs += length.Milliseconds()
	return length
}

// endAbsence notes, at the end of an attempt and in its transaction, what was not noted yet.
func (s *Service) endAbsence(ctx context.Context, attempt Attempt, at time.Time) error {
	attempt, err := s.ByID(ctx, attempt.Organization, attempt.ID)
	if err != nil {
		return err
	}
	attempt.comeBack(at)
	if err := s.setFocus(ctx, &attempt); err != nil {
		return err
	}
	return s.recordAbsence(ctx, &attempt, true)
}

// recordAbsence records the absences since the last that was recorded; a short one alone waits for the next.
func (s *Service) recordAbsence(ctx context.Context, attempt *Attempt, now bool) error {
	last, err := db.Select[Activity](ctx, s.db, `SELECT `+activityColumns+` FROM activities WHERE organization_id = $1 AND attempt_id = $2 AND kind = 'absence'
		ORDER BY number DESC LIMIT 1`, attempt.Organization, attempt.ID)
	if err != nil {
		return err
	}
	times, ms := attempt.Absences, attempt.AwayMs
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
	data := map[string]any{"times": times, "awayMs": ms, "absences": attempt.Absences, "totalMs": attempt.AwayMs}
	return s.recordBounded(ctx, attempt, Activity{Kind: "absence", Answer: attempt.WorkingOn, Data: data})
}

// figure reads one of an activity's data.
func figure(v any) float64 {
	n, _ := v.(float64)
	return n
}

// recordBounded records what the candidate's page can tell as often as it likes, up to a bound.
func (s *Service) recordBounded(ctx context.Context, attempt *Attempt, activity Activity) error {
	count, err := s.countActivities(ctx, attempt, activity.Kind)
	if err != nil || count >= mostNoted {
		return err
	}
	return s.Record(ctx, attempt, activity)
}

// setFocus stores where the candidate's attention is, and tells whoever watches.
func (s *Service) setFocus(ctx context.Context, attempt *Attempt) error {
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE attempts SET working_on = $1, away_since = $2, absences = $3, away_ms = $4, revision = revision + 1
		WHERE organization_id = $5 AND id = $6 RETURNING revision`,
		attempt.WorkingOn, attempt.AwaySince, attempt.Absences, attempt.AwayMs, attempt.Organization, attempt.ID)
	if err != nil {
		return err
	}
	attempt.Revision = revision
	told := *attempt
	s.db.AfterCommit(ctx, func() { s.tell(ctx, told) })
	return nil
}
