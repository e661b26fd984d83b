package kattis

import (
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// checkFlags refuses flags that the default validator does not have; a validator of the package's own may have any.
func (r *reader) checkFlags(name string, flags []string) error {
	if r.p.Plan.Validator != nil {
		return nil
	}
	if _, err := judge.ParseFlags(flags); err != nil {
		return problem.Fault(name, "%s", err)
	}
	return nil
}

// explicit tells no arguments from arguments that are not set.
func explicit(args []string) []string { return append([]string{}, args...) }

// hoistArgs makes what the output validator is told of data/secret the plan's own, and leaves it to single groups only
// where they say something else than what is around them. The groups come with all that holds for them.
func (r *reader) hoistArgs(secret []string) error {
	plan, common := &r.p.Plan, secret
	if plan.Validator != nil {
		common = plan.Validator.Args
	} else {
		var err error
		if plan.Comparison, err = judge.ParseFlags(secret); err != nil {
			return problem.Fault(secretFolder, "%s", err)
		}
	}
	holds := map[string][]string{"": common}
	for i := range plan.Groups {
		g := &plan.Groups[i]
		around := holds[g.Parent]
		if g.ValidatorArgs == nil || slices.Equal(g.ValidatorArgs, around) {
			g.ValidatorArgs, holds[g.Name] = nil, around
			continue
		}
		holds[g.Name] = g.ValidatorArgs
	}
	return nil
}
