package draft

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// copyDraft makes a draft of its own of another's: with its groups, tests and reference solutions, and without its
// versions. Without a title it has the original's, and which copy it is.
func (s *Service) copyDraft(ctx context.Context, original ids.Problem, title string) (*problem.Problem, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	var made ids.Problem
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		problem, err := s.problems.Lock(ctx, who.Organization, original)
		if errs.Is(err, errs.NotFound) {
			return errs.Missing("problem", string(original)).At("/data/relationships/problem")
		}
		if err != nil {
			return err
		}
		draft, err := s.Load(ctx, problem)
		if err != nil {
			return err
		}
		if err := s.problems.InsertCopy(ctx, problem, who.User, title); err != nil {
			return err
		}
		made = problem.ID
		if err := s.tests.Copy(ctx, problem, draft.Groups, draft.Tests); err != nil {
			return err
		}
		return s.references.Copy(ctx, problem, draft.References)
	})
	if err != nil {
		return nil, err
	}
	return s.problems.Get(ctx, who.Organization, made)
}
