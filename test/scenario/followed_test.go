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

// followed is a submission in split processes, what it is found by, and what nothing that leaves a process may hold.
type followed struct {
	submission, attempt, request, trace string
	owner                               string // who made the assessment
	planted                             map[string]string
}

// ids are what the path of the submission is found by.
func (f followed) ids() map[string]string {
	return map[string]string{"submission": f.submission, "attempt": f.attempt, "request": f.request, "trace": f.trace}
}

// follow has somebody invited, who submits what is right.
func follow(t *testing.T, flags ...string) followed {
	t.Helper()
	p := product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}, flags...)
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

	f := followed{attempt: attempt.ID, request: "request-of-the-submission", owner: owner.Get("/v1/memberships/" + owner.List("/v1/memberships")[0].ID + "/user").ID}
	sent := candidate.Raw("POST", "/v1/submissions", http.Header{"X-Request-Id": {f.request}},
		fmt.Appendf(nil, `{"data":{"type":"submissions","attributes":{"documentVersion":%d},"relationships":{"answer":{"data":{"type":"answers","id":%q}}}}}`, version, answer.ID))
	traces := sent.Header.Values("X-Trace-Id")
	made, isLink := strings.CutPrefix(sent.Header.Get("Location"), "/v1/submissions/")
	if sent.Status != http.StatusAccepted || len(traces) != 1 || !isLink {
		t.Fatalf("submitting: %d in the traces %q, made %q: %s", sent.Status, traces, made, sent.Body)
	}
	f.trace, f.submission = traces[0], made
	f.planted = map[string]string{
		"the program": codeOfFirst, "a hidden test": secret, "an address": "candidates.example", "an address of staff": product.Owner, "a name": "Kim", "the link": token,
		"a token": candidate.Token, "a token of staff": owner.Token, "a password": product.Password, "a query": whisper, "a path": verdict, "what was run": "sys.stderr",
	}
	return f
}

// told is what the logs tell of a submission, by the service that does. A request is told of when it has been answered; what comes of it may
// be under way before.
var told = [][]string{
	{"assessments: request POST /v1/submissions", "web: request POST /v1/submissions"},
	{"execution: judging queued", "worker: judging", "execution: judging ended", "assessments: submission judged"},
}

// untold tells which of these lines, in the order of their times, there are not.
func untold(lines []harness.Line) error {
	var all []string
	for _, l := range lines {
		all = append(all, l.String())
	}
	for _, steps := range told {
		rest := all
		for _, step := range steps {
			at := slices.Index(rest, step)
			if at < 0 {
				return fmt.Errorf("%q is not told, or not in its turn, among %q", step, all)
			}
			rest = rest[at+1:]
		}
	}
	return nil
}
