package assessments

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// library is a problems service with one version of every problem.
type library map[ids.Problem]problems.Version

func (l library) Latest(_ context.Context, q problems.LatestRequest) (a problems.VersionsAnswer, _ error) {
	for _, id := range q.Problems {
		if v, ok := l[id]; ok {
			a.Versions = append(a.Versions, v)
		}
	}
	return a, nil
}

func (l library) Versions(_ context.Context, q problems.VersionsRequest) (a problems.VersionsAnswer, _ error) {
	return a, nil
}

type sessions struct{}

func (sessions) CandidateSession(_ context.Context, q auth.CandidateSession) (auth.Tokens, error) {
	return auth.Tokens{AccessToken: "for " + q.Place.String(), AccessExpiresAt: q.EndsAt, RefreshExpiresAt: q.EndsAt}, nil
}

func (sessions) Names(context.Context, auth.NamesOf) (auth.Names, error) {
	return auth.Names{Organization: "Bits & <Bytes>", User: "Grace <b>Hopper</b>"}, nil
}

// room has place for every judgement.
type room struct{}

func (room) Place(context.Context, execution.Place) (execution.PlaceAnswer, error) {
	return execution.PlaceAnswer{}, nil
}

func (room) Find(context.Context, execution.Find) (execution.FindAnswer, error) {
	return execution.FindAnswer{Known: true}, nil
}

func (room) Rejudged(context.Context, execution.Rejudged) (execution.RejudgedAnswer, error) {
	return execution.RejudgedAnswer{}, nil
}

func (room) MayJudge(context.Context, execution.MayJudge) (execution.MayJudgeAnswer, error) {
	return execution.MayJudgeAnswer{}, nil
}

// clock is moved by tests.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.at }
func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

type world struct {
	*Service
	clock   *clock
	bus     *bus.Bus
	db      *db.DB
	staff   context.Context
	org     ids.Organization
	problem ids.Problem
	shelf   library
	metrics *prometheus.Registry

	// What the service works with, for tests to change.
	problems  struct{ Problems }
	auth      struct{ Auth }
	execution struct{ Execution }
	blobs     struct{ blob.Store }
}

