package problems

import (
	"context"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// restore makes the draft what a version of it was: statement, settings, groups and tests. The slug and the reference
// solutions, which no version holds, stay as they are.
func (s *Service) restore(ctx context.Context, id ids.ProblemVersion) (*Problem, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return nil, err
	}
	found, err := s.getVersions(ctx, who.Organization, []string{string(id)})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errs.Missing("problem version", string(id)).At("/data/relationships/version")
	}
	v := &found[0]
	plan, err := s.planOf(ctx, v)
	if err != nil {
		return nil, err
	}
	kept, err := s.headsOf(ctx, v.Problem, plan)
	if err != nil {
		return nil, err
	}
	err = s.changing(ctx, who.Organization, v.Problem, func(ctx context.Context, p *Problem) error {
		v.layOver(p, plan)
		if _, err := s.saveProblem(ctx, p, p.Revision); err != nil {
			return problemTaken(err)
		}
		if err := s.removeGroups(ctx, p.ID); err != nil {
			return err
		}
		return s.importGroups(ctx, p, plan.Groups, kept, v.explanations())
	})
	if err != nil {
		return nil, err
	}
	return s.getProblem(ctx, who.Organization, v.Problem)
}

// planOf reads how a version is judged.
func (s *Service) planOf(ctx context.Context, v *Version) (judge.Plan, error) {
	body, err := blob.GetBytes(ctx, s.blobs, v.Plan, maxTestDocument)
	if err != nil {
		return judge.Plan{}, err
	}
	return judge.ParsePlan(body)
}

// layOver writes what the version says of the problem itself over its draft.
func (v *Version) layOver(p *Problem, plan judge.Plan) {
	c, l := v.Content.V, plan.Limits
	p.Title, p.Difficulty, p.Tags, p.Statement = v.Title, c.Difficulty, c.Tags, c.Statement
	p.Languages.V, p.Starters.V = c.Languages, c.Starters
	p.CPUTimeMs, p.MemoryKb, p.OutputKb, p.LanguageFactors = c.Limits.CPUTimeMs, c.Limits.MemoryKb, c.Limits.OutputKb, l.LanguageFactors
	p.Comparison.V = comparisonOf(plan.Comparison)
	p.Judging.V = ProblemJudging{Validator: plan.Validator, Static: plan.Static, Include: plan.Include, Languages: l.Languages, Ruling: plan.Ruling}
}

// explanations are those of the samples, by name.
func (v *Version) explanations() map[string]string {
	all := map[string]string{}
	for _, sample := range v.Content.V.Samples {
		all[sample.Name] = sample.Explanation
	}
	return all
}

// headsOf are the sizes and beginnings of a plan's inputs and answers: from the draft's tests where it still has them.
func (s *Service) headsOf(ctx context.Context, id ids.Problem, plan judge.Plan) (map[string]file, error) {
	tests, err := s.testsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	kept := map[string]file{}
	for _, t := range tests {
		kept[string(t.InputDigest)] = file{t.InputBytes, t.InputHead}
		kept[string(t.AnswerDigest)] = file{t.AnswerBytes, t.AnswerHead}
	}
	for _, g := range plan.Groups {
		for _, t := range g.Tests {
			for _, digest := range []string{t.Input, t.Answer} {
				if _, is := kept[digest]; is {
					continue
				}
				if kept[digest], err = s.headOf(ctx, blob.Digest(digest)); err != nil {
					return nil, err
				}
			}
		}
	}
	return kept, nil
}

func (s *Service) headOf(ctx context.Context, digest blob.Digest) (file, error) {
	r, err := s.blobs.Get(ctx, digest)
	if err != nil {
		return file{}, err
	}
	defer r.Close() //nolint:errcheck // read only
	begin := &beginning{}
	n, err := io.Copy(begin, r)
	return file{n, head(begin.data)}, err
}
