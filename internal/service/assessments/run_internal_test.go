package assessments

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
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
	ask := func(answer ids.Answer, sample int) (places.MayRunAnswer, error) {
		return w.MayRun(t.Context(), places.MayRun{Organization: w.org, Place: identity.InAttempt(a.ID), Part: string(answer), Language: "python", Sample: sample})
	}
	for sample, want := range []places.Sample{{}, {Name: "old"}, {Group: "samples", Name: "1"}} {
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

// Execution of the release before asks under the subject of then.
func TestExecutionOfEitherReleaseIsAnswered(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	_, a, _ := w.begun(t)
	w.hear(t)
	for _, subject := range []string{places.SubjectMayRun(identity.PlaceAttempt), places.SubjectMayRunBefore} {
		q := places.MayRun{Organization: w.org, Place: identity.InAttempt(a.ID)}
		if may, err := bus.Request[places.MayRun, places.MayRunAnswer](t.Context(), w.bus, subject, q); err != nil || may.SecondsLeft != 3600 {
			t.Errorf("%s answers %+v, %v", subject, may, err)
		}
	}
}
