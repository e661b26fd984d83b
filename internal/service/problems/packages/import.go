package packages

import (
	"context"
	"fmt"
	"io/fs"
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
func (s *Service) Import(ctx context.Context, pack *engine.Package, slug string) (ids.Problem, []string, error) {
	who, err := identity.Require(ctx, identity.ProblemsWrite)
	if err != nil {
		return "", nil, err
	}
	if err := s.room(ctx, who.Organization, pack); err != nil {
		return "", nil, err
	}
	problem, notes := draftOf(pack)
	problem.Slug = slug
	spreadPoints(pack.Plan.Groups)
	kept, err := s.keepFiles(ctx, pack)
	if err != nil {
		return "", nil, err
	}
	references, omitted := referencesIn(pack)
	notes = append(notes, omitted...)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.problems.Create(ctx, problem); err != nil {
			return err
		}
		if err := s.tests.Import(ctx, problem, pack.Plan.Groups, kept, nil); err != nil {
			return err
		}
		for digest, file := range kept { // validators and what tests need beside their input
			if err := s.space.Keep(ctx, problem.Organization, problem.ID, blob.Digest(digest), file.Bytes); err != nil {
				return err
			}
		}
		for i := range references {
			if err := s.references.Add(ctx, problem, &references[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return problem.ID, notes, err
}

// draftOf is the problem itself. A package that says nothing of difficulty is taken for medium, one
// without a time limit for one of two seconds.
func draftOf(pack *engine.Package) (*problem.Problem, []string) {
	l, notes := pack.Plan.Limits, slices.Clone(pack.Notes)
	p := &problem.Problem{
		Title: pack.Name, Difficulty: pack.Difficulty, Tags: pack.Tags, CPUTimeMs: int(l.CPUTimeMs), MemoryKb: int(l.MemoryKb),
		OutputKb: int(l.OutputKb), LanguageFactors: l.LanguageFactors,
	}
	p.Comparison.V = problem.ComparisonOf(pack.Plan.Comparison)
	if p.Difficulty == "" {
		p.Difficulty = "medium"
	}
	if p.CPUTimeMs == 0 {
		p.CPUTimeMs = int(judge.DefaultLimits.CPUTimeMs)
		notes = append(notes, fmt.Sprintf("the package sets no time limit: %d ms are taken; codecraft judge finds the one that its submissions imply", p.CPUTimeMs))
	}
	if n := len(pack.InputValidators) + len(pack.AnswerValidators); n > 0 {
		notes = append(notes, fmt.Sprintf("%d validators of the test data are left out: codecraft judge tries them", n))
	}
	if p.MemoryKb == 0 {
		p.MemoryKb = int(judge.DefaultLimits.MemoryKb)
	}
	if p.OutputKb == 0 {
		p.OutputKb = 16 << 10
	}
	p.Judging.V = problem.Judging{Validator: pack.Plan.Validator, Static: pack.Plan.Static, Include: pack.Plan.Include, Languages: l.Languages, Ruling: pack.Plan.Ruling}
	p.Statement, p.Languages.V = statementOf(pack), pack.Languages
	for _, language := range slices.Sorted(maps.Keys(pack.Starters)) {
		p.Starters.V = append(p.Starters.V, contract.Starter{Language: language, Source: pack.Starters[language]})
	}
	return p, notes
}

// statementOf prefers Markdown, and English.
func statementOf(pack *engine.Package) string {
	best, score := "", -1
	for _, st := range pack.Statements {
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

func (s *Service) keepFiles(ctx context.Context, pack *engine.Package) (map[string]tests.Kept, error) {
	kept := map[string]tests.Kept{}
	for _, digest := range pack.Plan.Digests() {
		name := pack.Files[digest]
		f, err := pack.FS.Open(name)
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
	return kept, s.keepEmpty(ctx, pack, kept)
}

// room refuses a package that the organization has no room for, before any of it is stored.
func (s *Service) room(ctx context.Context, organization ids.Organization, pack *engine.Package) error {
	var bytes int64
	for _, digest := range pack.Plan.Digests() {
		info, err := fs.Stat(pack.FS, pack.Files[digest])
		if err != nil {
			return err
		}
		bytes += info.Size()
	}
	return s.space.Room(ctx, organization, bytes)
}

// keepEmpty gives the tests of sources, which have neither input nor answer, an empty one of each.
func (s *Service) keepEmpty(ctx context.Context, pack *engine.Package, kept map[string]tests.Kept) error {
	empty, err := blob.PutBytes(ctx, s.blobs, nil)
	if err != nil {
		return err
	}
	kept[string(empty)] = tests.Kept{}
	for _, group := range pack.Plan.Groups {
		for i := range group.Tests {
			if t := &group.Tests[i]; t.Static {
				t.Input, t.Answer = string(empty), string(empty)
			}
		}
	}
	return nil
}

// referencesIn are the submissions that can be reference solutions: one file in a known language.
func referencesIn(pack *engine.Package) (all []reference.Reference, omitted []string) {
	seen := map[string]bool{}
	for _, sub := range pack.Submissions {
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
	for _, group := range groups {
		if group.Points > 0 {
			return
		}
		if !group.Sample && group.Parent == "" {
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
