package assessments

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/assessments"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// A run is told by which plan submissions of its answer are judged, and which test its sample is.
func TestARunIsToldHowItsAnswerIsJudged(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	v := w.shelf[w.problem]
	v.Samples = []problems.Sample{{Name: "old"}, {Group: "samples", Name: "1"}}
	w.shelf[w.problem] = v
	_, a, answers := w.begun(t)
	ask := func(answer ids.Answer, sample int) (contract.MayRunAnswer, error) {
		return w.MayRun(t.Context(), contract.MayRun{Organization: w.org, Attempt: a.ID, Answer: answer, Language: "python", Sample: sample})
	}
	for sample, want := range []contract.Sample{{}, {Name: "old"}, {Group: "samples", Name: "1"}} {
		may, err := ask(answers[0].ID, sample)
		if err != nil || may.Plan != v.Plan || (may.Sample == nil) != (sample == 0) || may.Sample != nil && *may.Sample != want {
			t.Errorf("sample %d is %+v by %q: %v", sample, may.Sample, may.Plan, err)
		}
	}
	if _, err := ask(answers[0].ID, 3); !errs.Is(err, errs.Invalid) || errs.Of(err).Pointer != "/data/attributes/sample" {
		t.Errorf("the third of two samples is %v", err)
	}
	if may, err := ask("", 0); err != nil || may.Plan != "" {
		t.Errorf("a run of no answer has the plan %q: %v", may.Plan, err)
	}
}
