package packages

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	contract "github.com/codecraft-hq/codecraft/internal/contract/problems"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	engine "github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/problem"
	"github.com/codecraft-hq/codecraft/internal/service/problems/reference"
	"github.com/codecraft-hq/codecraft/internal/service/problems/tests"
)

// Import makes a draft of a package that was read; it also tells what was left out. Blobs are
// written before the transaction, so that it is short.
func (s *Service) Import(ctx context.Context, k *engine.Package, slug string) (ids.Problem, []string, error) {
	if _, err := identity.Require(ctx, identity.ProblemsWrite); err != nil {
		return "", nil, err
	}
	p, notes := draftOf(k)
	p.Slug = slug
	spreadPoints(k.Plan.Groups)
	kept, err := s.keepFiles(ctx, k)
	if err != nil {
		return "", nil, err
	}
	references, omitted := referencesIn(k)
	notes = append(notes, omitted...)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.problems.Create(ctx, p); err != nil {
			return err
		}
		if err := s.tests.Import(ctx, p, k.Plan.Groups, kept, nil); err != nil {
			return err
		}
		for i := range references {
			if err := s.references.Add(ctx, p, &references[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return p.ID, notes, err
}

// draftOf is the problem itself. A package that says nothing of difficulty is taken for medium, one
// without a time limit for one of two seconds.
func draftOf(k *engine.Package) (*problem.Problem, []string) {
	l, notes := k.Plan.Limits, slices.Clone(k.Notes)
	p := &problem.Problem{
		Title: k.Name, Difficulty: k.Difficulty, Tags: k.Tags, CPUTimeMs: int(l.CPUTimeMs), MemoryKb: int(l.MemoryKb),
		OutputKb: int(l.OutputKb), LanguageFactors: l.LanguageFactors,
	}
	p.Comparison.V = problem.ComparisonOf(k.Plan.Comparison)
	if p.Difficulty == "" {
		p.Difficulty = "medium"
	}
	if p.CPUTimeMs == 0 {
		p.CPUTimeMs = int(judge.DefaultLimits.CPUTimeMs)
		notes = append(notes, fmt.Sprintf("the package sets no time limit: %d ms are taken; codecraft judge finds the one that its submissions imply", p.CPUTimeMs))
	}
	if n := len(k.InputValidators) + len(k.AnswerValidators); n > 0 {
		notes = append(notes, fmt.Sprintf("%d validators of the test data are left out: codecraft judge tries them", n))
	}
	if p.MemoryKb == 0 {
		p.MemoryKb = int(judge.DefaultLimits.MemoryKb)
	}
	if p.OutputKb == 0 {
		p.OutputKb = 16 << 10
	}
	p.Judging.V = problem.Judging{Validator: k.Plan.Validator, Static: k.Plan.Static, Include: k.Plan.Include, Languages: l.Languages, Ruling: k.Plan.Ruling}
	p.Statement, p.Languages.V = statementOf(k), k.Languages
	for _, language := range slices.Sorted(maps.Keys(k.Starters)) {
		p.Starters.V = append(p.Starters.V, contract.Starter{Language: language, Source: k.Starters[language]})
	}
	return p, notes
}

// statementOf prefers Markdown, and English.
func statementOf(k *engine.Package) string {
	best, score := "", -1
	for _, st := range k.Statements {
		n := 0
		if st.Format == "markdown" {
			n += 2
		}
		if st.Language == "en" {
			n++
		}
		if n > score {
			best, score = st.Text, n
		}
	}
	return best
}

func (s *Service) keepFiles(ctx context.Context, k *engine.Package) (map[string]tests.Kept, error) {
	kept := map[string]tests.Kept{}
	for _, digest := range k.Plan.Digests() {
		name := k.Files[digest]
		f, err := k.FS.Open(name)
		if err != nil {
			return nil, err
		}
		stored, data, err := s.tests.Keep(ctx, f)
		_ = f.Close() // read only
		if err != nil {
			return nil, err
		}
		if string(stored) != digest {
			return nil, fmt.Errorf("the file %s of the package has changed while it was read", name)
		}
		kept[digest] = data
	}
	return kept, s.keepEmpty(ctx, k, kept)
}

// keepEmpty gives the tests of sources, which have neither input nor answer, an empty one of each.
func (s *Service) keepEmpty(ctx context.Context, k *engine.Package, kept map[string]tests.Kept) error {
	empty, err := blob.PutBytes(ctx, s.blobs, nil)
	if err != nil {
		return err
	}
	kept[string(empty)] = tests.Kept{}
	for _, g := range k.Plan.Groups {
		for i := range g.Tests {
			if t := &g.Tests[i]; t.Static {
				t.Input, t.Answer = string(empty), string(empty)
			}
		}
	}
	return nil
}

// referencesIn are the submissions that can be reference solutions: one file in a known language.
func referencesIn(k *engine.Package) (all []reference.Reference, omitted []string) {
	seen := map[string]bool{}
	for _, sub := range k.Submissions {
		if len(sub.Files) != 1 || sub.Language == "" || len(sub.Expected) == 0 {
			omitted = append(omitted, fmt.Sprintf("%s: %d files in %q, not one file in a known language with an expected verdict", sub.Name, len(sub.Files), sub.Language))
			continue
		}
		r := reference.Reference{Name: sub.Name, Language: sub.Language, Source: string(sub.Files[0].Data), Expected: sub.Expected[0]}
		if err := r.Check(); err != nil {
			omitted = append(omitted, fmt.Sprintf("%s: not taken as a reference solution: %s", sub.Name, errs.Of(err).Detail))
			continue
		}
		if seen[r.Name] {
			omitted = append(omitted, sub.Name+": not taken as a reference solution: another one has its name")
			continue
		}
		seen[r.Name] = true
		if len(sub.Expected) > 1 {
			omitted = append(omitted, fmt.Sprintf("%s: of the verdicts it may get, %v, %s alone is expected here", sub.Name, sub.Expected, r.Expected))
		}
		all = append(all, r)
	}
	return all, omitted
}

// spreadPoints gives the hidden groups of a package that counts no points a hundred together.
func spreadPoints(groups []judge.Group) {
	hidden := 0
	for _, g := range groups {
		if g.Points > 0 {
			return
		}
		if !g.Sample && g.Parent == "" {
			hidden++
		}
	}
	left := 100.0
	for i := range groups {
		if groups[i].Sample || groups[i].Parent != "" {
			continue
		}
		groups[i].Points = math.Floor(left / float64(hidden))
		left -= groups[i].Points
		hidden--
	}
}
