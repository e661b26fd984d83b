package catalog

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// States of an assessment: draft → published → closed. Only a draft's sections can change; only a published one
// takes invitations and attempts; closing stops new attempts and lets running ones end.
const (
	Draft     = "draft"
	Published = "published"
	Closed    = "closed"
)

// Which submission of an answer counts.
const (
	Best = "best"
	Last = "last"
)

// Assessment is one row with its sections.
type Assessment struct {
	ID               ids.Assessment    `db:"id"`
	Organization     ids.Organization  `db:"organization_id"`
	Title            string            `db:"title"`
	Instructions     string            `db:"instructions"`
	TimeLimitMinutes int               `db:"time_limit_minutes"`
	OpensAt          *time.Time        `db:"opens_at"`
	ClosesAt         *time.Time        `db:"closes_at"`
	Scoring          string            `db:"scoring"`
	Languages        db.JSON[[]string] `db:"languages"`
	State            string            `db:"state"`
	Archived         bool              `db:"archived"` // out of the way, and nothing else
	Revision         int               `db:"revision"`
	CreatedBy        ids.User          `db:"created_by"`
	CreatedAt        time.Time         `db:"created_at"`
	UpdatedAt        time.Time         `db:"updated_at"`
	PreviewOf        ids.Assessment    `db:"preview_of"` // empty, but for a preview's copy: then the original
	Sections         []SectionRow      `db:"-"`
}

// SectionRow is a titled run of problems, as it is stored.
type SectionRow struct {
	ID       ids.Section `db:"id"`
	Position int         `db:"position"`
	Title    string      `db:"title"`
	Items    []ItemRow   `db:"-"`
}

// ItemRow is a problem in its place, as it is stored.
type ItemRow struct {
	ID        ids.Item           `db:"id"`
	Section   ids.Section        `db:"section_id"`
	Position  int                `db:"position"`
	Problem   ids.Problem        `db:"problem_id"`
	Version   ids.ProblemVersion `db:"problem_version_id"`
	OwnPoints *float64           `db:"own_points"` // nil: the problem's maximum score
}

// People are how far those invited to an assessment have come.
type People struct {
	Assessment ids.Assessment `db:"assessment_id"`
	Invited    int            `db:"invited"`
	Started    int            `db:"started"`
	Finished   int            `db:"finished"`
}

// Items of all sections, in order.
func (assessment Assessment) Items() (all []ItemRow) {
	for _, s := range assessment.Sections {
		all = append(all, s.Items...)
	}
	return all
}

var ErrClosed = errs.New(errs.Conflict, "assessment_closed", "this assessment is not open: ask whoever invited you")

// Open answers why no attempt may begin at the time, or nil.
func (assessment Assessment) Open(at time.Time) error {
	switch {
	case assessment.State != Published:
		return ErrClosed
	case assessment.OpensAt != nil && at.Before(*assessment.OpensAt):
		return errs.New(errs.Conflict, "assessment_not_open_yet", "this assessment opens at %s", assessment.OpensAt.Format(time.RFC1123))
	case assessment.ClosesAt != nil && !at.Before(*assessment.ClosesAt):
		return errs.New(errs.Conflict, "assessment_closed", "this assessment closed at %s", assessment.ClosesAt.Format(time.RFC1123))
	}
	return nil
}

// Create makes a draft.
func (s *Service) Create(ctx context.Context, assessment *Assessment) error {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return err
	}
	assessment.ID, assessment.Organization, assessment.CreatedBy = ids.New[ids.Assessment](), p.Organization, p.User
	assessment.State, assessment.Revision, assessment.CreatedAt, assessment.UpdatedAt = Draft, 1, s.now(), s.now()
	if err := s.check(ctx, assessment); err != nil {
		return err
	}
	return s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.insert(ctx, *assessment); err != nil {
			return err
		}
		return s.replaceSections(ctx, assessment)
	})
}

func (s *Service) readable(ctx context.Context, wanted []ids.Assessment) ([]Assessment, error) {
	p, err := identity.Require(ctx, identity.AssessmentsRead)
	if err != nil {
		return nil, err
	}
	return s.ByIDs(ctx, p.Organization, wanted)
}

// Get is one of them for the use cases; NotFound for another organization's.
func (s *Service) Get(ctx context.Context, organization ids.Organization, id ids.Assessment) (Assessment, error) {
	all, err := s.ByIDs(ctx, organization, []ids.Assessment{id})
	if err != nil {
		return Assessment{}, err
	}
	if len(all) == 0 {
		return Assessment{}, errs.Missing("assessment", string(id))
	}
	return all[0], nil
}

// Update stores an assessment as it was read at its revision; sections says whether they were sent.
func (s *Service) Update(ctx context.Context, assessment *Assessment, before string, sections bool) error {
	if _, err := identity.Require(ctx, identity.AssessmentsWrite); err != nil {
		return err
	}
	if err := transition(before, assessment.State); err != nil {
		return err
	}
	if before != Draft && sections {
		return errs.New(errs.Conflict, "sections_frozen", "a published assessment keeps its problems: make a copy to change them").At("/data/attributes/sections")
	}
	if err := s.check(ctx, assessment); err != nil {
		return err
	}
	pinned, err := s.pin(ctx, assessment, before)
	if err != nil {
		return err
	}
	assessment.UpdatedAt = s.now()
	outside := ctx
	return s.db.InTx(ctx, func(ctx context.Context) error {
		err := s.store(ctx, assessment)
		if errors.Is(err, db.ErrNoRows) {
			return errs.New(errs.Precondition, "version_conflict", "somebody else changed this assessment: load it again")
		}
		if err != nil {
			return err
		}
		if before == Draft {
			if err := s.replaceSections(ctx, assessment); err != nil {
				return err
			}
		}
		if before == Published {
			s.db.AfterCommit(ctx, func() { s.changed(context.WithoutCancel(outside), assessment.ID) })
		}
		return s.insertPinned(ctx, assessment.Organization, pinned)
	})
}

