package assessments

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// SeedAssessment is one that a demo shows, published, with its invitations.
type SeedAssessment struct {
	Title        string
	Instructions string
	Minutes      int
	Sections     []SeedSection
	Invite       []string      // "Name <address>"
	Taken        []SeedAttempt // of others, who are invited and at work at once
	Pause        time.Duration // of theirs before each edit
	Patience     time.Duration // of theirs with a verdict, and with whatever has no room for them yet
}

// SeedSection names its problems by slug.
type SeedSection struct {
	Title    string
	Problems []string
}

// Seed makes the assessments of an organization that has none, once their problems are published, and answers the
// links it made by address. What is there already is left as it is: then there are no links to answer. A problem of
// which given says that it will not come is left out, with a warning. When it ends, those who take one have done what they do: see
// SeedAttempt.
func (s *Service) Seed(ctx context.Context, organization ids.Organization, user ids.User, all []SeedAssessment, given func(slug string) bool) (map[string]string, error) {
	ctx = identity.With(ctx, identity.Principal{User: user, Organization: organization, Role: identity.Recruiter})
	links := map[string]string{}
	for _, x := range all {
		known, err := db.Select[ids.Assessment](ctx, s.db, `SELECT id FROM assessments WHERE organization_id = $1 AND title = $2`, organization, x.Title)
		if err != nil {
			return nil, err
		}
		if len(known) > 0 {
			continue
		}
		if err := s.seedOne(ctx, organization, x, given, links); err != nil {
			return nil, fmt.Errorf("seed the assessment %q: %w", x.Title, err)
		}
	}
	return links, nil
}

func (s *Service) seedOne(ctx context.Context, organization ids.Organization, x SeedAssessment, given func(slug string) bool, links map[string]string) error {
	a := catalog.Assessment{
		Title: x.Title, Instructions: x.Instructions, TimeLimitMinutes: x.Minutes, Scoring: catalog.Best, Languages: db.JSON[[]string]{V: []string{}},
	}
	for _, y := range x.Sections {
		n, err := s.seedSection(ctx, organization, y, given)
		if err != nil {
			return err
		}
		if len(n.Items) > 0 {
			a.Sections = append(a.Sections, n)
		}
	}
	if len(a.Sections) == 0 {
		return errors.New("none of its problems is published")
	}
	if err := s.catalog.Create(ctx, &a); err != nil {
		return err
	}
	a.State = catalog.Published
	if err := s.catalog.Update(ctx, &a, catalog.Draft, false); err != nil {
		return err
	}
	for _, person := range x.Invite {
		i, err := s.invitations.Invite(ctx, a.ID, person, "")
		if err != nil {
			return err
		}
		links[i.Email] = i.Link
	}
	return s.seedAttempts(ctx, a.ID, x)
}

func (s *Service) seedSection(ctx context.Context, organization ids.Organization, of SeedSection, given func(slug string) bool) (catalog.SectionRow, error) {
	made := catalog.SectionRow{Title: of.Title}
	for _, slug := range of.Problems {
		id, err := s.published(ctx, organization, slug, given)
		if err != nil {
			return made, err
		}
		if id == "" {
			s.log.Warn("assessments: a seed leaves out a problem that is not published", "problem", slug)
			continue
		}
		made.Items = append(made.Items, catalog.ItemRow{Problem: id})
	}
	return made, nil
}

// published waits until the problem is, for another process may be verifying it; "" for one that will not come.
func (s *Service) published(ctx context.Context, organization ids.Organization, slug string, given func(slug string) bool) (id ids.Problem, err error) {
	err = until(ctx, func() (bool, error) {
		answer, err := s.problems.Latest(ctx, problems.LatestRequest{Organization: organization, Slugs: []string{slug}})
		if err == nil && len(answer.Versions) > 0 {
			id = answer.Versions[0].Problem
			return true, nil
		}
		return err == nil && !given(slug), nil
	})
	if err != nil {
		return "", fmt.Errorf("the problem %s is not published: %w", slug, err)
	}
	return id, nil
}

// until looks again and again, ever less often, until it is so.
func until(ctx context.Context, so func() (bool, error)) error {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		if is, err := so(); is || err != nil {
			return err
		}
		if err := rest(ctx, wait); err != nil {
			return err
		}
	}
}

func rest(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
