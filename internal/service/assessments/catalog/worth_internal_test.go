package catalog

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

func TestScoresAreScaledToThePointsOfTheirItem(t *testing.T) {
	forty, third := 40.0, 33.33
	for sentence, c := range map[string]struct {
		Worth
		score   float64
		verdict judge.Verdict
		want    float64
		most    float64
	}{
		"a problem without points of its own counts as it is": {Worth{Own: nil, Most: 100}, 100.0 / 3, judge.WrongAnswer, 100.0 / 3, 100},
		"half of it is half of the points":                    {Worth{Own: &forty, Most: 100}, 50, judge.WrongAnswer, 20, 40},
		"all of it is all of the points":                      {Worth{Own: &third, Most: 70}, 70, judge.Accepted, 33.33, 33.33},
		"nothing is nothing":                                  {Worth{Own: &forty, Most: 100}, 0, judge.RuntimeError, 0, 40},
		"points are rounded to what is shown":                 {Worth{Own: &forty, Most: 3}, 1, judge.WrongAnswer, 13.33, 40},
		"a half is rounded up":                                {Worth{Own: &forty, Most: 3200}, 10, judge.WrongAnswer, 0.13, 40},
		"where nothing can be earned it is solved":            {Worth{Own: &forty, Most: 0}, 0, judge.Accepted, 40, 40},
		"or not": {Worth{Own: &forty, Most: 0}, 0, judge.WrongAnswer, 0, 40},
	} {
		t.Run(sentence, func(t *testing.T) {
			if got := c.Earned(c.score, string(c.verdict)); got != c.want || c.Points() != c.most {
				t.Errorf("earned %v of %v, want %v of %v", got, c.Points(), c.want, c.most)
			}
		})
	}
}