func transition(from, to string) error {
	switch from + " " + to {
	case "draft draft", "published published", "closed closed", "draft published", "published closed", "closed published":
		return nil
	}
	return errs.New(errs.Conflict, "state_impossible", "an assessment that is %s cannot become %s", from, to).At("/data/attributes/state")
}

// pin fills in the newest version of each problem when a draft is published.
func (s *Service) pin(ctx context.Context, assessment *Assessment, before string) ([]problems.Version, error) {
	if before != Draft || assessment.State != Published {
		return nil, nil
	}
	if len(assessment.Items()) == 0 {
		return nil, errs.New(errs.Conflict, "assessment_empty", "add at least one problem before publishing").At("/data/attributes/sections")
	}
	latest, err := s.latest(ctx, assessment)
	if err != nil {
		return nil, err
	}
	var pinned []problems.Version
	for i := range assessment.Sections {
		for j := range assessment.Sections[i].Items {
			v := latest[assessment.Sections[i].Items[j].Problem]
			assessment.Sections[i].Items[j].Version = v.ID
			pinned = append(pinned, v)
		}
	}
	return pinned, nil
}

// latest is the newest published version of each of the assessment's problems; Invalid names one that has none.
func (s *Service) latest(ctx context.Context, assessment *Assessment) (map[ids.Problem]problems.Version, error) {
	request := problems.LatestRequest{Organization: assessment.Organization}
	for _, i := range assessment.Items() {
		request.Problems = append(request.Problems, i.Problem)
	}
	found := map[ids.Problem]problems.Version{}
	if len(request.Problems) == 0 {
		return found, nil
	}
	answer, err := s.problems.Latest(ctx, request)
	if err != nil {
		return nil, err
	}
	for _, v := range answer.Versions {
		found[v.Problem] = v
	}
	for i, x := range assessment.Sections {
		for j, y := range x.Items {
			if _, ok := found[y.Problem]; !ok {
				return nil, errs.New(errs.Invalid, "problem_not_published", "there is no published problem %q here", y.Problem).
					At(pointerTo("sections", i, "items", j, "problemId"))
			}
		}
	}
	return found, nil
}

// check holds an assessment against the rules that no struct tag can say.
func (s *Service) check(ctx context.Context, assessment *Assessment) error {
	var all []error
	if strings.TrimSpace(assessment.Title) == "" {
		all = append(all, errs.New(errs.Invalid, "title_empty", "give the assessment a title").At("/data/attributes/title"))
	}
	if assessment.OpensAt != nil && assessment.ClosesAt != nil && !assessment.OpensAt.Before(*assessment.ClosesAt) {
		all = append(all, errs.New(errs.Invalid, "window_empty", "it must close after it opens").At("/data/attributes/closesAt"))
	}
	for i, language := range assessment.Languages.V {
		if !toolchain.Known(language) {
			all = append(all, toolchain.NotListed(language).At(fmt.Sprintf("/data/attributes/languages/%d", i)))
		}
	}
	seen := map[ids.Problem]bool{}
	for i, x := range assessment.Sections {
		for j, item := range x.Items {
			if seen[item.Problem] {
				all = append(all, errs.New(errs.Invalid, "problem_repeated", "this problem is in the assessment already").
					At(pointerTo("sections", i, "items", j, "problemId")))
			}
			seen[item.Problem] = true
			all = append(all, checkPoints(item.OwnPoints, pointerTo("sections", i, "items", j, "ownPoints")))
		}
	}
	if err := errors.Join(all...); err != nil || assessment.State != Draft {
		return err
	}
	_, err := s.latest(ctx, assessment)
	return err
}

// Invites answers why nobody may be invited to it at the time, or nil.
func (assessment Assessment) Invites(at time.Time) error {
	if assessment.State != Published {
		return errs.New(errs.Conflict, "assessment_not_published", "publish the assessment before inviting people to it")
	}
	if assessment.ClosesAt != nil && !at.Before(*assessment.ClosesAt) {
		return errs.New(errs.Conflict, "assessment_closed", "the assessment closed at %s: change its window first", assessment.ClosesAt.Format(time.RFC1123))
	}
	return nil
}

// Clip shortens a text to so many characters, and shows that it did.
func Clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// Delete deletes one that nobody has started, with its invitations: their links open nothing any more.
func (s *Service) Delete(ctx context.Context, id ids.Assessment) error {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return err
	}
	if _, err := s.Get(ctx, p.Organization, id); err != nil {
		return err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.forget(ctx, p.Organization, id); err != nil {
			return err
		}
		return s.Erase(ctx, p.Organization, id)
	})
	if errors.Is(err, db.ErrReference) {
		return errs.New(errs.Conflict, "assessment_in_use", "somebody was invited to this assessment just now: load it again")
	}
	return err
}
