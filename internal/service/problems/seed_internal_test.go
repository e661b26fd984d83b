package problems

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/verification"
)

func TestWhatASeedLeavesOutIsToldInASentence(t *testing.T) {
	for want, r := range map[string]verification.Result{
		"way.ts was not judged: TypeScript is not installed on the workers: codecraft toolchain install typescript (x)": {
			Name: "way.ts", Expected: judge.Accepted, Verdict: judge.JudgingError, Detail: "TypeScript is not installed on the workers: codecraft toolchain install typescript (x)",
		},
		"way.c: expected AC, got WA (secret, test 1: wrong)": {Name: "way.c", Expected: judge.Accepted, Verdict: judge.WrongAnswer, Detail: "secret, test 1: wrong"},
		"way.c: expected WA, got AC":                         {Name: "way.c", Expected: judge.WrongAnswer, Verdict: judge.Accepted},
	} {
		if got := disagreement(r); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