func newWorld(t *testing.T, open func(string) *db.DB, configure ...func(*Config)) *world {
	t.Helper()
	d := open("assessments")
	if err := d.Migrate(t.Context(), mustSub(t)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(outbox.Migrate(t.Context(), d), quota.Migrate(t.Context(), d)); err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.NewFiles(t.TempDir(), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{db: d, clock: &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}, org: ids.New[ids.Organization](), problem: ids.New[ids.Problem](), bus: harness.Bus(t), metrics: prometheus.NewRegistry()}
	shelf := library{w.problem: {
		ID: ids.New[ids.ProblemVersion](), Problem: w.problem, Number: 1, Title: "Sum", Points: 100, Plan: blob.Of([]byte("plan")),
		Starters: []problems.Starter{{Language: "python", Source: "# begin\n"}}, Languages: []string{"python", "cpp"},
	}}
	c := Defaults()
	c.PublicURL = "http://codecraft.test"
	for _, change := range configure {
		change(&c)
	}
	w.shelf = shelf
	w.problems.Problems, w.auth.Auth, w.execution.Execution, w.blobs.Store = shelf, sessions{}, room{}, blobs
	w.Service, err = New(Deps{
		DB: d, Bus: w.bus, Blobs: &w.blobs, Problems: &w.problems, Auth: &w.auth, Execution: &w.execution, Log: harness.Log(t), Metrics: w.metrics, Config: c, Clock: w.clock.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	w.staff = as(t, identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: identity.Recruiter})
	return w
}

// now is the service's time.
func (w *world) now() time.Time { return w.clock.now() }

func as(t *testing.T, p identity.Principal) context.Context { return identity.With(t.Context(), p) }

func (w *world) candidate(t *testing.T, a attempt.Attempt) context.Context {
	return as(t, identity.Principal{Organization: a.Organization, Role: identity.Candidate, Place: identity.InAttempt(a.ID)})
}

// published makes an assessment of one problem that takes invitations.
func (w *world) publish(t *testing.T, change func(*catalog.Assessment)) catalog.Assessment {
	t.Helper()
	a := catalog.Assessment{Title: "Test", TimeLimitMinutes: 60, Scoring: catalog.Best, Languages: db.JSON[[]string]{V: []string{}},
		Sections: []catalog.SectionRow{{Title: "One", Items: []catalog.ItemRow{{Problem: w.problem}}}}}
	if change != nil {
		change(&a)
	}
	must(t, w.catalog.Create(w.staff, &a))
	a.State = catalog.Published
	must(t, w.catalog.Update(w.staff, &a, catalog.Draft, false))
	return a
}

func (w *world) enterNew(t *testing.T, a catalog.Assessment, email string) attempt.Attempt {
	t.Helper()
	i, err := w.invitations.Invite(w.staff, a.ID, email, "Kim")
	must(t, err)
	x, _, err := w.attempts.Enter(t.Context(), i.Link[len("http://codecraft.test/take/"):])
	must(t, err)
	return x
}

// begun is a candidate whose clock runs, their attempt and its answers.
func (w *world) begun(t *testing.T) (context.Context, attempt.Attempt, []attempt.Answer) {
	t.Helper()
	a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
	ctx := w.candidate(t, a)
	a, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
	must(t, err)
	answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
	must(t, err)
	return ctx, a, answers
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || errs.Of(err).Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestDocumentLog(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		collabtest.RunLog(t, func(t *testing.T) collabtest.Logs {
			w := newWorld(t, open)
			a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
			_, err := w.attempts.SetState(w.candidate(t, a), a.ID, attempt.Started)
			must(t, err)
			answers, err := w.attempts.Answers(t.Context(), w.org, []ids.Attempt{a.ID})
			must(t, err)
			return collabtest.Logs{
				Create: func(t *testing.T, text string, at time.Time) ids.Document {
					d := attempt.Document{ID: ids.New[ids.Document](), Organization: w.org, Attempt: a.ID, Answer: answers[0].ID, Language: ids.New[string](), CreatedAt: at, UpdatedAt: at}
					must(t, w.attempts.AddDocument(t.Context(), d, text))
					return d.ID
				},
				Open: func(*testing.T) collab.Log { return w.attempts.DocumentLog() }, // as rooms have it
			}
		})
	})
}

func TestAnAttemptFromLinkToResult(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.publish(t, nil)
		a := w.enterNew(t, of, "kim@candidates.example")
		ctx := w.candidate(t, a)
		if a.State != attempt.Ready || a.MaxScore != 100 {
			t.Fatalf("entered: %+v", a)
		}
		a, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
		must(t, err)
		if may, err := w.MayRun(ctx, places.MayRun{Organization: w.org, Place: identity.InAttempt(a.ID)}); err != nil || may.SecondsLeft != 3600 {
			t.Errorf("%d seconds left: %v", may.SecondsLeft, err)
		}
		answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
		must(t, err)
		x, err := w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
		must(t, err)
		d, err := w.attempts.OpenDocument(ctx, x.ID, "python", "")
		must(t, err)
		w.edit(t, d, "print(1)\n")
		n, err := w.submissions.Submit(ctx, x.ID, 1, "")
		must(t, err)
		result := execution.Judgement{
			ID: ids.New[ids.Judgement](), Organization: w.org, FinishedAt: w.now(), Subject: execution.Subject{Kind: "submission", ID: string(n.ID), Round: 1},
			Outcome: judge.Outcome{Verdict: judge.WrongAnswer, Score: 30, MaxScore: 100, Groups: []judge.GroupOutcome{
				{Name: "hidden", Verdict: judge.WrongAnswer, Points: 70, Tests: []judge.TestOutcome{{Name: "secret-7", Detail: "told"}}},
			}},
		}
		must(t, w.submissions.TakeIn(ctx, result))
		must(t, w.submissions.TakeIn(ctx, result)) // delivered twice, taken in once
		a, err = w.attempts.ByID(ctx, w.org, a.ID)
		must(t, err)
		if a.Score != 30 {
			t.Errorf("score %v", a.Score)
		}
		shown, err := w.submissions.Resources(ctx, []ids.Submission{n.ID})
		must(t, err)
		text, _ := json.Marshal(shown[0].Attributes)
		for _, secret := range []string{"secret-7", "told", string(result.ID)} {
			if contains(string(text), secret) {
				t.Errorf("the candidate sees %q in %s", secret, text)
			}
		}
		w.laterRounds(t, ctx, result, n.ID)
		timeline, err := w.attempts.Timeline(ctx, w.org, []string{string(a.ID)}, 0, 100)
		must(t, err)
		var kinds []string
		for i, x := range timeline {
			if x.Number != i+1 {
				t.Errorf("activity %d has number %d", i, x.Number)
			}
			kinds = append(kinds, x.Kind)
		}
		if got := fmt.Sprint(kinds); got != "[opened started language submission judged judged]" {
			t.Errorf("timeline %s", got)
		}
	})
}

