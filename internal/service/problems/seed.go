package problems

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	execution "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/verification"
)

// Seed brings in the problem packages in the folders of fsys for one organization, verifies and publishes
// each. What is there already is left as it is, so that every start may seed. It needs a worker, and
// waits for it until ctx ends. One package that fails does not keep the others back: ended is told of each, with
// nil for one that is published, and the errors of all are joined.
func (s *Service) Seed(ctx context.Context, org ids.Organization, user ids.User, fsys fs.FS, ended func(slug string, err error)) error {
	ctx = identity.With(ctx, identity.Principal{User: user, Organization: org, Role: identity.Author})
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return fmt.Errorf("read the packages to seed: %w", err)
	}
	var faults []error
	end := func(slug string, err error) {
		if err != nil {
			err = fmt.Errorf("seed %s: %w", slug, err)
			faults = append(faults, err)
		}
		ended(slug, err)
	}
	var waiting []ids.Problem
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		id, err := s.seedOne(ctx, org, fsys, folder.Name())
		if err != nil {
			end(problem.SlugOf(path.Base(folder.Name())), err)
			continue
		}
		waiting = append(waiting, id)
	}
	if err := s.publishAll(ctx, org, waiting, end); err != nil {
		return err
	}
	return errors.Join(faults...)
}

func (s *Service) seedOne(ctx context.Context, org ids.Organization, fsys fs.FS, folder string) (ids.Problem, error) {
	slug := problem.SlugOf(path.Base(folder))
	there, err := s.problems.Named(ctx, org, slug)
	if err != nil {
		return "", err
	}
	if len(there) > 0 {
		return there[0].ID, nil
	}
	sub, err := fs.Sub(fsys, folder)
	if err != nil {
		return "", err
	}
	pack, err := packages.Read(sub, toolchain.Builtin())
	if err != nil {
		return "", err
	}
	id, omitted, err := s.packages.Import(ctx, pack, slug)
	if len(omitted) > 0 {
		s.log.Warn("problems: a seeded package has omissions", "package", folder, "omitted", strings.Join(omitted, "; "))
	}
	return id, err
}

// publishAll asks for the verification of every draft that was never published, and publishes those that pass.
func (s *Service) publishAll(ctx context.Context, org ids.Organization, problems []ids.Problem, end func(slug string, err error)) error {
	var drafts []*problem.Problem
	for _, id := range problems {
		problem, err := s.problems.Get(ctx, org, id)
		if err != nil {
			return err
		}
		if problem.PublishedNumber > 0 {
			end(problem.Slug, nil)
			continue
		}
		if _, err := s.verifications.Start(ctx, id, execution.PrioritySeed); err != nil && !problem.Verified() && errs.Of(err).Code != "verification_running" {
			end(problem.Slug, fmt.Errorf("verify: %w", err))
			continue
		}
		drafts = append(drafts, problem)
	}
	for _, p := range drafts {
		end(p.Slug, s.publishVerified(ctx, org, p.ID))
	}
	return nil
}

// look is how often a verification that is waited for is looked at.
const look = 250 * time.Millisecond

func (s *Service) publishVerified(ctx context.Context, org ids.Organization, id ids.Problem) error {
	tick := time.NewTicker(look)
	defer tick.Stop()
	trimmed := false
	for {
		problem, err := s.problems.Get(ctx, org, id)
		if err != nil {
			return err
		}
		if problem.Verified() {
			_, err := s.versions.Publish(ctx, id)
			return err
		}
		v, err := s.verifications.Last(ctx, org, id)
		if err != nil {
			return err
		}
		if v.State == verification.Failed && trimmed {
			return errors.New(s.disagreements(ctx, v))
		}
		if v.State == verification.Failed {
			trimmed = true
			if err := s.trim(ctx, problem, v); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// trim takes out the references that this host does not judge as labelled, such as those whose compiler does not
// work here, and verifies the rest: a seeded problem is of use as long as two accepted references stand.
func (s *Service) trim(ctx context.Context, problem *problem.Problem, verification *verification.Verification) error {
	s.log.Warn("problems: a seed leaves out reference solutions that this host cannot judge as labelled", "problem", problem.Slug, "left_out", s.disagreements(ctx, verification))
	results, err := s.verifications.Results(ctx, verification.Organization, []string{string(verification.ID)})
	if err != nil {
		return err
	}
	for _, result := range results {
		if result.Agrees {
			continue
		}
		if err := s.references.Delete(ctx, result.Reference); err != nil {
			return err
		}
	}
	_, err = s.verifications.Start(ctx, problem.ID, execution.PrioritySeed)
	return err
}

func (s *Service) disagreements(ctx context.Context, verification *verification.Verification) string {
	results, err := s.verifications.Results(ctx, verification.Organization, []string{string(verification.ID)})
	if err != nil {
		return err.Error()
	}
	var all []string
	for _, r := range results {
		if !r.Agrees {
			all = append(all, disagreement(r))
		}
	}
	return strings.Join(all, "; ")
}

// disagreement is a sentence on one result. Where nothing was judged, there is no verdict to compare: what to do is told.
func disagreement(result verification.Result) string {
	if result.Verdict == judge.JudgingError {
		return fmt.Sprintf("%s was not judged: %s", result.Name, result.Detail)
	}
	said := fmt.Sprintf("%s: expected %s, got %s", result.Name, result.Expected, result.Verdict)
	if result.Detail != "" {
		said += " (" + result.Detail + ")"
	}
	return said
}
