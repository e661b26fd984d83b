package judge

import (
	"encoding/json"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// PlanVersion is the version of the stored form that this code writes and reads.
const PlanVersion = 1

// Plan says how a problem is judged. It is stored as JSON; fields are only ever added.
type Plan struct {
	Version    int        `json:"version"`
	Limits     Limits     `json:"limits"`
	Comparison Comparison `json:"comparison"`
	Groups     []Group    `json:"groups"`
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
	Points float64 `json:"points"`
	Tests  []Test  `json:"tests"`
}

// Test is one input and the answer to it, as digests of blobs.
type Test struct {
	Name   string `json:"name"`
	Input  string `json:"input"`
	Answer string `json:"answer"`
}

// MaxScore is what a program that solves everything earns.
func (p Plan) MaxScore() float64 {
	var sum float64
	for _, g := range p.Groups {
		sum += g.Points
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
	for _, g := range p.Groups {
		for _, t := range g.Tests {
			for _, d := range []string{t.Input, t.Answer} {
				if !seen[d] {
					seen[d] = true
					all = append(all, d)
				}
			}
		}
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
	if err := p.Comparison.Validate(); err != nil {
		return err
	}
	l := p.Limits
	if l.CPUTimeMs < 0 || l.WallTimeMs < 0 || l.MemoryKb < 0 || l.OutputKb < 0 {
		return invalid("/limits", "limits must not be negative")
	}
	return p.validateGroups()
}

func (p Plan) validateGroups() error {
	names := map[string]bool{}
	for i, g := range p.Groups {
		at := pointer("groups", i)
		switch {
		case g.Name == "":
			return invalid(at+"/name", "a test group needs a name")
		case names[g.Name]:
			return invalid(at+"/name", "two test groups are named %q", g.Name)
		case !(g.Points >= 0 && g.Points <= 1e9):
			return invalid(at+"/points", "points must be between 0 and 1e9")
		case len(g.Tests) == 0:
			return invalid(at+"/tests", "test group %q has no test", g.Name)
		}
		names[g.Name] = true
		for j, t := range g.Tests {
			if t.Name == "" || t.Input == "" || t.Answer == "" {
				return invalid(at+pointer("tests", j), "a test needs a name, an input and an answer")
			}
		}
	}
	return nil
}

// effective are the limits for a language whose row multiplies processor time by factor.
func (l Limits) effective(language string, factor float64) Limits {
	cpu, own := l.CPUTimeMs, l.Languages[language]
	if cpu == 0 {
		cpu = DefaultLimits.CPUTimeMs
	}
	if l.LanguageFactors && factor > 0 {
		cpu = int64(float64(cpu) * factor)
	}
	e := Limits{
		CPUTimeMs:  firstSet(own.CPUTimeMs, cpu),
		WallTimeMs: firstSet(own.WallTimeMs, l.WallTimeMs),
		MemoryKb:   firstSet(own.MemoryKb, l.MemoryKb, DefaultLimits.MemoryKb),
		OutputKb:   firstSet(own.OutputKb, l.OutputKb, DefaultLimits.OutputKb),
	}
	if e.WallTimeMs == 0 {
		e.WallTimeMs = 4*e.CPUTimeMs + 3_000
	}
	return e
}

func firstSet(values ...int64) int64 {
	for _, v := range values {
		if v != 0 {
			return v
		}
	}
	return 0
}

func ms(d time.Duration) int64 { return d.Milliseconds() }
