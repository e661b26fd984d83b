package version

import (
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/problems/draft"
	"github.com/codecraft-hq/codecraft/internal/service/problems/tests"
)

// maxSamples bounds what all samples of a version hold together, since every page of a candidate carries them.
const maxSamples = 256 << 10

// contentOf is all of the draft that a candidate may see.
func contentOf(draft *draft.Draft, number int, plan blob.Digest) (contract.Version, error) {
	problem := draft.Problem
	v := contract.Version{
		ID: ids.New[ids.ProblemVersion](), Problem: problem.ID, Number: number, Title: problem.Title, Difficulty: problem.Difficulty,
		Tags: problem.Tags, Statement: problem.Statement, Languages: problem.Languages.V, Starters: problem.Starters.V, Plan: plan, Points: problem.Points,
		Limits:  contract.Limits{CPUTimeMs: problem.CPUTimeMs, MemoryKb: problem.MemoryKb, OutputKb: problem.OutputKb},
		Samples: []contract.Sample{}, Groups: []contract.Group{},
	}
	var size int64
	for _, group := range draft.Groups {
		if !group.Sample {
			if group.Parent != "" {
				continue // its points are those of the group it is in
			}
			v.Groups = append(v.Groups, contract.Group{Name: group.Name, Points: group.Points})
			continue
		}
		for _, test := range draft.Tests[group.ID] {
			if test.Judging.V.Static {
				continue // there is nothing to see
			}
			size += test.InputBytes + test.AnswerBytes
			if test.Truncated() || size > maxSamples {
				return v, errs.New(errs.Conflict, "samples_too_large",
					"candidates see samples whole, so all of them together hold at most %d KiB and each input and answer at most %d: move %q to a hidden group",
					maxSamples>>10, tests.HeadBytes>>10, test.Name)
			}
			v.Samples = append(v.Samples, contract.Sample{Group: group.Name, Name: test.Name, Input: test.InputHead, Answer: test.AnswerHead, Explanation: test.Explanation})
		}
	}
	return v, nil
}

// publishable names the first rule for publishing that the draft breaks.
func publishable(draft *draft.Draft) error {
	problem := draft.Problem
	refuse := func(code, detail string, args ...any) error { return errs.New(errs.Conflict, code, detail, args...) }
	var samples, hidden, accepted int
	for _, group := range draft.Groups {
		if group.Sample {
			samples += len(draft.Tests[group.ID])
		} else if len(draft.Tests[group.ID]) > 0 {
			hidden++
		}
	}
	for _, r := range draft.References {
		if r.Expected == judge.Accepted {
			accepted++
		}
	}
	switch {
	case problem.State() == "published":
		return refuse("nothing_changed", "version %d already is this very draft: change something first", problem.PublishedNumber)
	case samples == 0:
		return refuse("sample_missing", "candidates need an example: add a sample group with at least one test")
	case hidden == 0:
		return refuse("hidden_tests_missing", "there is nothing to judge by: add at least one hidden test group with a test")
	case accepted < 2:
		return refuse("references_missing", "the tests are trusted once two independent solutions pass them: there are %d reference solutions that are expected to be accepted, add %d more", accepted, 2-accepted)
	case !problem.Verified():
		return refuse("not_verified", "this revision is not verified: start a verification, and publish when every reference solution does what is expected of it")
	}
	return nil
}
