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

// Check puts a reference solution into its normal form and names every rule it breaks.
func (reference *Reference) Check() error {
	var f problem.Faults
	reference.Name = strings.TrimSpace(reference.Name)
	f.Line("name", reference.Name, 1, 100)
	f.Rule(toolchain.Known(reference.Language), "language", "there is no language %q: GET /v1/languages lists them", problem.Clip(reference.Language))
	f.Rule(strings.TrimSpace(reference.Source) != "", "source", "a solution has a source")
	f.Text("source", reference.Source, maxSource)
	f.Rule(slices.Contains(expectable, reference.Expected), "expectedVerdict", "the expected verdict is one of AC, WA, TLE, MLE, OLE, RTE, CE")
	return f.Err()
}

func (s *Service) create(ctx context.Context, reference *Reference) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := reference.Check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, reference.Problem, func(ctx context.Context, p *problem.Problem) error {
		return s.Add(ctx, p, reference)
	})
}

// Add writes a reference solution into a locked draft.
func (s *Service) Add(ctx context.Context, p *problem.Problem, reference *Reference) error {
	all, err := s.List(ctx, p.Organization, p.ID)
	if err != nil {
		return err
	}
	if len(all) >= maxReferences {
		return errs.New(errs.Conflict, "too_many_references", "a problem has at most %d reference solutions", maxReferences)
	}
	reference.ID, reference.Organization, reference.Problem, reference.Revision = ids.New[ids.Reference](), p.Organization, p.ID, p.Revision
	return problem.NameTaken(s.insertReference(ctx, reference), "problem_id_name", "reference solution")
}

func (s *Service) update(ctx context.Context, reference *Reference, read int) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := reference.Check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, reference.Problem, func(ctx context.Context, p *problem.Problem) error {
		reference.Revision = p.Revision
		n, err := s.saveReference(ctx, reference, read)
		if err == nil && n == 0 {
			return problem.ChangedMeanwhile("reference solution")
		}
		return problem.NameTaken(err, "problem_id_name", "reference solution")
	})
}

// Delete takes a reference solution out of its draft.
func (s *Service) Delete(ctx context.Context, id ids.Reference) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	reference, err := s.getReference(ctx, who.Organization, id)
	if err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, reference.Problem, func(ctx context.Context, p *problem.Problem) error {
		return s.removeReference(ctx, p.Organization, id)
	})
}

// Copy writes the references of another draft once more, for a problem that has none.
func (s *Service) Copy(ctx context.Context, problem *problem.Problem, all []Reference) error {
	for _, reference := range all {
		reference.ID, reference.Problem, reference.Revision = ids.New[ids.Reference](), problem.ID, problem.Revision
		if err := s.insertReference(ctx, &reference); err != nil {
			return err
		}
	}
	return nil
}
