package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// path is what the trace of a submission shows, by the module that does it.
var path = []string{
	"web: POST /v1/submissions", "assessments: POST /v1/submissions", "assessments: transaction", "execution: answer execution.mayJudge",
	"execution: handle events.judging.requested", "execution: transaction", "worker: handle judge.jobs", "worker: compile",
	"worker: tests samples", "worker: tests one reading", "worker: tests many readings", "execution: handle judge.results",
	"assessments: handle events.execution.judgement.finished",
}

// TestASubmissionIsOneTrace: from the candidate's request to the result that was taken in, across all processes; and no trace tells
// anything that somebody wrote, or that opens something.
func TestASubmissionIsOneTrace(t *testing.T) {
	t.Parallel()
	collector := harness.NewCollector(t)
	p := product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}, "--otlp-endpoint", collector.URL)
	anyone := client.New(t, p.URL)
	owner := anyone.SignIn(product.Owner, product.Password)
	problem := writeProblem(t, owner, secret)
	verifyAndPublish(t, owner, problem)
	link := owner.Create("invitations", map[string]any{"email": "kim@candidates.example", "name": "Kim Candidate"},
		map[string]client.Relationship{"assessment": client.To("assessments", buildAssessment(t, owner, problem).ID)}).Text("link")
	token := link[strings.LastIndex(link, "/")+1:]
	attempt, candidate := enter(t, anyone, token)
	answer := begin(t, candidate, attempt)
	version := typeText(t, candidate, openDocument(t, candidate, answer), "# "+codeOfFirst+"\n"+rightPython)
	runSamples(t, candidate, answer)
	owner.List("/v1/problems?filter[title][contains]=" + whisper)
	owner.Raw("GET", "/v1/problems/"+verdict, nil, nil)

	const request = "request-of-the-submission"
	sent := candidate.Raw("POST", "/v1/submissions", http.Header{"X-Request-Id": {request}},
		fmt.Appendf(nil, `{"data":{"type":"submissions","attributes":{"documentVersion":%d},"relationships":{"answer":{"data":{"type":"answers","id":%q}}}}}`, version, answer.ID))
	traces := sent.Header.Values("X-Trace-Id")
	if sent.Status != http.StatusAccepted || len(traces) != 1 {
		t.Fatalf("submitting: %d in the traces %q: %s", sent.Status, traces, sent.Body)
	}
	var trace []harness.Span
	harness.Eventually(t, patience, func() error {
		trace = collector.Trace(traces[0])
		return missing(trace)
	})
	connected(t, trace, request)
	for what, text := range map[string]string{
		"the program": codeOfFirst, "a hidden test": secret, "an address": "candidates.example", "a name": "Kim", "the link": token,
		"a token": candidate.Token, "a token of staff": owner.Token, "a password": product.Password, "a query": whisper, "a path": verdict, "what was run": "sys.stderr",
	} {
		if collector.Holds(text) {
			t.Errorf("a trace tells %s: %q", what, text)
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
