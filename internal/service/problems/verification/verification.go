package verification

import (
	"context"
	"fmt"
	"time"

	execution "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Verification judges every reference solution on one revision of a draft.
//
//	queued ── first sign of judging ──► running ── all judged ──► passed | failed
type Verification struct {
	ID           ids.Verification `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Problem      ids.Problem      `db:"problem_id"`
	Revision     int              `db:"revision"`
	State        string           `db:"state"`
	Plan         blob.Digest      `db:"plan"`
	Changes      int              `db:"changes"` // raised with every change: the id of its events
	CreatedBy    ids.User         `db:"created_by"`
	CreatedAt    time.Time        `db:"created_at"`
	StartedAt    *time.Time       `db:"started_at"`
	FinishedAt   *time.Time       `db:"finished_at"`
}

// Result is what one reference solution did.
type Result struct {
	ID           string           `db:"id"` // the subject of the judgement
	Verification ids.Verification `db:"verification_id"`
	Organization ids.Organization `db:"organization_id"`
	Reference    ids.Reference    `db:"reference_id"`
	Position     int              `db:"position"`
	Name         string           `db:"name"`
	Language     string           `db:"language"`
	Source       blob.Digest      `db:"source"` // as it was then; empty in verifications from before it was kept
	Expected     judge.Verdict    `db:"expected"`
	Verdict      judge.Verdict    `db:"verdict"` // empty until it is judged
	Agrees       bool             `db:"agrees"`
	WorstCPUMs   int64            `db:"worst_cpu_ms"`
	MemoryKb     int64            `db:"memory_kb"`
	Judgement    ids.Judgement    `db:"judgement_id"`
	Detail       string           `db:"detail"`
	Decided      db.JSON[Decided] `db:"decided"`
}

// Decided is what decided a verdict, in the field's words.
type Decided struct {
	Group         string       `json:"group,omitempty"` // of the test that decided it; of AC and CE there is none
	Test          string       `json:"test,omitempty"`
	ExitCode      int          `json:"exitCode,omitempty"`
	Signal        string       `json:"signal,omitempty"`
	Limit         judge.Limit  `json:"limit,omitempty"` // that it met there
	WallTimeMs    int64        `json:"wallTimeMs,omitempty"`
	Limits        judge.Limits `json:"limits,omitzero"` // that held in its language
	CompileOutput string       `json:"compileOutput,omitempty"`
}

// decidedBy reads from an outcome what decided it.
func decidedBy(outcome judge.Outcome) Decided {
	d := Decided{Group: outcome.Group, Test: outcome.Test, WallTimeMs: outcome.WallTimeMs, Limits: outcome.Limits, CompileOutput: outcome.Compilation.Output}
	for _, g := range outcome.Groups {
		for _, t := range g.Tests {
			if g.Name == outcome.Group && t.Name == outcome.Test {
				d.ExitCode, d.Signal, d.Limit = t.ExitCode, t.Signal, t.Limit
			}
		}
	}
	return d
}

// The states of a verification.
const (
	queued  = "queued"
	running = "running"
	passed  = "passed"
	Failed  = "failed"
)

// stuckAfter is when an unfinished verification no longer keeps a new one of its revision from starting.
const stuckAfter = 10 * time.Minute

func (verification *Verification) finished() bool {
	return verification.State == passed || verification.State == Failed
}

// verify asks for the judging of every reference solution of the current revision.
func (s *Service) verify(ctx context.Context, id ids.Problem) (*Verification, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err == nil {
		err = execution.Room(ctx, s.log, who.Organization, s.execution.MayJudge)
	}
	if err != nil {
		return nil, err
	}
	return s.Start(ctx, id, execution.PriorityVerification)
}

// Start verifies the current revision at a priority of the queue, however many judgements there are already.
func (s *Service) Start(ctx context.Context, id ids.Problem, priority int) (*Verification, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var verification *Verification
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		problem, err := s.problems.Lock(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		if err := s.refuseSecond(ctx, problem); err != nil {
			return err
		}
		draft, err := s.drafts.Load(ctx, problem)
		if err != nil {
			return err
		}
		verification, err = s.insertWithResults(ctx, draft, who.User, priority)
		return err
	})
	return verification, err
}

func (s *Service) refuseSecond(ctx context.Context, problem *problem.Problem) error {
	last, err := s.Last(ctx, problem.Organization, problem.ID)
	if err != nil {
		return missingIsFine(err)
	}
	if last.Revision == problem.Revision && !last.finished() && s.now().Sub(last.CreatedAt) < stuckAfter {
		return errs.New(errs.Conflict, "verification_running", "this revision is being verified: wait for verification %s", last.ID)
	}
	return nil
}

func (s *Service) insertWithResults(ctx context.Context, draft *draft.Draft, by ids.User, priority int) (*Verification, error) {
	if len(draft.References) == 0 {
		return nil, errs.New(errs.Conflict, "references_missing", "the problem has no reference solution: add one with its expected verdict first")
	}
	plan, err := s.drafts.KeepPlan(ctx, draft)
	if err != nil {
		return nil, err
	}
	problem := draft.Problem
	verification := &Verification{
		ID: ids.New[ids.Verification](), Organization: problem.Organization, Problem: problem.ID, Revision: problem.Revision,
		State: queued, Plan: plan, Changes: 1, CreatedBy: by, CreatedAt: s.now(),
	}
	if err := s.insertVerification(ctx, verification); err != nil {
		return nil, err
	}
	for i, reference := range draft.References {
		source, err := blob.PutBytes(ctx, s.blobs, []byte(reference.Source))
		if err != nil {
			return nil, err
		}
		result := &Result{
			ID: ids.New[string](), Verification: verification.ID, Organization: verification.Organization, Reference: reference.ID, Position: i,
			Name: reference.Name, Language: reference.Language, Source: source, Expected: reference.Expected,
		}
		if err := s.insertResult(ctx, result); err != nil {
			return nil, err
		}
		if err := s.askForJudging(ctx, verification, result, priority, ""); err != nil {
			return nil, err
		}
	}
	return verification, nil
}

// askForJudging puts the request into the outbox. Asked again it is another message, and the same subject: what is judged stays one.
func (s *Service) askForJudging(ctx context.Context, verification *Verification, result *Result, priority int, again string) error {
	request := execution.JudgingRequest{
		Organization: verification.Organization,
		Subject:      subjectOf(result),
		Scope:        string(verification.Problem), // its references share a cache, and nobody else's programs are in it
		Language:     result.Language,
		Files:        []execution.SourceFile{{Digest: result.Source}}, // the language names a single file
		Plan:         verification.Plan,
		Priority:     priority,
		RequestID:    httpx.RequestID(ctx),
	}
	id := fmt.Sprintf("judging-%s-%s-%d%s", request.Subject.Kind, request.Subject.ID, request.Subject.Round, again)
	return s.announce(ctx, execution.SubjectJudgingRequested, id, request)
}

// judged takes the result of one reference solution. Taken twice, it changes nothing the second time.
func (s *Service) judged(ctx context.Context, judgement execution.Judgement) error {
	if judgement.Subject.Kind != execution.SubjectKindReference {
		return nil
	}
	if judgement.Cancelled {
		judgement.Outcome = judge.Outcome{Verdict: judge.JudgingError, Detail: "the judging was cancelled: verify again"}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		result, err := s.getResult(ctx, judgement.Organization, judgement.Subject.ID)
		if err != nil {
			return missingIsFine(err) // its problem was deleted
		}
		result.Verdict, result.Agrees = judgement.Outcome.Verdict, judgement.Outcome.Verdict.Meets(result.Expected)
		result.WorstCPUMs, result.MemoryKb, result.Judgement = judgement.Outcome.CPUTimeMs, judgement.Outcome.MemoryKb, judgement.ID
		result.Detail, result.Decided.V = explain(judgement.Outcome), decidedBy(judgement.Outcome)
		n, err := s.saveResult(ctx, result)
		if err != nil || n == 0 {
			return err
		}
		return s.settle(ctx, result.Organization, result.Verification)
	})
}

// settle ends a verification when its last result is there, and tells whoever watches.
func (s *Service) settle(ctx context.Context, organization ids.Organization, id ids.Verification) error {
	verification, err := s.touchVerification(ctx, organization, id) // locks it: results that come at once settle one by one
	if err != nil {
		return err
	}
	results, err := s.Results(ctx, organization, []string{string(id)})
	if err != nil {
		return err
	}
	state := passed
	for _, result := range results {
		switch {
		case result.Verdict == "":
			state = running
		case !result.Agrees && state != running:
			state = Failed
		}
	}
	now := s.now()
	verification.State = state
	if verification.StartedAt == nil {
		verification.StartedAt = &now
	}
	if verification.finished() {
		verification.FinishedAt = &now
	}
	if err := s.saveVerification(ctx, verification); err != nil {
		return err
	}
	if state == passed {
		if err := s.problems.MarkVerified(ctx, organization, verification.Problem, verification.Revision); err != nil {
			return err
		}
	}
	s.db.AfterCommit(ctx, func() { s.hint(verification.ID) })
	return nil
}

// explain says in one sentence what decided the verdict.
func explain(outcome judge.Outcome) string {
	if outcome.Detail != "" {
		return outcome.Detail
	}
	for _, g := range outcome.Groups {
		for _, t := range g.Tests {
			if t.Verdict != judge.Accepted && t.Verdict != judge.Skipped {
				return fmt.Sprintf("%s, test %s: %s", g.Name, t.Name, t.Detail)
			}
		}
	}
	return ""
}

func missingIsFine(err error) error {
	if errs.Is(err, errs.NotFound) {
		return nil
	}
	return err
}
