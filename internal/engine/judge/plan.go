package judge

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"path"
	"path/filepath"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// PlanVersion is the version of the stored form that this code writes and reads.
const PlanVersion = 1

// Plan says how a problem is judged. It is stored as JSON; fields are only ever added.
type Plan struct {
	Version    int        `json:"version"`
	Limits     Limits     `json:"limits"`
	Comparison Comparison `json:"comparison"` // may be left out where there is a Validator
	Groups     []Group    `json:"groups"`
	// Validator decides each test in the place of Comparison.
	Validator *Validator `json:"validator,omitempty"`
	// Include are files laid beside the program's own, by language id; "" holds for those without their own.
	Include map[string][]NamedBlob `json:"include,omitempty"`
	// Static decides on the program's source, in the tests that say so.
	Static *Validator `json:"static,omitempty"`
	Ruling            // of the groups that are in no other
}

// NamedBlob is a file by its name and the digest of what is in it.
type NamedBlob struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
}

// Limits bound the program on each test. Zero is the default of DefaultLimits.
type Limits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs,omitempty"`
	WallTimeMs int64 `json:"wallTimeMs,omitempty"` // 0 follows from CPUTimeMs: it is there to catch sleepers
	MemoryKb   int64 `json:"memoryKb,omitempty"`
	OutputKb   int64 `json:"outputKb,omitempty"`
	// LanguageFactors multiplies the processor time by the language's own factor.
	LanguageFactors bool `json:"languageFactors,omitempty"`
	// Languages replaces single limits for a language; what it sets no factor changes.
	Languages map[string]LanguageLimits `json:"languages,omitempty"`
}

// LanguageLimits are the limits of one language; zero keeps the general one.
type LanguageLimits struct {
	CPUTimeMs  int64 `json:"cpuTimeMs,omitempty"`
	WallTimeMs int64 `json:"wallTimeMs,omitempty"`
	MemoryKb   int64 `json:"memoryKb,omitempty"`
	OutputKb   int64 `json:"outputKb,omitempty"`
}

// DefaultLimits are those of a plan that sets none.
var DefaultLimits = Limits{CPUTimeMs: 2_000, MemoryKb: 512 * 1024, OutputKb: 64 * 1024}

// Group is tests that earn their points together.
type Group struct {
	Name   string  `json:"name"`
	Sample bool    `json:"sample,omitempty"` // its tests are shown to candidates
	Points float64 `json:"points"`           // the most it can earn, the groups in it included
	// Unbounded lets the validator's scores exceed Points, in the group and in its tests.
	Unbounded bool   `json:"unbounded,omitempty"`
	Tests     []Test `json:"tests,omitempty"`  // its own; a group of groups may have none
	Parent    string `json:"parent,omitempty"` // the group it is in, which stands before it
	// Aggregation says what it earns from its tests and from the groups in it.
	Aggregation Aggregation `json:"aggregation,omitempty"`
	Ruling                  // how its verdict comes about
	RequirePass []string    `json:"requirePass,omitempty"` // groups that must be accepted, or this one is skipped
	// ValidatorArgs stand in the place of the validator's own for its tests and those of the groups in it. Without a
	// validator they are the flags of the comparison that stands in the place of the plan's. None is not the same as nil.
	ValidatorArgs []string `json:"validatorArgs,omitzero"`
}

// Aggregation is how points come together.
type Aggregation string

// The aggregations.
const (
	AllOrNothing Aggregation = ""    // Points when the group is accepted
	Sum          Aggregation = "sum" // of what the tests and groups in it earn
	Min          Aggregation = "min" // the least that one of them earns
	Max          Aggregation = "max" // the most that one of them earns
)

// Test is one input and the answer to it, as digests of blobs.
type Test struct {
	Name          string      `json:"name"`
	Input         string      `json:"input,omitempty"`
	Answer        string      `json:"answer,omitempty"`
	Static        bool        `json:"static,omitempty"`       // the plan's static validator looks at the source; there is no run
	Points        float64     `json:"points,omitempty"`       // the most it can earn, where its group adds up or takes the least
	Args          []string    `json:"args,omitempty"`         // of the program
	Files         []NamedBlob `json:"files,omitempty"`        // laid into the folder the program starts in
	ValidatorArgs []string    `json:"validatorArgs,omitzero"` // in the place of its group's
}

// MaxScore is what a program that solves everything earns: the points of the groups that are in no other.
func (p Plan) MaxScore() float64 {
	var sum float64
	for _, g := range p.Groups {
		if g.Parent == "" {
			sum += g.Points
		}
	}
	return sum
}

// TestCount is the number of tests of all groups.
func (p Plan) TestCount() int {
	n := 0
	for _, g := range p.Groups {
		n += len(g.Tests)
	}
	return n
}

// Digests names every blob of the plan once, in the order of first use.
func (p Plan) Digests() []string {
	var all []string
	seen := map[string]bool{}
	add := func(digest string) {
		if !seen[digest] {
			seen[digest] = true
			all = append(all, digest)
		}
	}
	named := func(blobs []NamedBlob) {
		for _, b := range blobs {
			add(b.Digest)
		}
	}
	for _, g := range p.Groups {
		for _, t := range g.Tests {
			if !t.Static {
				add(t.Input)
				add(t.Answer)
			}
			named(t.Files)
		}
	}
	for v := p.Validator; v != nil; v = v.Checker {
		named(v.Files)
	}
	if p.Static != nil {
		named(p.Static.Files)
	}
	for _, language := range slices.Sorted(maps.Keys(p.Include)) {
		named(p.Include[language])
	}
	return all
}

