package assessments

import (
	"context"
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// SeedAssessment is one that a demo shows, published, with its invitations.
type SeedAssessment struct {
	Title        string
	Instructions string
	Minutes      int
	Sections     []SeedSection
	Invite       []string // "Name <address>"
}

// SeedSection names its problems by slug.
type SeedSection struct {
	Title    string
	Problems []string
}

// Seed makes the assessments of an organization that has none, once their problems are published, and answers the
// links it made by address. What is there already is left as it is: then there are no links to answer.
func (s *Service) Seed(ctx context.Context, organization ids.Organization, user ids.User, all []SeedAssessment) (map[string]string, error) {
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
		if err := s.seedOne(ctx, organization, x, links); err != nil {
			return nil, fmt.Errorf("seed the assessment %q: %w", x.Title, err)
		}
	}
	return links, nil
}

func (s *Service) seedOne(ctx context.Context, organization ids.Organization, x SeedAssessment, links map[string]string) error {
	a := assessment{
		Title: x.Title, Instructions: x.Instructions, TimeLimitMinutes: x.Minutes, Scoring: scoringBest, Languages: db.JSON[[]string]{V: []string{}},
	}
	for _, y := range x.Sections {
		n := section{Title: y.Title}
		for _, slug := range y.Problems {
			id, err := s.published(ctx, organization, slug)
			if err != nil {
				return err
			}
			n.Items = append(n.Items, item{Problem: id})
		}
		a.Sections = append(a.Sections, n)
	}
	if err := s.createAssessment(ctx, &a); err != nil {
		return err
	}
	a.State = statePublished
	if err := s.updateAssessment(ctx, &a, stateDraft, false); err != nil {
		return err
	}
	for _, person := range x.Invite {
		i, err := s.invite(ctx, a.ID, person, "")
		if err != nil {
			return err
		}
		links[i.Email] = i.Link
	}
	return nil
}

// published waits until the problem is: another process may be verifying it.
func (s *Service) published(ctx context.Context, organization ids.Organization, slug string) (ids.Problem, error) {
	for wait := 50 * time.Millisecond; ; wait = min(2*wait, time.Second) {
		answer, err := s.problems.Latest(ctx, problems.LatestRequest{Organization: organization, Slugs: []string{slug}})
		if err == nil && len(answer.Versions) > 0 {
			return answer.Versions[0].Problem, nil
		}
		select {
		case <-ctx.Done():
			return "", fmt.Errorf("the problem %s is not published: %w", slug, ctx.Err())
		case <-time.After(wait):
		}
	}
}
