package judge

import "slices"

// CandidateView is what a candidate may see of an Outcome. It is a type of its own, so
// that a field added to Outcome stays hidden until somebody puts it here.
type CandidateView struct {
	Verdict       Verdict          `json:"verdict"`
	Score         float64          `json:"score"`
	MaxScore      float64          `json:"maxScore"`
	Language      string           `json:"language"`
	CompileOutput string           `json:"compileOutput,omitempty"` // the compiler never sees a test
	Limits        Limits           `json:"limits,omitzero"`         // those that held in this language
	Groups        []CandidateGroup `json:"groups"`
}

// CandidateGroup is a group as a candidate sees it; Tests is empty for hidden groups.
type CandidateGroup struct {
	Name    string        `json:"name"`
	Parent  string        `json:"parent,omitempty"`
	Sample  bool          `json:"sample,omitempty"`
	Verdict Verdict       `json:"verdict"`
	Earned  float64       `json:"earned"`
	Points  float64       `json:"points"`
	Tests   []TestOutcome `json:"tests,omitempty"`
}

// Redact makes the candidate's view.
func Redact(o Outcome) CandidateView {
	v := CandidateView{
		Verdict: o.Verdict, Score: o.Score, MaxScore: o.MaxScore,
		Language: o.Language, CompileOutput: o.Compilation.Output, Limits: o.Limits,
		Groups: make([]CandidateGroup, len(o.Groups)),
	}
	for i, g := range o.Groups {
		v.Groups[i] = CandidateGroup{Name: g.Name, Parent: g.Parent, Sample: g.Sample, Verdict: g.Verdict, Earned: g.Earned, Points: g.Points}
		if g.Sample {
			v.Groups[i].Tests = slices.Clone(g.Tests)
			for k := range v.Groups[i].Tests {
				v.Groups[i].Tests[k].JudgeMessage = nil
			}
		}
	}
	return v
}

// WithoutHidden leaves out what was found in hidden tests, for staff who may not see those: as for a candidate, each
// hidden group keeps its verdict and its points.
func (o Outcome) WithoutHidden() Outcome {
	v := Redact(o)
	groups := make([]GroupOutcome, len(v.Groups))
	for i, g := range v.Groups {
		groups[i] = GroupOutcome{Name: g.Name, Parent: g.Parent, Sample: g.Sample, Verdict: g.Verdict, Earned: g.Earned, Points: g.Points, Tests: append([]TestOutcome{}, g.Tests...)}
	}
	return Outcome{
		Verdict: v.Verdict, Score: v.Score, MaxScore: v.MaxScore, Language: v.Language, Compiler: o.Compiler,
		Compilation: Compilation{Output: v.CompileOutput}, Limits: v.Limits, Group: o.Group, Groups: groups,
	}
}

// WithoutOutput leaves out what the program and its compiler wrote, which may quote the source.
func (o Outcome) WithoutOutput() Outcome {
	o.Compilation.Output, o.Groups = "", slices.Clone(o.Groups)
	for i, g := range o.Groups {
		o.Groups[i].Tests = slices.Clone(g.Tests)
		for k := range o.Groups[i].Tests {
			t := &o.Groups[i].Tests[k]
			t.Detail = "" // it may quote the output
			t.Output, t.Stderr, t.Difference, t.JudgeMessage, t.TeamMessage = nil, nil, nil, nil, nil
		}
	}
	return o
}

// ForCandidate is the event as a candidate may see it, or false when it must not be shown:
// how many hidden tests are done, and when, would tell what a program found in them.
func (e Event) ForCandidate() (Event, bool) {
	e.Done, e.Total = 0, 0
	return e, e.Sample || e.Stage == Compiling || e.Stage == Compiled
}
