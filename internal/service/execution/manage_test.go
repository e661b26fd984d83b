package execution_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func (w *world) rejudge(who identity.Principal, name, id string) (int, document) {
	w.t.Helper()
	body := fmt.Sprintf(`{"data":{"type":"rejudgings","attributes":{%q:%q}}}`, name, id)
	return w.raw(who, "POST", "/v1/rejudgings", jsonapi.MediaType, []byte(body))
}

// judgementsOf waits until a subject has so many rounds and answers their ids, the first round first.
func (w *world) judgementsOf(subject string, rounds int) []ids.Judgement {
	w.t.Helper()
	var found []ids.Judgement
	harness.Eventually(w.t, 20*time.Second, func() (err error) {
		found, err = db.Select[ids.Judgement](w.t.Context(), w.db, `SELECT id FROM judgements WHERE subject_id = $1 ORDER BY round`, subject)
		return errors.Join(err, unless(len(found) == rounds, fmt.Sprintf("%d rounds", len(found))))
	})
	return found
}

func (w *world) submission(org ids.Organization) contract.JudgingRequest {
	q := w.ask(org, "bash", "cat")
	q.Subject.Kind = contract.SubjectKindSubmission
	return q
}

func TestCancellingAJudgement(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		done := w.finished()
		staff := member(identity.Recruiter)
		var all []contract.JudgingRequest
		for range 4 {
			q := w.submission(staff.Organization)
			w.publish(q)
			w.judgementsOf(q.Subject.ID, 1)
			all = append(all, q)
		}
		n := startBench(t, w.bus, 1)
		n.wait(t, 1)
		interviewer := member(identity.Interviewer)
		interviewer.Organization = staff.Organization
		for i, q := range []contract.JudgingRequest{all[0], all[3]} { // one in hand, one that waits
			id := string(w.judgementsOf(q.Subject.ID, 1)[0])
			if status, _ := w.do(interviewer, "DELETE", "/v1/judgements/"+id, nil); status != 403 {
				t.Errorf("an interviewer's cancellation is answered %d", status)
			}
			if status, _ := w.do(member(identity.Owner), "DELETE", "/v1/judgements/"+id, nil); status != 404 {
				t.Errorf("a stranger's cancellation is answered %d", status)
			}
			if status, doc := w.do(staff, "DELETE", "/v1/judgements/"+id, nil); status != 204 {
				t.Fatalf("cancellation %d is answered %d %+v", i, status, doc.Errors)
			}
			if status, doc := w.do(staff, "DELETE", "/v1/judgements/"+id, nil); status != 409 {
				t.Errorf("a second cancellation is answered %d %+v", status, doc.Errors)
			}
			if j := done.of(t, q, 10*time.Second); !j.Cancelled {
				t.Errorf("it is announced as %+v", j)
			}
			if _, doc := w.do(staff, "GET", "/v1/judgements/"+id, nil); doc.attribute("state") != "cancelled" || doc.attribute("verdict") != "" {
				t.Errorf("it is shown as %v %v", doc.attribute("state"), doc.attribute("verdict"))
			}
		}
		n.let(4)
		for _, q := range all[1:3] {
			if j := done.of(t, q, 20*time.Second); j.Cancelled || j.Outcome.Verdict != "AC" {
				t.Errorf("another judgement is announced as %+v", j)
			}
		}
		for _, one := range n.taken() {
			if one.Request.Subject == all[3].Subject {
				t.Error("a judgement that was cancelled while it waited was judged")
			}
		}
		if got := done.count(all[0]); got != 1 {
			t.Errorf("the result of a cancelled judgement was announced: %d events", got)
		}
	})
}

func TestACancelledJudgingEndsOnItsWorker(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	done := w.finished()
	staff := member(identity.Recruiter)
	q := w.ask(staff.Organization, "bash", "sleep 600")
	w.publish(q)
	id := w.judgementsOf(q.Subject.ID, 1)[0]
	harness.Eventually(t, 20*time.Second, func() error {
		n, err := w.judging()
		return errors.Join(err, unless(n == 1, "it is not begun yet"))
	})
	if status, doc := w.do(staff, "DELETE", "/v1/judgements/"+string(id), nil); status != 204 {
		t.Fatalf("cancelling is answered %d %+v", status, doc.Errors)
	}
	next := w.ask(staff.Organization, "bash", "cat") // the only slot for judgements is free again
	w.publish(next)
	if j := done.of(t, next, 20*time.Second); j.Outcome.Verdict != "AC" {
		t.Errorf("the next one is judged %+v", j.Outcome)
	}
}

func TestJudgingAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		n := startBench(t, w.bus, 2)
		n.let(10_000)
		done := w.finished()
		staff := member(identity.Recruiter)
		q := w.submission(staff.Organization)
		w.publish(q)
		first := done.of(t, q, 20*time.Second)
		status, doc := w.rejudge(staff, "judgementId", string(first.ID))
		if status != 202 || doc.attribute("total") != 1.0 {
			t.Fatalf("judging again is answered %d %+v %+v", status, doc.Data, doc.Errors)
		}
		q.Subject.Round = 2
		second := done.of(t, q, 20*time.Second)
		harness.Eventually(t, 10*time.Second, func() error {
			_, doc := w.do(staff, "GET", "/v1/rejudgings/"+doc.Data.ID, nil)
			return unless(doc.attribute("state") == "finished" && doc.attribute("finished") == 1.0 && doc.attribute("changed") == 0.0, fmt.Sprint(doc.Data))
		})
		if second.ID == first.ID {
			t.Error("the second round is the first one")
		}
		reference := w.ask(staff.Organization, "bash", "cat")
		w.publish(reference)
		judged := done.of(t, reference, 20*time.Second)
		for name, c := range map[string]struct {
			who      identity.Principal
			name, id string
			want     int
		}{
			"a reference":            {staff, "judgementId", string(judged.ID), 409},
			"a stranger's":           {member(identity.Owner), "judgementId", string(first.ID), 404},
			"an interviewer's wish":  {identity.Principal{User: "u", Organization: staff.Organization, Role: identity.Interviewer}, "judgementId", string(first.ID), 403},
			"an empty assessment":    {staff, "assessmentId", ids.New[string](), 404},
			"nothing":                {staff, "judgementId", "", 422},
			"a judgement not there":  {staff, "judgementId", ids.New[string](), 404},
			"a version without any":  {staff, "problemVersionId", ids.New[string](), 404},
			"an attribute not there": {staff, "everything", "yes", 422},
		} {
			if status, doc := w.rejudge(c.who, c.name, c.id); status != c.want {
				t.Errorf("%s is answered %d, want %d: %+v", name, status, c.want, doc.Errors)
			}
		}
	})
}

func TestANeighbourFindsLaterRounds(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		client := execution.NewClient(w.bus)
		done := w.finished()
		staff := member(identity.Recruiter)
		rounds := func(q contract.Rejudged) []contract.Round {
			t.Helper()
			a, err := client.Rejudged(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			return a.Rounds
		}
		all := contract.Rejudged{Kind: contract.SubjectKindSubmission, Before: time.Now().Add(time.Hour)}
		n := startBench(t, w.bus, 1)
		var second []ids.Judgement
		q := []contract.JudgingRequest{w.submission(staff.Organization), w.submission(staff.Organization)}
		for i := range q {
			w.publish(q[i])
			n.let(1)
			first := done.of(t, q[i], 20*time.Second)
			if status, doc := w.rejudge(staff, "judgementId", string(first.ID)); status != 202 {
				t.Fatalf("judging again is answered %d %+v", status, doc.Errors)
			}
			q[i].Subject.Round = 2
			second = append(second, w.judgementsOf(q[i].Subject.ID, 2)[1])
			if got := rounds(all); len(got) != i {
				t.Errorf("while a second round is not judged: %+v", got)
			}
			n.let(1)
			done.of(t, q[i], 20*time.Second)
		}
		got := rounds(all)
		if len(got) != 2 || got[0] != (contract.Round{ID: second[0], Organization: staff.Organization, Subject: q[0].Subject}) || got[1].ID != second[1] {
			t.Fatalf("the later rounds are %+v, want %v", got, second)
		}
		last := all
		last.After = second[0]
		if got := rounds(last); len(got) != 1 || got[0].ID != second[1] {
			t.Errorf("after the first of them come %+v", got)
		}
		if last.After = second[1]; len(rounds(last)) != 0 {
			t.Error("there is one after the last")
		}
		early, other := all, all
		early.Before, other.Kind = time.Now().Add(-time.Hour), contract.SubjectKindReference
		if len(rounds(early)) != 0 || len(rounds(other)) != 0 {
			t.Error("rounds are told that ended later, or are of another kind")
		}
		third := w.cancelledRound(staff, second[1])
		for _, r := range rounds(all) {
			if r.ID == third {
				t.Error("a round that was cancelled has no result, and is told")
			}
		}
	})
}

// cancelledRound cancels the next round of a judgement's subject.
func (w *world) cancelledRound(staff identity.Principal, last ids.Judgement) ids.Judgement {
	w.t.Helper()
	if status, doc := w.rejudge(staff, "judgementId", string(last)); status != 202 {
		w.t.Fatalf("judging again is answered %d %+v", status, doc.Errors)
	}
	id, err := db.One[ids.Judgement](w.t.Context(), w.db, `SELECT id FROM judgements WHERE round = 3`)
	if err != nil {
		w.t.Fatal(err)
	}
	if status, doc := w.do(staff, "DELETE", "/v1/judgements/"+string(id), nil); status != 204 {
		w.t.Fatalf("cancelling is answered %d %+v", status, doc.Errors)
	}
	return id
}

func TestAWholeAssessmentIsJudgedAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		n := startBench(t, w.bus, 4)
		n.let(10_000)
		staff, assessment := member(identity.Recruiter), ids.New[ids.Assessment]()
		queued(t, w.db, staff.Organization, 250, 0)
		if _, err := db.Exec(t.Context(), w.db, `UPDATE judgements SET assessment_id = $1`, assessment); err != nil {
			t.Fatal(err)
		}
		queued(t, w.db, staff.Organization, 5, 0) // of no assessment
		n.wait(t, 255)
		all := func(where string, want int) func() error {
			return func() error {
				got, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE `+where)
				return errors.Join(err, unless(got == want, fmt.Sprintf("%d of %s, not %d", got, where, want)))
			}
		}
		harness.Eventually(t, 20*time.Second, all("state = 'finished'", 255))
		if _, err := db.Exec(t.Context(), w.db, `UPDATE judgements SET score = 0 WHERE id IN (SELECT id FROM judgements WHERE assessment_id <> '' ORDER BY id LIMIT 7)`); err != nil {
			t.Fatal(err)
		}
		status, doc := w.rejudge(staff, "assessmentId", string(assessment))
		if status != 202 || doc.attribute("state") != "preparing" {
			t.Fatalf("judging again is answered %d %+v %+v", status, doc.Data, doc.Errors)
		}
		harness.Eventually(t, time.Minute, all("round = 2 AND state = 'finished'", 250))
		_, doc = w.do(staff, "GET", "/v1/rejudgings/"+doc.Data.ID, nil)
		changes, _ := doc.attribute("changes").([]any)
		if doc.attribute("state") != "finished" || doc.attribute("total") != 250.0 || doc.attribute("changed") != 7.0 || len(changes) != 7 {
			t.Errorf("it is shown as %+v", doc.Data.Attributes)
		}
		if status, list := w.exchange(staff, "GET", "/v1/rejudgings", jsonapi.MediaType, nil); status != 200 || !strings.Contains(string(list), doc.Data.ID) {
			t.Errorf("the list is answered %d %s", status, list)
		}
		if err := all("rejudging_id <> ''", 250)(); err != nil {
			t.Error(err)
		}
	})
}

func TestAFullQueueRefuses(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Judgements.OrganizationQueue, c.Judgements.Queue = 10, 15 })
	crowd, other := ids.New[ids.Organization](), ids.New[ids.Organization]()
	may := func(org ids.Organization) *errs.Error {
		_, err := execution.NewClient(w.bus).MayJudge(t.Context(), contract.MayJudge{Organization: org})
		if err == nil {
			return &errs.Error{}
		}
		return errs.Of(err)
	}
	queued(t, w.db, crowd, 12, 0) // two of them are released, ten wait
	harness.Eventually(t, 10*time.Second, func() error { return unless(may(crowd).Kind == errs.TooMany, "it may") })
	if e := may(crowd); e.RetryAfter == 0 || e.Code != "organization_queue_full" {
		t.Errorf("a full organization is answered %+v", e)
	}
	if e := may(other); e.Kind != "" {
		t.Errorf("another organization is answered %+v", e)
	}
	queued(t, w.db, other, 8, 0)
	harness.Eventually(t, 10*time.Second, func() error {
		e := may(other)
		return unless(e.Kind == errs.Unavailable && e.RetryAfter > 0, fmt.Sprintf("%+v", e))
	})
}

func TestTheRunsOfAnOrganizationAreBounded(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), func(c *execution.Config) { c.Runs.OrganizationRuns = 3 })
	org := ids.New[ids.Organization]()
	last := 0
	for range 4 { // each by somebody else
		who := member(identity.Author)
		who.Organization = org
		last, _ = w.do(who, "POST", "/v1/runs", map[string]any{"language": "bash", "source": "echo"})
	}
	if last != 429 {
		t.Errorf("the fourth of three is answered %d", last)
	}
}

func TestAQueuedJudgementTellsItsPlace(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		crowd, staff := ids.New[ids.Organization](), member(identity.Recruiter)
		queued(t, w.db, crowd, 1000, 0)
		harness.Eventually(t, 10*time.Second, func() error {
			n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE sent > 0`)
			return errors.Join(err, unless(n == 2, "nothing is released yet"))
		})
		queued(t, w.db, staff.Organization, 2, 0)
		found, err := db.Select[ids.Judgement](t.Context(), w.db, `SELECT id FROM judgements WHERE organization_id = $1 ORDER BY id`, staff.Organization)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float64{4, 6} { // two are released; then one of the crowd and the first, another one and the second
			if _, doc := w.do(staff, "GET", "/v1/judgements/"+string(found[i]), nil); doc.attribute("position") != want {
				text, _ := json.Marshal(doc.Data.Attributes)
				t.Errorf("judgement %d has place %v, want %v: %s", i, doc.attribute("position"), want, text)
			}
			subject := contract.Subject{Kind: contract.SubjectKindSubmission, ID: string(found[i]), Round: 1}
			for org, want := range map[ids.Organization]int{staff.Organization: int(want), crowd: 0} {
				a, err := execution.NewClient(w.bus).Place(t.Context(), contract.Place{Organization: org, Subject: subject})
				if err != nil || a.Position != want {
					t.Errorf("a neighbour hears of place %d, want %d: %v", a.Position, want, err)
				}
			}
		}
	})
}
