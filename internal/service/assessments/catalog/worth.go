package catalog

import (
	"math"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// maxPoints is the most that an item may give.
const maxPoints = 10_000

// Worth is how a problem's scores count where an item may have points of its own. The judge knows nothing of these: the
// scores of submissions are stored as it gave them, those of answers and attempts as they count.
type Worth struct {
	Own  *float64 // the item's; nil: scores count as they are
	Most float64  // the problem's maximum score
}

// Points are the most there is.
func (w Worth) Points() float64 {
	if w.Own == nil {
		return w.Most
	}
	return *w.Own
}

// Scaled is a score, or a part of one, as it counts: to two decimals, as points are shown, so that equals on a screen are equals.
func (w Worth) Scaled(score float64) float64 {
	switch {
	case w.Own == nil:
		return score
	case w.Most <= 0:
		return 0
	}
	return math.Round(*w.Own*score/w.Most*100) / 100
}

// Earned is what a submission earns. A problem that counts no points is solved or not.
func (w Worth) Earned(score float64, verdict string) float64 {
	if w.Own != nil && w.Most <= 0 && verdict == string(judge.Accepted) {
		return *w.Own
	}
	return w.Scaled(score)
}

// Total takes off what sums of fractions leave behind, as the sum over the answers of an attempt does.
func Total(points float64) float64 { return math.Round(points*1e9) / 1e9 }

// checkPoints holds an item's own points against what can be shown of them.
func checkPoints(own *float64, pointer string) error {
	switch {
	case own == nil:
		return nil
	case !(*own > 0 && *own <= maxPoints): // NaN is neither
		return errs.New(errs.Invalid, "points_out_of_range", "points are more than 0 and at most %d: leave them out for the problem's own", maxPoints).At(pointer)
	case math.Round(*own*100)/100 != *own:
		return errs.New(errs.Invalid, "points_too_fine", "points have two decimals at most: round them").At(pointer)
	}
	return nil
}
