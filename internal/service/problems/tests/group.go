package tests

import (
	"context"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
)

// Group is tests that earn their points together. Candidates see the tests of a sample group whole and
// of the others only the name and the points.
type Group struct {
	ID           ids.TestGroup         `db:"id"`
	Organization ids.Organization      `db:"organization_id"`
	Problem      ids.Problem           `db:"problem_id"`
	Parent       ids.TestGroup         `db:"parent_id"` // the group it is in
	Name         string                `db:"name"`
	Sample       bool                  `db:"sample"`
	Points       float64               `db:"points"`
	Position     int                   `db:"position"`
	Revision     int                   `db:"revision"` // the draft's, when it was last changed
	Judging      db.JSON[GroupJudging] `db:"judging"`
}

const maxGroups = 100

func (group *Group) check() error {
	var f problem.Faults
	group.Name = strings.TrimSpace(group.Name)
	f.Line("name", group.Name, 1, 100)
	f.Rule(group.Points >= 0 && group.Points <= 100_000, "points", "points are between 0 and 100000")
	switch group.Judging.V.Aggregation {
	case judge.AllOrNothing, judge.Sum, judge.Min, judge.Max:
	default:
		f.Add("aggregation", "the points of a group come all together, as the sum, as the least or as the most")
	}
	f.Rule(group.Position >= 0 && group.Position <= 1_000_000, "position", "a position is between 0 and 1000000")
	return f.Err()
}

// createGroup adds a group to a draft; without a position it comes last.
func (s *Service) createGroup(ctx context.Context, group *Group, last bool) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := group.check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, group.Problem, func(ctx context.Context, p *problem.Problem) error {
		n, next, err := s.countGroups(ctx, p.Organization, p.ID)
		if err != nil {
			return err
		}
		if n >= maxGroups {
			return errs.New(errs.Conflict, "too_many_groups", "a problem has at most %d test groups", maxGroups)
		}
		if last {
			group.Position = next
		}
		group.ID, group.Organization, group.Revision = ids.New[ids.TestGroup](), p.Organization, p.Revision
		if err := s.checkPlace(ctx, group); err != nil {
			return err
		}
		return problem.NameTaken(s.insertGroup(ctx, group), "problem_id_name", "test group")
	})
}

func (s *Service) updateGroup(ctx context.Context, group *Group, read int) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	if err := group.check(); err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, group.Problem, func(ctx context.Context, p *problem.Problem) error {
		group.Revision = p.Revision
		if err := s.checkPlace(ctx, group); err != nil {
			return err
		}
		n, err := s.saveGroup(ctx, group, read)
		if err == nil && n == 0 {
			return problem.ChangedMeanwhile("test group")
		}
		return problem.NameTaken(err, "problem_id_name", "test group")
	})
}

func (s *Service) deleteGroup(ctx context.Context, id ids.TestGroup) error {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return err
	}
	group, err := s.getGroup(ctx, who.Organization, id)
	if err != nil {
		return err
	}
	return s.problems.Change(ctx, who.Organization, group.Problem, func(ctx context.Context, problem *problem.Problem) error {
		if err := s.inUse(ctx, group); err != nil {
			return err
		}
		if err := s.removeGroup(ctx, problem.Organization, id); err != nil {
			return err
		}
		return s.space.Settle(ctx, problem.Organization, problem.ID)
	})
}
