package assessments

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
)

// laterRounds takes in the rounds after a first result of 30 points: a later one replaces it, a cancelled one
// and one that comes late do not.
func (w *world) laterRounds(t *testing.T, ctx context.Context, first execution.Judgement, id ids.Submission) {
	t.Helper()
	score := func() (string, float64, float64) {
		n, err := w.submissions.ByID(ctx, w.org, id)
		must(t, err)
		a, err := w.attempts.ByID(ctx, w.org, n.Attempt)
		must(t, err)
		return n.State, n.Score, a.Score
	}
	again := func(round int, points float64, cancelled bool) {
		j := first
		j.ID, j.Subject.Round, j.Cancelled = ids.New[ids.Judgement](), round, cancelled
		j.Outcome.Score = points
		if cancelled {
			j.Outcome = judge.Outcome{}
		}
		must(t, w.submissions.TakeIn(ctx, j))
	}
	for _, c := range []struct {
		what      string
		round     int
		points    float64
		cancelled bool
		want      float64
	}{
		{"a cancelled second round", 2, 0, true, 30},
		{"a third round", 3, 80, false, 80},
		{"the second round, which comes late", 2, 10, false, 80},
		{"the third round once more", 3, 5, false, 80},
	} {
		again(c.round, c.points, c.cancelled)
		if state, own, sum := score(); state != submission.Judged || own != c.want || sum != c.want {
			t.Errorf("after %s the submission is %s with %v points, the attempt has %v", c.what, state, own, sum)
		}
	}
}