// edit replaces the whole text, as a browser would push it.
func (w *world) edit(t *testing.T, d attempt.Document, text string) {
	t.Helper()
	snapshot, _, err := w.attempts.DocumentLog().Load(t.Context(), d.ID)
	must(t, err)
	changes, err := edit.Replace(snapshot.Text.Len(), 0, snapshot.Text.Len(), text)
	must(t, err)
	must(t, w.attempts.DocumentLog().Append(t.Context(), d.ID, d.Version, []collab.Update{{Version: d.Version + 1, At: w.now(), Client: "c", Seq: 1, Changes: changes}}))
}

func contains(text, part string) bool {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

func TestTheClockEndsAnAttempt(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	ctx, a, answers := w.begun(t)
	_, err := w.attempts.ChooseLanguage(ctx, answers[0].ID, "python")
	must(t, err)
	d, err := w.attempts.OpenDocument(ctx, answers[0].ID, "python", "")
	must(t, err)
	w.edit(t, d, "print(2)\n")
	w.clock.pass(time.Hour + time.Minute)
	_, err = w.submissions.Submit(ctx, answers[0].ID, 1, "")
	wants(t, err, "attempt_closed")
	overdue, err := w.attempts.Overdue(ctx, w.now().Add(-Defaults().Grace), 10)
	must(t, err)
	if len(overdue) != 1 {
		t.Fatalf("%d overdue", len(overdue))
	}
	finished, err := w.attempts.Finish(ctx, overdue[0], *overdue[0].EndsAt, "clock")
	must(t, err)
	if finished.ID != a.ID || finished.State != attempt.Finished || !finished.FinishedAt.Equal(*finished.EndsAt) {
		t.Errorf("finished: %+v", finished)
	}
	all, err := w.submissions.Waiting(ctx, a)
	must(t, err)
	if len(all) != 1 {
		t.Errorf("%d submissions: what was typed last was not handed in", len(all))
	}
	_, err = w.attempts.SetState(ctx, a.ID, attempt.Started)
	wants(t, err, "attempt_closed")
}

func TestRefusals(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	of := w.publish(t, nil)
	a := w.enterNew(t, of, "kim@candidates.example")
	stranger := as(t, identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
	author := as(t, identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: identity.Author})
	other := as(t, identity.Principal{Organization: w.org, Role: identity.Candidate, Place: identity.InAttempt(ids.New[ids.Attempt]())})
	for sentence, c := range map[string]struct {
		code string
		do   func() error
	}{
		"a stranger does not see an attempt": {"attempt_not_found", func() error { _, err := w.attempts.Visible(stranger, a.ID); return err }},
		"another candidate does not either":  {"attempt_not_found", func() error { _, err := w.attempts.Visible(other, a.ID); return err }},
		"an author does not read attempts":   {"permission_missing", func() error { _, err := w.attempts.Visible(author, a.ID); return err }},
		"an author does not invite":          {"permission_missing", func() error { _, err := w.invitations.Invite(author, of.ID, "x@y.example", ""); return err }},
		"nobody does nothing":                {"sign_in", func() error { _, err := w.invitations.Invite(t.Context(), of.ID, "x@y.example", ""); return err }},
		"one is invited once": {"already_invited", func() error {
			_, err := w.invitations.Invite(w.staff, of.ID, "Kim <KIM@candidates.example>", "")
			return err
		}},
		"an address is one":             {"email_invalid", func() error { _, err := w.invitations.Invite(w.staff, of.ID, "kim at home", ""); return err }},
		"a guessed token opens nothing": {"invitation_unknown", func() error { _, _, err := w.attempts.Enter(t.Context(), "guessed-token-0000000"); return err }},
		"no answers before the start": {"answer_not_found", func() error {
			_, _, err := w.attempts.Work(w.candidate(t, a), ids.New[ids.Answer]())
			return err
		}},
		"a problem must be published": {"problem_not_published", func() error {
			return w.catalog.Create(w.staff, &catalog.Assessment{Title: "x", TimeLimitMinutes: 1, Sections: []catalog.SectionRow{{Items: []catalog.ItemRow{{Problem: ids.New[ids.Problem]()}}}}})
		}},
		"a window has a length": {"window_empty", func() error {
			now, before := w.now(), w.now().Add(-time.Hour)
			return w.catalog.Create(w.staff, &catalog.Assessment{Title: "x", TimeLimitMinutes: 1, OpensAt: &now, ClosesAt: &before})
		}},
	} {
		t.Run(sentence, func(t *testing.T) { wants(t, c.do(), c.code) })
	}
}

func mustSub(t *testing.T) fs.FS {
	t.Helper()
	sub, err := fs.Sub(Migrations, "migrations")
	must(t, err)
	return sub
}
