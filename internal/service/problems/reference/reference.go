package reference

import (
	"context"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Reference is a solution whose verdict the author knows: right, wrong or too slow on purpose.
type Reference struct {
	ID           ids.Reference    `db:"id"`
	Organization ids.Organization `db:"organization_id"`
	Problem      ids.Problem      `db:"problem_id"`
	Name         string           `db:"name"`
	Language     string           `db:"language"`
	Source       string           `db:"source"`
	Expected     judge.Verdict    `db:"expected_verdict"`
	Revision     int              `db:"revision"`
}

const (
	maxReferences = 50
	maxSource     = 256 << 10
)

var expectable = []judge.Verdict{
	judge.Accepted, judge.WrongAnswer, judge.TimeLimit, judge.MemoryLimit,
	judge.OutputLimit, judge.RuntimeError, judge.CompileError,
}

func (r *Reference) Check() error {
	var f problem.Faults
	r.Name = strings.TrimSpace(r.Name)
	f.Line("name", r.Name, 1, 100)
	f.Rule(toolchain.Known(r.Language), "language", "there is no language %q: GET /v1/languages lists them", problem.Clip(r.Language))
	f.Rule(strings.TrimSpace(r.Source) != "", "source", "a solution has a source")
	f.Text("source", r.Source, maxSource)
	f.Rule(slices.Contains(expectable, r.Expected), "expectedVerdict", "the expected verdict is one of AC, WA, TLE, MLE, OLE, RTE, CE")
	return f.Err()
}

func (s *Service) create(ctx context.Context, r *Reference) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, r.Problem, func(ctx context.Context, p *problem.Problem) error {
		return s.Add(ctx, p, r)
	})
}

// Add writes a reference solution into a locked draft.
func (s *Service) Add(ctx context.Context, p *problem.Problem, r *Reference) error {
	all, err := s.List(ctx, p.ID)
	if err != nil {
		return err
	}
	if len(all) >= maxReferences {
		return errs.New(errs.Conflict, "too_many_references", "a problem has at most %d reference solutions", maxReferences)
	}
	r.ID, r.Organization, r.Problem, r.Revision = ids.New[ids.Reference](), p.Organization, p.ID, p.Revision
	return problem.NameTaken(s.insertReference(ctx, r), "problem_id_name", "reference solution")
}

func (s *Service) update(ctx context.Context, r *Reference, read int) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := r.Check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, r.Problem, func(ctx context.Context, p *problem.Problem) error {
		r.Revision = p.Revision
		n, err := s.saveReference(ctx, r, read)
		if err == nil && n == 0 {
			return problem.ChangedMeanwhile("reference solution")
		}
		return problem.NameTaken(err, "problem_id_name", "reference solution")
	})
}

func (s *Service) Delete(ctx context.Context, id ids.Reference) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	r, err := s.getReference(ctx, who.Organization, id)
	if err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, r.Problem, func(ctx context.Context, p *problem.Problem) error {
		return s.removeReference(ctx, p.Organization, id)
	})
}

// Copy writes the references of another draft once more, for a problem that has none.
func (s *Service) Copy(ctx context.Context, p *problem.Problem, all []Reference) error {
	for _, r := range all {
		r.ID, r.Problem, r.Revision = ids.New[ids.Reference](), p.ID, p.Revision
		if err := s.insertReference(ctx, &r); err != nil {
			return err
		}
	}
	return nil
}
