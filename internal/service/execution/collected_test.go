package execution_test

import (
	"testing"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/execution"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
	"github.com/codecraft-hq/codecraft/test/collected"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What waits to be judged, or is judged again, has its source, its plan and all that the plan names; what was judged has its details.
func TestNothingThatAJudgementNeedsIsCollected(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		staff, done := member(identity.Recruiter), w.finished()
		waits, judged := w.ask(staff.Organization, "bash", "cat"), w.ask(staff.Organization, "bash", "cat")
		w.publish(waits)
		w.publish(judged)
		last := w.judgedWithDetails(t, done, judged)
		w.judgementsOf(waits.Subject.ID, 1)

		collected.Sweep(t, "execution", w.db, w.bus, w.blobs)

		for _, q := range []contract.JudgingRequest{waits, judged} {
			plan, err := wire.ReadPlan(t.Context(), w.blobs, q.Plan)
			if err != nil {
				t.Fatal(err)
			}
			for _, digest := range append(plan.Digests(), string(q.Files[0].Digest)) {
				if _, err := blob.GetBytes(t.Context(), w.blobs, blob.Digest(digest), 1<<20); err != nil {
					t.Errorf("judging lacks %s: %v", digest, err)
				}
			}
		}
		status, doc := w.do(staff, "GET", "/v1/judgements/"+string(last.ID), nil)
		if groups, _ := doc.attribute("groups").([]any); status != 200 || len(groups) != 1 {
			t.Errorf("what was judged is answered %d %+v %+v", status, doc.Data.Attributes, doc.Errors)
		}

		collected.Alone(t, "execution", w.db, w.bus, w.blobs, execution.References, "judgements.job", "judgements.details")
	})
}

// judgedWithDetails has a worker's result come whose whole is a blob.
func (w *world) judgedWithDetails(t *testing.T, done *finished, q contract.JudgingRequest) contract.Judgement {
	t.Helper()
	id := w.judgementsOf(q.Subject.ID, 1)[0]
	outcome := judge.Outcome{Verdict: judge.Accepted, Score: 10, MaxScore: 10}
	details := w.blob(`{"verdict":"AC","score":10,"maxScore":10,"groups":[{"name":"all","verdict":"AC","tests":[]}]}`)
	result := wire.Result{Judgement: id, Outcome: outcome, Details: details, FinishedAt: time.Now()}
	if err := w.bus.PublishDurable(t.Context(), wire.SubjectResults+string(id), "result-"+string(id), result); err != nil {
		t.Fatal(err)
	}
	return done.of(t, q, 15*time.Second)
}
