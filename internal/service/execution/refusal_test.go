package execution_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestBothLanesSayWhenToComeAgain: whoever is refused for want of room hears why, and after how many seconds to try
// again; in the graded lane also which place it would have had.
func TestBothLanesSayWhenToComeAgain(t *testing.T) {
	run := `{"data":{"type":"runs","attributes":{"language":"bash","source":"echo"}}}`
	again := `{"data":{"type":"rejudgings","attributes":{"judgementId":"` + ids.New[string]() + `"}}}`
	for says, c := range map[string]struct {
		change         func(*execution.Config)
		own, others    int // judgements that are queued
		path, body     string
		status         int
		code, detail   string
		requestsBefore int
		byColleagues   bool
	}{
		"run: a member's runs of a minute":    {func(c *execution.Config) { c.Runs.MemberRuns = 2 }, 0, 0, "/v1/runs", run, 429, "rate_limited", "", 2, false},
		"run: an organization's of a minute":  {func(c *execution.Config) { c.Runs.OrganizationRuns = 2 }, 0, 0, "/v1/runs", run, 429, "organization_rate_limited", "2 runs", 2, true},
		"run: no worker is there":             {nil, 0, 0, "/v1/runs", run, 503, "no_worker", "", 0, false},
		"graded: the organization's own line": {func(c *execution.Config) { c.Judgements.OrganizationQueue, c.Judgements.Queue = 5, 50 }, 7, 0, "/v1/rejudgings", again, 429, "organization_queue_full", "place 6", 0, false},
		"graded: everybody's line":            {func(c *execution.Config) { c.Judgements.OrganizationQueue, c.Judgements.Queue = 5, 6 }, 0, 8, "/v1/rejudgings", again, 503, "queue_full", "place 7", 0, false},
	} {
		t.Run(says, func(t *testing.T) {
			w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), c.change)
			who := member(identity.Recruiter)
			queued(t, w.db, who.Organization, c.own, 0)
			for range c.others {
				queued(t, w.db, ids.New[ids.Organization](), 1, 0)
			}
			for range c.requestsBefore {
				one := who
				if c.byColleagues {
					one.User, one.Session = ids.New[ids.User](), ids.New[ids.Session]()
				}
				w.raw(one, "POST", c.path, jsonapi.MediaType, []byte(c.body))
			}
			harness.Eventually(t, 10*time.Second, func() error { // queued ones are released first, and counted once a second
				status, header, doc := w.answer(who, c.path, c.body)
				said, _ := json.Marshal(doc.Errors)
				if status != c.status || len(doc.Errors) != 1 || doc.Errors[0].Code != c.code || !strings.Contains(doc.Errors[0].Detail, c.detail) {
					return unless(false, strconv.Itoa(status)+" "+string(said))
				}
				if seconds, err := strconv.Atoi(header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 120 {
					t.Errorf("Retry-After is %q", header.Get("Retry-After"))
				}
				return nil
			})
		})
	}
}

// answer posts a document, and gives the headers of the answer too.
func (w *world) answer(who identity.Principal, path, body string) (int, http.Header, document) {
	w.t.Helper()
	r := w.request(who, "POST", path, []byte(body))
	r.Header.Set("Content-Type", jsonapi.MediaType)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer a.Body.Close()
	var doc document
	if err := json.NewDecoder(a.Body).Decode(&doc); err != nil {
		w.t.Fatal(err)
	}
	return a.StatusCode, a.Header, doc
}

// Members hear how much of both limits is left; candidates of their own only.
func TestRunsTellTheirLimits(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) {
		c.Runs.MemberRuns, c.Runs.CandidateRuns, c.Runs.OrganizationRuns = 120, 30, 600
	})
	run := `{"data":{"type":"runs","attributes":{"language":"bash","source":"echo"}}}`
	for _, c := range []struct {
		who          identity.Principal
		policy, left string
	}{
		{member(identity.Recruiter), `"member";q=120;w=60, "organization";q=600;w=60`, `"member";r=119;t=1, "organization";r=599;t=1`},
		{candidate(), `"candidate";q=30;w=60`, `"candidate";r=29;t=2`},
	} {
		_, header, _ := w.answer(c.who, "/v1/runs", run) // no worker is there
		if got := header.Get("RateLimit-Policy"); got != c.policy {
			t.Errorf("the policy is %s", got)
		}
		if got := header.Get("RateLimit"); got != c.left {
			t.Errorf("left is %s", got)
		}
	}
}
