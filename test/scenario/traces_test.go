package scenario

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/harness"
)

// path is what the trace of a submission shows, by the module that does it.
var path = []string{
	"web: POST /v1/submissions", "assessments: POST /v1/submissions", "assessments: transaction", "execution: answer execution.mayJudge",
	"execution: handle events.judging.requested", "execution: transaction", "worker: handle judge.jobs", "worker: compile",
	"worker: tests samples", "worker: tests one reading", "worker: tests many readings", "execution: handle judge.results",
	"assessments: handle events.execution.judgement.finished",
}

// TestASubmissionIsOneTrace: from the candidate's request to the result that was taken in, across all processes, which their logs
// tell of, too; and neither tells anything that somebody wrote, or that opens something.
func TestASubmissionIsOneTrace(t *testing.T) {
	t.Parallel()
	collector := harness.NewCollector(t)
	f := follow(t, "--otlp-endpoint", collector.URL, "--otlp-logs", collector.URL)
	var trace []harness.Span
	harness.Eventually(t, patience, func() error {
		trace = collector.Trace(f.trace)
		return missing(trace)
	})
	connected(t, trace, f.request)
	for what, id := range f.ids() {
		harness.Eventually(t, patience, func() error {
			if err := untold(collector.Lines(id)); err != nil {
				return fmt.Errorf("of the %s: %w", what, err)
			}
			return nil
		})
	}
	for what, text := range f.planted {
		if collector.Holds(text) {
			t.Errorf("a trace or a line tells %s: %q", what, text)
		}
	}
}

// missing tells which steps of a submission a trace does not show.
func missing(trace []harness.Span) error {
	var shown []string
	for _, s := range trace {
		shown = append(shown, strings.TrimSpace(s.Module+": "+s.Name+" "+s.About["codecraft.test_group"]))
	}
	lacks := slices.DeleteFunc(slices.Clone(path), func(step string) bool { return slices.Contains(shown, step) })
	if len(lacks) > 0 {
		return fmt.Errorf("the trace lacks %q, and shows %q", lacks, shown)
	}
	return nil
}

// connected demands that each span is within another one of the trace, but for the first, which names the request.
func connected(t *testing.T, trace []harness.Span, request string) {
	t.Helper()
	known := map[string]bool{}
	for _, s := range trace {
		known[s.ID] = true
	}
	for _, s := range trace {
		switch {
		case s.Parent == "" && (s.Module != "web" || s.About["codecraft.request.id"] != request):
			t.Errorf("the trace begins with %+v", s)
		case s.Parent != "" && !known[s.Parent]:
			t.Errorf("%s: %s is within no span that came", s.Module, s.Name)
		}
		if s.Module == "assessments" && s.Name == "POST /v1/submissions" && (s.About["codecraft.submission.id"] == "" || s.About["codecraft.attempt.id"] == "" || s.About["codecraft.request.id"] != request) {
			t.Errorf("the submission's span says %v", s.About)
		}
		if s.Name == "handle judge.jobs" && s.About["codecraft.judgement.id"] == "" {
			t.Errorf("the judging's span says %v", s.About)
		}
	}
}
