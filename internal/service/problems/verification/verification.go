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
func decidedBy(o judge.Outcome) Decided {
	d := Decided{Group: o.Group, Test: o.Test, WallTimeMs: o.WallTimeMs, Limits: o.Limits, CompileOutput: o.Compilation.Output}
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			if g.Name == o.Group && t.Name == o.Test {
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

func (v *Verification) finished() bool { return v.State == passed || v.State == Failed }

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

func (s *Service) Start(ctx context.Context, id ids.Problem, priority int) (*Verification, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var v *Verification
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		p, err := s.problems.Lock(ctx, who.Organization, id)
		if err != nil {
			return err
		}
		if err := s.refuseSecond(ctx, p); err != nil {
			return err
		}
		d, err := s.drafts.Load(ctx, p)
		if err != nil {
			return err
		}
		v, err = s.insertWithResults(ctx, d, who.User, priority)
		return err
	})
	return v, err
}

func (s *Service) refuseSecond(ctx context.Context, p *problem.Problem) error {
	last, err := s.Last(ctx, p.ID)
	if err != nil {
		return missingIsFine(err)
	}
	if last.Revision == p.Revision && !last.finished() && s.now().Sub(last.CreatedAt) < stuckAfter {
		return errs.New(errs.Conflict, "verification_running", "this revision is being verified: wait for verification %s", last.ID)
	}
	return nil
}

func (s *Service) insertWithResults(ctx context.Context, d *draft.Draft, by ids.User, priority int) (*Verification, error) {
	if len(d.References) == 0 {
		return nil, errs.New(errs.Conflict, "references_missing", "the problem has no reference solution: add one with its expected verdict first")
	}
	plan, err := s.drafts.KeepPlan(ctx, d)
	if err != nil {
		return nil, err
	}
	p := d.Problem
	v := &Verification{
		ID: ids.New[ids.Verification](), Organization: p.Organization, Problem: p.ID, Revision: p.Revision,
		State: queued, Plan: plan, Changes: 1, CreatedBy: by, CreatedAt: s.now(),
	}
	if err := s.insertVerification(ctx, v); err != nil {
		return nil, err
	}
	for i, r := range d.References {
		source, err := blob.PutBytes(ctx, s.blobs, []byte(r.Source))
		if err != nil {
			return nil, err
		}
		result := &Result{
			ID: ids.New[string](), Verification: v.ID, Organization: v.Organization, Reference: r.ID, Position: i,
			Name: r.Name, Language: r.Language, Source: source, Expected: r.Expected,
		}
		if err := s.insertResult(ctx, result); err != nil {
			return nil, err
		}
		if err := s.askForJudging(ctx, v, result, priority, ""); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// askForJudging puts the request into the outbox. Asked again it is another message, and the same subject: what is judged stays one.
func (s *Service) askForJudging(ctx context.Context, v *Verification, r *Result, priority int, again string) error {
	request := execution.JudgingRequest{
		Organization: v.Organization,
		Subject:      subjectOf(r),
		Scope:        string(v.Problem), // its references share a cache, and nobody else's programs are in it
		Language:     r.Language,
		Files:        []execution.SourceFile{{Digest: r.Source}}, // the language names a single file
		Plan:         v.Plan,
		Priority:     priority,
		RequestID:    httpx.RequestID(ctx),
	}
	id := fmt.Sprintf("judging-%s-%s-%d%s", request.Subject.Kind, request.Subject.ID, request.Subject.Round, again)
	return s.announce(ctx, execution.SubjectJudgingRequested, id, request)
}

// judged takes the result of one reference solution. Taken twice, it changes nothing the second time.
func (s *Service) judged(ctx context.Context, j execution.Judgement) error {
	if j.Subject.Kind != execution.SubjectKindReference {
		return nil
	}
	if j.Cancelled {
		j.Outcome = judge.Outcome{Verdict: judge.JudgingError, Detail: "the judging was cancelled: verify again"}
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		r, err := s.getResult(ctx, j.Organization, j.Subject.ID)
		if err != nil {
			return missingIsFine(err) // its problem was deleted
		}
		r.Verdict, r.Agrees = j.Outcome.Verdict, j.Outcome.Verdict.Meets(r.Expected)
		r.WorstCPUMs, r.MemoryKb, r.Judgement = j.Outcome.CPUTimeMs, j.Outcome.MemoryKb, j.ID
		r.Detail, r.Decided.V = explain(j.Outcome), decidedBy(j.Outcome)
		n, err := s.saveResult(ctx, r)
		if err != nil || n == 0 {
			return err
		}
		return s.settle(ctx, r.Verification)
	})
}

// settle ends a verification when its last result is there, and tells whoever watches.
func (s *Service) settle(ctx context.Context, id ids.Verification) error {
	v, err := s.touchVerification(ctx, id) // locks it: results that come at once settle one by one
	if err != nil {
		return err
	}
	results, err := s.Results(ctx, []string{string(id)})
	if err != nil {
		return err
	}
	state := passed
	for _, r := range results {
		switch {
		case r.Verdict == "":
			state = running
		case !r.Agrees && state != running:
			state = Failed
		}
	}
	now := s.now()
	v.State = state
	if v.StartedAt == nil {
		v.StartedAt = &now
	}
	if v.finished() {
		v.FinishedAt = &now
	}
	if err := s.saveVerification(ctx, v); err != nil {
		return err
	}
	if state == passed {
		if err := s.problems.MarkVerified(ctx, v.Problem, v.Revision); err != nil {
			return err
		}
	}
	s.db.AfterCommit(ctx, func() { s.hint(v.ID) })
	return nil
}

// explain says in one sentence what decided the verdict.
func explain(o judge.Outcome) string {
	if o.Detail != "" {
		return o.Detail
	}
	for _, g := range o.Groups {
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
