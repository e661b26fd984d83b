package execution_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// taken is one job that a bench has got hold of.
type taken struct {
	Judgement ids.Judgement           `json:"judgement"`
	Request   contract.JudgingRequest `json:"request"`
}

// bench stands in for the workers: it takes jobs, remembers their order, and finds every program right.
type bench struct {
	mu   sync.Mutex
	all  []taken
	gate chan struct{}                      // one entry lets one job be done
	held map[ids.Organization]chan struct{} // of organizations with a gate of their own
}

func startBench(t *testing.T, b *bus.Bus, atOnce int, held ...ids.Organization) *bench {
	t.Helper()
	n := &bench{gate: make(chan struct{}, 100_000), held: map[ids.Organization]chan struct{}{}}
	for _, org := range held {
		n.held[org] = make(chan struct{}, 1)
	}
	background(t, func(ctx context.Context) error {
		config := bus.ConsumerConfig{Stream: "JUDGE", Durable: "workers", AtOnce: atOnce, AckWait: time.Hour} // no job comes twice because it waits here
		return b.Consume(ctx, config, func(ctx context.Context, d bus.Delivery) error {
			var one taken
			if err := d.Decode(&one); err != nil {
				return err
			}
			n.mu.Lock()
			n.all = append(n.all, one)
			n.mu.Unlock()
			gate := cmp.Or(n.held[one.Request.Organization], n.gate)
			select {
			case <-gate:
			case <-ctx.Done():
				return ctx.Err()
			}
			return b.PublishDurable(ctx, "judge.results."+string(one.Judgement), string(one.Judgement), map[string]any{
				"judgement": one.Judgement, "outcome": judge.Outcome{Verdict: judge.Accepted, Score: 1, MaxScore: 1}, "finishedAt": time.Now().UTC(),
			})
		})
	})
	return n
}

func (n *bench) let(jobs int) {
	for range jobs {
		n.gate <- struct{}{}
	}
}

func (n *bench) taken() []taken {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.all[:len(n.all):len(n.all)]
}

// wait is until so many jobs were taken.
func (n *bench) wait(t *testing.T, jobs int) []taken {
	t.Helper()
	harness.Eventually(t, time.Minute, func() error {
		if got := len(n.taken()); got < jobs {
			return fmt.Errorf("%d jobs were taken, not %d", got, jobs)
		}
		return nil
	})
	return n.taken()
}

