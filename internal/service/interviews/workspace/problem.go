package workspace

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// Problem is one that interviewers have chosen for an interview.
type Problem struct {
	ID           ids.InterviewProblem `db:"id"`
	Organization ids.Organization     `db:"organization_id"`
	Interview    ids.Interview        `db:"interview_id"`
	Problem      ids.Problem          `db:"problem_id"`
	Pinned       ids.ProblemVersion   `db:"version_id"` // empty until it is shown for the first time
	Shown        bool                 `db:"shown"`
	Position     int                  `db:"position"`
	Revision     int                  `db:"revision"`
	CreatedAt    time.Time            `db:"created_at"`
	Version      problems.Version     `db:"-"` // the pinned one, else the newest; zero when there is none any more
}

const (
	problemColumns = `id, organization_id, interview_id, problem_id, version_id, shown, position, revision, created_at`
	maxProblems    = 20
)

// Choose adds a problem to an interview: members do, who know what problems there are. It is shown with a later step.
func (s *Service) Choose(ctx context.Context, chosen *Problem) error {
	if _, err := identity.Require(ctx, identity.InterviewsHold); err != nil {
		return err
	}
	at, err := s.holds(ctx, chosen.Interview)
	if err != nil {
		return err
	}
	chosen.ID, chosen.Organization, chosen.Revision, chosen.CreatedAt = ids.New[ids.InterviewProblem](), at.Interview.Organization, 1, s.schedule.Now()
	if err := s.latest(ctx, chosen); err != nil {
		return err
	}
	show := chosen.Shown
	chosen.Shown = false
	return s.db.InTx(ctx, func(ctx context.Context) error {
		all, err := s.selectProblems(ctx, OfOne(at.Interview.Organization, at.Interview.ID), arranged, maxProblems)
		if err != nil {
			return err
		}
		if len(all) >= maxProblems {
			return errs.New(errs.Conflict, "problems_too_many", "an interview has at most %d problems: take one away first", maxProblems)
		}
		_, err = db.Exec(ctx, s.db, `INSERT INTO interview_problems (`+problemColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			chosen.ID, chosen.Organization, chosen.Interview, chosen.Problem, chosen.Pinned, chosen.Shown, chosen.Position, chosen.Revision, chosen.CreatedAt)
		if _, taken := db.Taken(err); taken {
			return errs.New(errs.Conflict, "problem_chosen", "this interview has the problem already").At("/data/attributes/problemId")
		}
		if err != nil {
			return err
		}
		s.db.AfterCommit(ctx, func() { s.tell(ctx, chosen.Interview) })
		if !show {
			return nil
		}
		return s.display(ctx, at, chosen, true)
	})
}

// latest finds the newest published version of a problem.
func (s *Service) latest(ctx context.Context, p *Problem) error {
	answer, err := s.problems.Latest(ctx, problems.LatestRequest{Organization: p.Organization, Problems: []ids.Problem{p.Problem}})
	if err == nil && len(answer.Versions) == 0 {
		err = errs.New(errs.Invalid, "problem_unpublished", "there is no published problem with this id: publish it first").At("/data/attributes/problemId")
	}
	if err == nil {
		p.Version = answer.Versions[0]
	}
	return err
}

// ChangeProblem moves a problem, shows it, or hides it again, for the revision that was read.
func (s *Service) ChangeProblem(ctx context.Context, id ids.InterviewProblem, revision, position int, shown bool) (Problem, error) {
	p, at, err := s.heldProblem(ctx, id)
	if err != nil {
		return p, err
	}
	if shown && p.Pinned == "" {
		if err := s.latest(ctx, &p); err != nil {
			return p, err
		}
	}
	before := p.Shown
	p.Position, p.Revision = position, revision
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if shown != before {
			return s.display(ctx, at, &p, shown)
		}
		s.db.AfterCommit(ctx, func() { s.tell(ctx, p.Interview) })
		return s.storeProblem(ctx, &p)
	})
	return p, err
}

// display shows or hides a problem, in the transaction of ctx. The first time pins its version.
func (s *Service) display(ctx context.Context, at Seat, p *Problem, shown bool) error {
	if p.Shown = shown; shown && p.Pinned == "" {
		p.Pinned = p.Version.ID
	}
	if err := s.storeProblem(ctx, p); err != nil {
		return err
	}
	return s.Record(ctx, at.Entry("problem", string(p.ID), map[string]any{"shown": shown, "title": p.Version.Title, "versionId": p.Pinned}))
}

func (s *Service) storeProblem(ctx context.Context, p *Problem) error {
	revision, err := db.WriteOne[int](ctx, s.db, `UPDATE interview_problems SET version_id = $1, shown = $2, position = $3, revision = revision + 1
		WHERE organization_id = $4 AND id = $5 AND revision = $6 RETURNING revision`, p.Pinned, p.Shown, p.Position, p.Organization, p.ID, p.Revision)
	if errors.Is(err, db.ErrNoRows) {
		return errs.New(errs.Precondition, "version_conflict", "another interviewer has changed this problem: look again")
	}
	p.Revision = revision
	return err
}

