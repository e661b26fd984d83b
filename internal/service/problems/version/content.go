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
func contentOf(d *draft.Draft, number int, plan blob.Digest) (contract.Version, error) {
	p := d.Problem
	v := contract.Version{
		ID: ids.New[ids.ProblemVersion](), Problem: p.ID, Number: number, Title: p.Title, Difficulty: p.Difficulty,
		Tags: p.Tags, Statement: p.Statement, Languages: p.Languages.V, Starters: p.Starters.V, Plan: plan, Points: p.Points,
		Limits:  contract.Limits{CPUTimeMs: p.CPUTimeMs, MemoryKb: p.MemoryKb, OutputKb: p.OutputKb},
		Samples: []contract.Sample{}, Groups: []contract.Group{},
	}
	var size int64
	for _, g := range d.Groups {
		if !g.Sample {
			if g.Parent != "" {
				continue // its points are those of the group it is in
			}
			v.Groups = append(v.Groups, contract.Group{Name: g.Name, Points: g.Points})
			continue
		}
		for _, t := range d.Tests[g.ID] {
			if t.Judging.V.Static {
				continue // there is nothing to see
			}
			size += t.InputBytes + t.AnswerBytes
			if t.Truncated() || size > maxSamples {
				return v, errs.New(errs.Conflict, "samples_too_large",
					"candidates see samples whole, so all of them together hold at most %d KiB and each input and answer at most %d: move %q to a hidden group",
					maxSamples>>10, tests.HeadBytes>>10, t.Name)
			}
			v.Samples = append(v.Samples, contract.Sample{Group: g.Name, Name: t.Name, Input: t.InputHead, Answer: t.AnswerHead, Explanation: t.Explanation})
		}
	}
	return v, nil
}

// publishable names the first rule for publishing that the draft breaks.
func publishable(d *draft.Draft) error {
	p := d.Problem
	refuse := func(code, detail string, args ...any) error { return errs.New(errs.Conflict, code, detail, args...) }
	var samples, hidden, accepted int
	for _, g := range d.Groups {
		if g.Sample {
			samples += len(d.Tests[g.ID])
		} else if len(d.Tests[g.ID]) > 0 {
			hidden++
		}
	}
	for _, r := range d.References {
		if r.Expected == judge.Accepted {
			accepted++
		}
	}
	switch {
	case p.State() == "published":
		return refuse("nothing_changed", "version %d already is this very draft: change something first", p.PublishedNumber)
	case samples == 0:
		return refuse("sample_missing", "candidates need an example: add a sample group with at least one test")
	case hidden == 0:
		return refuse("hidden_tests_missing", "there is nothing to judge by: add at least one hidden test group with a test")
	case accepted < 2:
		return refuse("references_missing", "the tests are trusted once two independent solutions pass them: there are %d reference solutions that are expected to be accepted, add %d more", accepted, 2-accepted)
	case !p.Verified():
		return refuse("not_verified", "this revision is not verified: start a verification, and publish when every reference solution does what is expected of it")
	}
	return nil
}