// ParsePlan reads a stored plan.
func ParsePlan(data []byte) (Plan, error) {
	var p Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return Plan{}, errs.New(errs.Malformed, "plan_malformed", "the judging plan cannot be read").Because(err)
	}
	return p, p.Validate()
}

// Validate refuses plans that cannot be judged.
func (p Plan) Validate() error {
	if p.Version != PlanVersion {
		return invalid("/version", "the judging plan has version %d; this program reads version %d", p.Version, PlanVersion)
	}
	if p.TestCount() == 0 {
		return invalid("/groups", "the judging plan has no test")
	}
	if p.Validator == nil || p.Comparison.Mode != "" {
		if err := p.Comparison.Validate(); err != nil {
			return err
		}
	}
	l := p.Limits
	if l.CPUTimeMs < 0 || l.WallTimeMs < 0 || l.MemoryKb < 0 || l.OutputKb < 0 {
		return invalid("/limits", "limits must not be negative")
	}
	if err := p.Validator.validate("/validator"); err != nil {
		return err
	}
	if err := p.Static.validateStatic("/static"); err != nil {
		return err
	}
	if err := validateBlobs("/include", slices.Concat(slices.Collect(maps.Values(p.Include))...)); err != nil {
		return err
	}
	if err := p.Ruling.validate(""); err != nil {
		return err
	}
	for i, g := range p.Groups {
		if err := g.validate(pointer("groups", i)); err != nil {
			return err
		}
		if p.Static == nil && slices.ContainsFunc(g.Tests, func(t Test) bool { return t.Static }) {
			return invalid(pointer("groups", i), "a test of the source needs a static validator")
		}
		if err := p.validateFlags(pointer("groups", i), g); err != nil {
			return err
		}
	}
	_, err := p.Tree()
	return err
}

// validateFlags checks the arguments that go to a comparison.
func (p Plan) validateFlags(at string, g Group) error {
	if p.Validator != nil {
		return nil
	}
	if _, err := ParseFlags(g.ValidatorArgs); err != nil {
		return invalid(at+"/validatorArgs", "%s", err)
	}
	for i, t := range g.Tests {
		if _, err := ParseFlags(t.ValidatorArgs); err != nil && !t.Static {
			return invalid(at+pointer("tests", i)+"/validatorArgs", "%s", err)
		}
	}
	return nil
}

// validate checks a group by itself; its place among the others is the tree's matter.
func (g Group) validate(at string) error {
	switch {
	case g.Name == "":
		return invalid(at+"/name", "a test group needs a name")
	case !(g.Points >= 0 && g.Points <= 1e9):
		return invalid(at+"/points", "points must be between 0 and 1e9")
	case !slices.Contains([]Aggregation{AllOrNothing, Sum, Min, Max}, g.Aggregation):
		return invalid(at+"/aggregation", "there is no aggregation %q; use %q, %q or %q, or none", g.Aggregation, Sum, Min, Max)
	case g.Unbounded && g.Aggregation == AllOrNothing:
		return invalid(at+"/unbounded", "a group that earns all or nothing needs its points")
	}
	if err := g.Ruling.validate(at); err != nil {
		return err
	}
	for i, t := range g.Tests {
		at := at + pointer("tests", i)
		switch {
		case t.Name == "" || !t.Static && (t.Input == "" || t.Answer == ""):
			return invalid(at, "a test needs a name, an input and an answer")
		case !(t.Points >= 0 && t.Points <= 1e9):
			return invalid(at+"/points", "points must be between 0 and 1e9")
		}
		if err := validateBlobs(at+"/files", t.Files); err != nil {
			return err
		}
	}
	return nil
}

func validateBlobs(at string, blobs []NamedBlob) error {
	for i, b := range blobs {
		if !filepath.IsLocal(b.Name) || path.Clean(b.Name) != b.Name || b.Name == "." || b.Digest == "" {
			return invalid(fmt.Sprintf("%s/%d", at, i), "a file needs a digest and a relative name, not %q", b.Name)
		}
	}
	return nil
}

// Effective are the limits for a language whose row multiplies processor time by factor, all set.
func (l Limits) Effective(language string, factor float64) Limits {
	cpu, own := l.CPUTimeMs, l.Languages[language]
	if cpu == 0 {
		cpu = DefaultLimits.CPUTimeMs
	}
	if l.LanguageFactors && factor > 0 {
		cpu = int64(float64(cpu) * factor)
	}
	e := Limits{
		CPUTimeMs:  cmp.Or(own.CPUTimeMs, cpu),
		WallTimeMs: cmp.Or(own.WallTimeMs, l.WallTimeMs),
		MemoryKb:   cmp.Or(own.MemoryKb, l.MemoryKb, DefaultLimits.MemoryKb),
		OutputKb:   cmp.Or(own.OutputKb, l.OutputKb, DefaultLimits.OutputKb),
	}
	if e.WallTimeMs == 0 {
		e.WallTimeMs = 4*e.CPUTimeMs + 3_000
	}
	return e
}

// Tidy takes off what sums of fractions such as 100/3 leave behind.
func Tidy(points float64) float64 { return math.Round(points*1e9) / 1e9 }