// RemoveProblem takes a problem away, as members do who can choose it again; from who sees it, too.
func (s *Service) RemoveProblem(ctx context.Context, id ids.InterviewProblem) error {
	if _, err := identity.Require(ctx, identity.InterviewsHold); err != nil {
		return err
	}
	p, at, err := s.heldProblem(ctx, id)
	if err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if p.Shown {
			if err := s.display(ctx, at, &p, false); err != nil {
				return err
			}
		}
		s.db.AfterCommit(ctx, func() { s.tell(ctx, p.Interview) })
		_, err := db.Exec(ctx, s.db, `DELETE FROM interview_problems WHERE organization_id = $1 AND id = $2`, p.Organization, id)
		return err
	})
}

// heldProblem is one of an interview that who asks holds.
func (s *Service) heldProblem(ctx context.Context, id ids.InterviewProblem) (p Problem, at Seat, err error) {
	all, err := s.visibleProblems(ctx, []ids.InterviewProblem{id})
	if err == nil && len(all) == 0 {
		err = errs.Missing("problem", string(id))
	}
	if err != nil {
		return p, at, err
	}
	at, err = s.holds(ctx, all[0].Interview)
	return all[0], at, err
}

// visibleProblems are those of the ids that who asks may see, with what is in them.
func (s *Service) visibleProblems(ctx context.Context, wanted []ids.InterviewProblem) ([]Problem, error) {
	all, err := s.selectProblems(ctx, db.In(db.Where("organization_id = ?", identity.From(ctx).Organization), "id", wanted), arranged, len(wanted))
	if err != nil {
		return nil, err
	}
	visible, err := seen(ctx, s, all, func(p Problem) ids.Interview { return p.Interview }, Seat.sees)
	if err != nil {
		return nil, err
	}
	return visible, s.fill(ctx, visible)
}

// sees reports whether they may see a problem.
func (at Seat) sees(p Problem) bool { return at.Interviewers() || p.Shown }

// seen are those of the rows that who asks may see: of interviews that are there for them, and shown to them there.
func seen[T any](ctx context.Context, s *Service, all []T, of func(T) ids.Interview, shown func(Seat, T) bool) ([]T, error) {
	var visible []T
	seats := map[ids.Interview]*Seat{}
	for _, row := range all {
		id := of(row)
		if _, asked := seats[id]; !asked {
			at, err := s.Sit(ctx, id)
			if err != nil && !errs.Is(err, errs.NotFound) {
				return nil, err
			}
			if seats[id] = nil; err == nil {
				seats[id] = &at
			}
		}
		if at := seats[id]; at != nil && shown(*at, row) {
			visible = append(visible, row)
		}
	}
	return visible, nil
}

// fill reads what is in problems of one organization.
func (s *Service) fill(ctx context.Context, all []Problem) error {
	pinned, newest := problems.VersionsRequest{}, problems.LatestRequest{}
	for _, p := range all {
		pinned.Organization, newest.Organization = p.Organization, p.Organization
		if p.Pinned != "" {
			pinned.Versions = append(pinned.Versions, p.Pinned)
		} else {
			newest.Problems = append(newest.Problems, p.Problem)
		}
	}
	var found []problems.Version
	if len(pinned.Versions) > 0 {
		answer, err := s.problems.Versions(ctx, pinned)
		if err != nil {
			return err
		}
		found = answer.Versions
	}
	if len(newest.Problems) > 0 {
		answer, err := s.problems.Latest(ctx, newest)
		if err != nil {
			return err
		}
		found = append(found, answer.Versions...)
	}
	for i, p := range all {
		for _, v := range found {
			if p.Pinned == v.ID || p.Pinned == "" && p.Problem == v.Problem {
				all[i].Version = v
			}
		}
	}
	return nil
}

var arranged = []db.Key{{Column: "position"}, {Column: "id"}}

// any organization: who reads has begun the conditions with that of who asks, or of an interview (OfOne).
func (s *Service) selectProblems(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Problem, error) {
	return db.Select[Problem](ctx, s.db, `SELECT `+problemColumns+` FROM interview_problems`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
}

// shown narrows problems to those of an interview that who sits there sees.
func (at Seat) shown() *db.Conditions {
	where := OfOne(at.Interview.Organization, at.Interview.ID)
	if !at.Interviewers() {
		where = where.And("shown = ?", true)
	}
	return where
}

// problemsOf are those of an interview that who sits there sees, in their order, without what is in them.
func (s *Service) problemsOf(ctx context.Context, at Seat) ([]Problem, error) {
	return s.selectProblems(ctx, at.shown(), arranged, maxProblems)
}

// shownProblem is one that who sits there sees, with what is in it.
func (s *Service) shownProblem(ctx context.Context, at Seat, id string) (Problem, error) {
	all, err := s.selectProblems(ctx, at.shown().And("id = ?", id), nil, 1)
	if err == nil && len(all) == 0 {
		err = errs.Missing("problem", id)
	}
	if err != nil {
		return Problem{}, err
	}
	return all[0], s.fill(ctx, all)
}
