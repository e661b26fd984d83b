package execution_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
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

// TestTheRunsOfAnOrganizationAreBoundedOnAllReplicas stands still within a minute, so that nothing is given back by itself.
func TestTheRunsOfAnOrganizationAreBoundedOnAllReplicas(t *testing.T) {
	run := `{"data":{"type":"runs","attributes":{"language":"bash","source":"echo"}}}`
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		var minutes atomic.Int64
		clock := func() time.Time {
			return time.Date(2026, 3, 2, 9, 0, 35, 0, time.UTC).Add(time.Duration(minutes.Load()) * time.Minute)
		}
		var replicas [2]*world
		for i := range replicas {
			replicas[i] = newWorldAt(t, open("execution"), harness.Bus(t), clock, func(c *execution.Config) { c.Runs.OrganizationRuns = 3 })
		}
		who := member(identity.Recruiter)
		on := func(replica int, who identity.Principal, status int, code, retry string) {
			t.Helper()
			got, header, doc := replicas[replica].answer(who, "/v1/runs", run)
			if got != status || len(doc.Errors) != 1 || doc.Errors[0].Code != code || retry != "" && header.Get("Retry-After") != retry {
				t.Errorf("on replica %d it is answered %d %+v, to come again after %s s", replica, got, doc.Errors, header.Get("Retry-After"))
			}
		}
		on(0, who, 503, "no_worker", "")
		on(0, who, 503, "no_worker", "")
		on(1, who, 503, "no_worker", "")
		on(1, who, 429, "organization_rate_limited", "25")
		on(1, member(identity.Recruiter), 503, "no_worker", "")
		minutes.Add(1)
		on(1, who, 503, "no_worker", "")
	})
}

func TestAnOrganizationHasSoManyJudgingsADay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		var days atomic.Int64
		start := time.Now().Truncate(quota.Day).Add(12 * time.Hour)
		clock := func() time.Time { return start.Add(time.Duration(days.Load()) * quota.Day) }
		w := newWorldAt(t, open("execution"), harness.Bus(t), clock, func(c *execution.Config) { c.Judgements.OrganizationJudgings = 2 })
		who := member(identity.Recruiter)
		mayJudge := func() error {
			_, err := execution.NewClient(w.bus).MayJudge(t.Context(), contract.MayJudge{Organization: who.Organization})
			return err
		}
		harness.Eventually(t, 10*time.Second, mayJudge) // it listens
		var last contract.JudgingRequest
		for range 2 {
			if err := mayJudge(); err != nil {
				t.Fatal(err)
			}
			last = w.submission(who.Organization)
			w.publish(last)
			w.judgementsOf(last.Subject.ID, 1)
		}
		if e := errs.Of(mayJudge()); e == nil || e.Code != quota.Code || e.RetryAfter != 12*time.Hour || !strings.Contains(e.Detail, "2 judgings a day") {
			t.Errorf("after two it is answered %+v", e)
		}
		again := `{"data":{"type":"rejudgings","attributes":{"judgementId":"` + string(w.judgementsOf(last.Subject.ID, 1)[0]) + `"}}}`
		if status, _, doc := w.answer(who, "/v1/rejudgings", again); status != 429 || doc.Errors[0].Code != quota.Code {
			t.Errorf("judging again is answered %d %+v", status, doc.Errors)
		}
		taken := w.submission(who.Organization) // when it was asked there was room
		w.publish(taken)
		w.judgementsOf(taken.Subject.ID, 1)
		told, err := quota.Ask(t.Context(), w.bus, "execution", who.Organization)
		if err != nil || len(told) != 2 || told[0].Name != "judgings" || told[0].Used != 3 || told[0].Limit != 2 || told[1].Name != "runs" {
			t.Errorf("its usages are %+v, %v", told, err)
		}
		days.Add(1)
		if err := mayJudge(); err != nil {
			t.Errorf("on the next day: %v", err)
		}
	})
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
