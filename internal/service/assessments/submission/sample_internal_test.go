package submission

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

func TestASampleTellsHowItWasRun(t *testing.T) {
	outcome := judge.Outcome{
		Limits: judge.Limits{CPUTimeMs: 1000, WallTimeMs: 3000, MemoryKb: 1024},
		Groups: []judge.GroupOutcome{
			{Name: "sample", Sample: true, Tests: []judge.TestOutcome{{
				Name: "1", Verdict: judge.TimeLimit, Limit: judge.LimitCPU, CPUTimeMs: 1100, WallTimeMs: 1300, Runs: 3, Passes: 2,
				TeamMessage: &judge.Excerpt{Text: "for the team"}, JudgeMessage: &judge.Excerpt{Text: "for the judges"},
			}}},
			{Name: "hidden", Tests: []judge.TestOutcome{{Name: "2", Runs: 4}}},
		},
	}
	var x SubmissionAttributes
	addGroups(&x, judge.Redact(outcome), catalog.Worth{})
	want := SubmissionSample{
		Name: "1", Verdict: "TLE", Limit: "cpu", CPUTimeMs: 1100, WallTimeMs: 1300, Runs: 3, Passes: 2, Message: "for the team",
	}
	if len(x.Samples) != 1 || x.Samples[0] != want {
		t.Errorf("the samples are %+v, not %+v", x.Samples, want)
	}
	if want := (SubmissionLimits{CPUTimeMs: 1000, WallTimeMs: 3000, MemoryKb: 1024}); x.Limits != want {
		t.Errorf("the limits are %+v, not %+v", x.Limits, want)
	}
}
