package schedule

import (
	"slices"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Criterion is what scorecards rate.
type Criterion struct {
	Name        string `json:"name" minLength:"1" maxLength:"100"`
	Description string `json:"description" maxLength:"1000" required:"false"`
}

// standard is the rubric of interviews that have none of their own.
var standard = []Criterion{
	{"Problem solving", "Understands the problem, weighs ways to solve it, and finds one that works"},
	{"Code", "Writes code that is right, easy to read, and tested"},
	{"Knowledge", "Knows the language, its tools, and what a solution costs"},
	{"Communication", "Says what they think, asks, and takes up what others say"},
}

// Evaluation is how an interview is judged, and how the organization has decided after it. It is not for the candidate.
type Evaluation struct {
	Rubric       db.JSON[[]Criterion] `db:"rubric"`
	Decision     string               `db:"decision"` // advance, reject, hold; empty: none yet
	DecisionText string               `db:"decision_text"`
	DecidedAt    *time.Time           `db:"decided_at"`
	Attempt      ids.Attempt          `db:"attempt_id"` // at an assessment, that it is to talk about
}

// Criteria is the rubric: the interview's own, or the standard one.
func (e Evaluation) Criteria() []Criterion {
	if len(e.Rubric.V) == 0 {
		return standard
	}
	return e.Rubric.V
}

// public is the interview as guests know it.
func (i Interview) public() Interview {
	i.Evaluation, i.Revision = Evaluation{}, 0
	return i
}

// evaluate takes over what was sent. What was not stays as it is stored: who does not see it sends nothing of it.
func (e *Evaluation) evaluate(x InterviewAttributes, sent jsonapi.Changes) {
	if sent.Fields["rubric"] && !slices.Equal(x.Rubric, e.Criteria()) {
		e.Rubric.V = x.Rubric
	}
	if sent.Fields["decision"] {
		e.Decision = x.Decision
	}
	if sent.Fields["attemptId"] {
		e.Attempt = ids.Attempt(x.AttemptID)
	}
	if sent.Fields["decisionText"] {
		e.DecisionText = x.DecisionText
	}
}

// decide answers why an interview as it is cannot be evaluated so, or nil, and notes when it was decided.
func (e *Evaluation) decide(before Evaluation, of Interview, now time.Time) error {
	if err := Sound(e.Rubric.V); err != nil {
		return err
	}
	if e.Attempt != "" && !ids.Valid(string(e.Attempt)) {
		return errs.New(errs.Invalid, "attempt_malformed", "%q is no id of an attempt: the address of its review ends with it", e.Attempt).At("/data/attributes/attemptId")
	}
	if e.Decision == "" && e.DecisionText != "" {
		return errs.New(errs.Invalid, "decision_missing", "say what you decide, in decision, or leave decisionText empty").At("/data/attributes/decision")
	}
	if e.Decision == before.Decision {
		return nil
	}
	if of.StartedAt == nil {
		return errs.New(errs.Conflict, "interview_not_begun", "a decision follows an interview: this one has not begun").At("/data/attributes/decision")
	}
	e.DecidedAt = nil
	if e.Decision != "" {
		e.DecidedAt = &now
	}
	return nil
}

// Sound answers why a rubric cannot be one, or nil.
func Sound(rubric []Criterion) error {
	known := map[string]bool{}
	for _, c := range rubric {
		name := strings.ToLower(strings.TrimSpace(c.Name))
		if name == "" || known[name] {
			return errs.New(errs.Invalid, "criterion_repeated", "each criterion needs a name of its own: %q is empty, or there twice", c.Name).At("/data/attributes/rubric")
		}
		known[name] = true
	}
	return nil
}
