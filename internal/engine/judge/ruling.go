package judge

import "slices"

// Acceptance says when what has several parts is accepted.
type Acceptance string

// The acceptances.
const (
	AcceptAll    Acceptance = ""       // when every part is
	AcceptAny    Acceptance = "any"    // when one of them is
	AcceptAlways Acceptance = "always" // whatever they are; only points are lost
)

// Ruling is how the verdicts of parts come together.
type Ruling struct {
	Accept Acceptance `json:"accept,omitempty"`
	// Worst names the worst of the failures, and not the first. Then everything is run.
	Worst bool `json:"worst,omitempty"`
}

func (r Ruling) validate(at string) error {
	if r.Accept != AcceptAll && r.Accept != AcceptAny && r.Accept != AcceptAlways {
		return invalid(at+"/accept", "there is no acceptance %q; use %q or %q, or none", r.Accept, AcceptAny, AcceptAlways)
	}
	return nil
}

// byGravity are the failures from the worst on.
var byGravity = []Verdict{JudgingError, RuntimeError, MemoryLimit, TimeLimit, OutputLimit, WrongAnswer}

// Of is the verdict of what has these parts, in the plan's order.
func (r Ruling) Of(parts []Verdict) Verdict {
	failed := Accepted
	for _, v := range parts {
		switch {
		case v == Accepted, v == Skipped:
		case failed == Accepted, r.Worst && slices.Index(byGravity, v) < slices.Index(byGravity, failed):
			failed = v
		}
	}
	ran := slices.ContainsFunc(parts, func(v Verdict) bool { return v != Skipped })
	switch {
	case r.Accept == AcceptAlways && ran, r.Accept == AcceptAny && slices.Contains(parts, Accepted):
		return Accepted
	case failed == Accepted && slices.Contains(parts, Skipped):
		return Skipped
	}
	return failed
}