// queued writes waiting judgements of an organization as the service does.
func queued(t *testing.T, d *db.DB, org ids.Organization, n, priority int) {
	t.Helper()
	err := d.InTx(t.Context(), func(ctx context.Context) error {
		for range n {
			if err := queueOne(ctx, d, org, priority); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func queueOne(ctx context.Context, d *db.DB, org ids.Organization, priority int) error {
	return queueRequest(ctx, d, contract.JudgingRequest{
		Organization: org, Subject: contract.Subject{Kind: contract.SubjectKindSubmission, Round: 1}, Priority: priority,
	})
}

func queueRequest(ctx context.Context, d *db.DB, q contract.JudgingRequest) error {
	id := ids.New[ids.Judgement]()
	if q.Subject.ID == "" {
		q.Subject.ID = string(id)
	}
	job, err := json.Marshal(taken{id, q})
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, d, `INSERT INTO judgements (id, organization_id, subject_kind, subject_id, round, state, language, job, priority,
			sent, sent_at, verdict, score, max_score, details, queued_at)
		VALUES ($1, $2, $3, $4, 1, 'queued', 'bash', $5, $6, 0, $7, '', 0, 0, '', $8)`,
		id, q.Organization, q.Subject.Kind, q.Subject.ID, string(job), q.Priority, time.Now().UTC(), time.Now().UTC())
	return err
}

func TestTenThousandOfOneOrganizationDoNotDelayAnother(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		crowd, other := ids.New[ids.Organization](), ids.New[ids.Organization]()
		queued(t, w.db, crowd, 10_000, 0)
		n := startBench(t, w.bus, 2)
		n.let(10)
		before := len(n.wait(t, 12)) // ten are done and two in hand
		q := w.ask(other, "bash", "cat")
		w.publish(q)
		harness.Eventually(t, 20*time.Second, func() error {
			found, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE organization_id = $1`, other)
			return errors.Join(err, unless(found == 1, "it is not queued yet"))
		})
		n.let(2) // those in hand: two are released in their place, and no more
		after := n.wait(t, before+2)[before:]
		if !slices.ContainsFunc(after, func(one taken) bool { return one.Request.Organization == other }) {
			t.Error("the other organization's judgement was not among the next two")
		}
	})
}

func unless(holds bool, otherwise string) error {
	if holds {
		return nil
	}
	return errors.New(otherwise)
}

// settled waits until so many judgements are finished and the release has seen it: as many are with the workers as may be.
// What is released next depends then on nothing but the rule, however slow the database or the queue are.
func (w *world) settled(finished int) {
	w.t.Helper()
	harness.Eventually(w.t, time.Minute, func() error {
		done, err := db.One[int](w.t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE state = 'finished'`)
		if err != nil {
			return err
		}
		out, err := db.One[int](w.t.Context(), w.db, `SELECT COUNT(*) FROM judgements WHERE state <> 'finished' AND sent > 0`)
		return because(err, done == finished && out == 2, fmt.Sprintf("%d judgements are finished, not %d, and %d are released", done, finished, out))
	})
}

// organizations are new ones in the order of their first turns.
func organizations(n int) (all []ids.Organization) {
	for range n {
		all = append(all, ids.New[ids.Organization]())
	}
	slices.Sort(all)
	return all
}

// queuedTogether writes n waiting judgements of each organization, of which none is released before all are there.
func queuedTogether(t *testing.T, d *db.DB, n int, orgs ...ids.Organization) {
	t.Helper()
	err := d.InTx(t.Context(), func(ctx context.Context) error {
		for i := range n * len(orgs) {
			if err := queueOne(ctx, d, orgs[i/n], 0); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOrganizationsTakeTurns(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		orgs := organizations(3)
		const turns = 45
		queuedTogether(t, w.db, turns, orgs...)
		n := startBench(t, w.bus, 1)
		for done := range turns {
			w.settled(done)
			n.let(1)
		}
		for i, one := range n.wait(t, turns)[:turns] {
			if want := orgs[i%len(orgs)]; one.Request.Organization != want {
				t.Errorf("turn %d was of %s, not of %s", i, one.Request.Organization, want)
			}
		}
	})
}

// Whose judgement takes long has no second one under way while others have none; it is the next when it has ended.
func TestWhoHasAJudgementUnderWayWaitsForThoseWhoHaveNone(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		orgs := organizations(3)
		slow, other, third := orgs[0], orgs[1], orgs[2]
		queuedTogether(t, w.db, 20, orgs...)
		n := startBench(t, w.bus, 2, slow)
		const turns = 12
		for done := range turns {
			w.settled(done)
			n.let(1)
		}
		w.settled(turns)
		all := n.wait(t, turns+2)
		if first := all[0].Request.Organization; first != slow && all[1].Request.Organization != slow { // the bench takes two at once
			t.Errorf("the first turns were of %s and %s", first, all[1].Request.Organization)
		}
		for i, one := range all[2 : turns+2] {
			if want := []ids.Organization{third, other}[i%2]; one.Request.Organization != want {
				t.Errorf("turn %d was of %s, not of %s", i+2, one.Request.Organization, want)
			}
		}
		n.held[slow] <- struct{}{}
		w.settled(turns + 1)
		if all := n.wait(t, turns+3); all[turns+2].Request.Organization != slow {
			t.Errorf("the next turn was of %s, not of who had waited", all[turns+2].Request.Organization)
		}
	})
}

func TestWithinAnOrganizationSubmissionsComeFirst(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	org := ids.New[ids.Organization]()
	err := w.db.InTx(t.Context(), func(ctx context.Context) error { // nothing is released between them
		for _, priority := range []int{contract.PrioritySeed, contract.PriorityVerification, contract.PriorityRejudge, contract.PrioritySubmission} {
			if err := queueOne(ctx, w.db, org, priority); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n := startBench(t, w.bus, 1)
	n.let(4)
	last := -1
	for _, one := range n.wait(t, 4) {
		if one.Request.Priority < last {
			t.Errorf("priority %d came after %d", one.Request.Priority, last)
		}
		last = one.Request.Priority
	}
}

func TestPriorityFollowsFromTheKindOfSubject(t *testing.T) {
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	org := ids.New[ids.Organization]()
	for name, c := range map[string]struct {
		subject  contract.Subject
		priority int
		want     int
	}{
		"a submission":                      {contract.Subject{Kind: "submission", ID: "a", Round: 1}, 0, contract.PrioritySubmission},
		"a submission judged again":         {contract.Subject{Kind: "submission", ID: "a", Round: 2}, 0, contract.PriorityRejudge},
		"a reference solution":              {contract.Subject{Kind: "reference", ID: "b", Round: 1}, 0, contract.PriorityVerification},
		"a reference solution of a seed":    {contract.Subject{Kind: "reference", ID: "c", Round: 1}, contract.PrioritySeed, contract.PrioritySeed},
		"a reference that claims to be one": {contract.Subject{Kind: "reference", ID: "d", Round: 1}, -5, contract.PriorityVerification},
	} {
		q := w.ask(org, "bash", "cat")
		q.Subject, q.Priority = c.subject, c.priority
		if err := w.bus.PublishDurable(t.Context(), contract.SubjectJudgingRequested, name, q); err != nil {
			t.Fatal(err)
		}
		harness.Eventually(t, 10*time.Second, func() error {
			got, err := db.One[int](t.Context(), w.db, `SELECT priority FROM judgements WHERE subject_id = $1 AND round = $2`, c.subject.ID, c.subject.Round)
			if err == nil && got != c.want {
				t.Fatalf("%s has priority %d, want %d", name, got, c.want)
			}
			return err
		})
	}
}
