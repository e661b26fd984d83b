package judge

// CandidateView is what a candidate may see of an Outcome. It is a type of its own, so
// that a field added to Outcome stays hidden until somebody puts it here.
type CandidateView struct {
	Verdict       Verdict          `json:"verdict"`
	Score         float64          `json:"score"`
	MaxScore      float64          `json:"maxScore"`
	Language      string           `json:"language"`
	CompileOutput string           `json:"compileOutput,omitempty"` // the compiler never sees a test
	Groups        []CandidateGroup `json:"groups"`
}

// CandidateGroup is a group as a candidate sees it; Tests is empty for hidden groups.
type CandidateGroup struct {
	Name    string        `json:"name"`
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
		Language: o.Language, CompileOutput: o.Compilation.Output,
		Groups: make([]CandidateGroup, len(o.Groups)),
	}
	for i, g := range o.Groups {
		v.Groups[i] = CandidateGroup{Name: g.Name, Sample: g.Sample, Verdict: g.Verdict, Earned: g.Earned, Points: g.Points}
		if g.Sample {
			v.Groups[i].Tests = g.Tests
		}
	}
	return v
}

// ForCandidate is the event as a candidate may see it, or false when it must not be shown:
// how many hidden tests are done, and when, would tell what a program found in them.
func (e Event) ForCandidate() (Event, bool) {
	e.Done, e.Total = 0, 0
	return e, e.Sample || e.Stage == Compiling || e.Stage == Compiled
}
