package verify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// Report is the result, in the order of the package. Its JSON is stable: fields are only ever added.
type Report struct {
	Problem           string             `json:"problem"`
	Format            string             `json:"format"`
	TimeLimitMs       int64              `json:"timeLimitMs"`
	TimeLimitInferred bool               `json:"timeLimitInferred"`
	Tests             int                `json:"tests"`
	MaxScore          float64            `json:"maxScore"`
	Agrees            bool               `json:"agrees"` // the test data is sound and every submission got what it should
	Checks            int                `json:"checks"` // of the test data by validators
	Faults            []DataFault        `json:"faults,omitempty"`
	Submissions       []SubmissionReport `json:"submissions"`
	Notes             []string           `json:"notes,omitempty"`
}

// DataFault is a piece of test data that validators do not take as they should, or a validator that cannot be run.
type DataFault struct {
	Case      string `json:"case,omitempty"`
	Validator string `json:"validator,omitempty"`
	Detail    string `json:"detail"`
}

// SubmissionReport is one row of a Report.
type SubmissionReport struct {
	Name       string            `json:"name"`
	Language   string            `json:"language"`
	Expected   []judge.Verdict   `json:"expected"`
	Got        judge.Verdict     `json:"got"` // empty when it could not be judged: Detail says why
	Agrees     bool              `json:"agrees"`
	Why        string            `json:"why,omitempty"` // it does not agree
	Score      float64           `json:"score"`
	MaxScore   float64           `json:"maxScore"`
	CPUTimeMs  int64             `json:"cpuTimeMs"` // the worst test's
	WallTimeMs int64             `json:"wallTimeMs"`
	MemoryKb   int64             `json:"memoryKb"`
	Runs       int               `json:"runs,omitempty"`    // the most that a test was run, when more than once: its time was near the limit
	Stretch    float64           `json:"stretch,omitempty"` // the most that a test's limit was stretched by: the machine was that much slower than when quiet
	Failure    string            `json:"failure,omitempty"` // group and test that decided
	ExitCode   int               `json:"exitCode,omitempty"`
	Signal     string            `json:"signal,omitempty"`
	Limit      judge.Limit       `json:"limit,omitempty"`      // that it met
	Difference *judge.Difference `json:"difference,omitempty"` // on samples
	Detail     string            `json:"detail,omitempty"`     // why this verdict
	Message    string            `json:"message,omitempty"`    // the line that tells most of what the compiler, or a program that failed, said
}

// Judged tells whether there is a verdict. There is none where no program could be run, and where what judges it failed.
func (s SubmissionReport) Judged() bool { return s.Got != "" && s.Got != judge.JudgingError }

// summary compares an outcome with what the package says of the submission.
func summary(p *problem.Package, s problem.Submission, o judge.Outcome, trouble string) SubmissionReport {
	r := SubmissionReport{Name: s.Name, Language: s.Language, Expected: s.Expected, MaxScore: p.Plan.MaxScore()}
	if trouble != "" {
		r.Detail, r.Why = trouble, trouble
		return r
	}
	r.Got, r.CPUTimeMs, r.WallTimeMs, r.MemoryKb, r.Detail = o.Verdict, o.CPUTimeMs, o.WallTimeMs, o.MemoryKb, o.Detail
	r.Score = o.Score
	if o.Verdict == judge.CompileError {
		r.Detail, r.Message = strings.TrimSpace(o.Detail+"\n"+o.Compilation.Output), telling(o.Compilation.Output)
	}
	for _, g := range o.Groups {
		for _, t := range g.Tests {
			r.Runs, r.Stretch = max(r.Runs, t.Runs), max(r.Stretch, t.Stretch)
			if r.Failure == "" && o.Group == g.Name && o.Test == t.Name {
				r.Failure = problem.Path(g.Name) + "/" + t.Name
				r.ExitCode, r.Signal, r.Limit, r.Detail = t.ExitCode, t.Signal, t.Limit, explained(t)
				if t.Verdict == judge.RuntimeError && t.Stderr != nil {
					r.Message = telling(t.Stderr.Text)
				}
				if g.Sample && strings.HasPrefix(r.Failure, problem.SampleName) {
					r.Difference = t.Difference
				}
			}
		}
	}
	r.Why = disagreement(s, o)
	r.Agrees = r.Why == ""
	return r
}

var (
	errorWord = regexp.MustCompile(`(?i)error|exception|panic`)
	traceback = "Traceback (most recent call last)" // Python says at its end what it is about
)

// maxMessage bounds a line that is shown in a table.
const maxMessage = 200

// telling is the line of a message that says what went wrong: the last one of Python's, else the first that speaks of an
// error, else the first.
func telling(text string) (line string) {
	lines := strings.FieldsFunc(text, func(c rune) bool { return c == '\n' || c == '\r' })
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.TrimSpace(l) == "" })
	if len(lines) == 0 {
		return ""
	}
	line = lines[0]
	if i := slices.IndexFunc(lines, errorWord.MatchString); i >= 0 {
		line = lines[i]
	}
	if strings.HasPrefix(lines[0], traceback) {
		line = lines[len(lines)-1]
	}
	if letters := []rune(strings.TrimSpace(line)); len(letters) > maxMessage {
		return string(letters[:maxMessage]) + "..."
	}
	return strings.TrimSpace(line)
}

// explained is why a test got its verdict, with what the validator says of it.
func explained(t judge.TestOutcome) string {
	if t.JudgeMessage == nil {
		return t.Detail
	}
	return strings.TrimPrefix(t.Detail+": "+strings.Join(strings.Fields(t.JudgeMessage.Text), " "), ": ")
}

// disagreement is the first thing that is not as the package says, or empty.
func disagreement(s problem.Submission, o judge.Outcome) string {
	if o.Verdict == judge.JudgingError {
		return "it could not be judged: " + o.Detail
	}
	if !s.Expects(o.Verdict) {
		return fmt.Sprintf("expected %s, got %s", words(s.Expected), o.Verdict)
	}
	for _, rule := range s.Rules {
		if why := broken(rule, o); why != "" {
			return why
		}
	}
	return ""
}

// tolerance is for scores, which are sums of fractions.
const tolerance = 1e-6

func broken(rule problem.Rule, o judge.Outcome) string {
	where := rule.Tests
	if where == "" {
		where = "all tests"
	}
	required, said, any := false, false, false
	for _, g := range o.Groups {
		if rule.Score != nil && rule.Tests != "" && problem.Matches(rule.Tests, problem.Path(g.Name)) && !inRange(g.Earned, *rule.Score) {
			return fmt.Sprintf("%s: earned %g points, not between %g and %g", g.Name, g.Earned, rule.Score.Least, rule.Score.Most)
		}
		for _, t := range g.Tests {
			if !covers(rule, g, t) || t.Verdict == judge.Skipped {
				continue
			}
			any = true
			if rule.Permitted != nil && !meetsOne(t.Verdict, rule.Permitted) {
				return fmt.Sprintf("%s/%s: got %s, where only %s is permitted", problem.Path(g.Name), t.Name, t.Verdict, words(rule.Permitted))
			}
			required = required || meetsOne(t.Verdict, rule.Required)
			said = said || t.JudgeMessage != nil && strings.Contains(t.JudgeMessage.Text, rule.Message)
		}
	}
	switch {
	case !any && (rule.Permitted != nil || rule.Required != nil || rule.Message != ""):
		return where + ": no test of these was run"
	case rule.Required != nil && !required:
		return fmt.Sprintf("%s: no test got %s", where, words(rule.Required))
	case rule.Message != "" && !said:
		return fmt.Sprintf("%s: the validator said %q of no test", where, rule.Message)
	case rule.Score != nil && rule.Tests == "" && !inRange(o.Score, *rule.Score):
		return fmt.Sprintf("earned %g points, not between %g and %g", o.Score, rule.Score.Least, rule.Score.Most)
	}
	return ""
}

func inRange(score float64, r problem.Range) bool {
	if r.Least == r.Most {
		return score >= r.Least-tolerance && score <= r.Most+tolerance
	}
	return score >= r.Least && score <= r.Most
}

// covers reports whether a rule holds for a test.
func covers(rule problem.Rule, g judge.GroupOutcome, t judge.TestOutcome) bool {
	return rule.Tests == "" || problem.Matches(rule.Tests, problem.Path(g.Name)+"/"+t.Name)
}

func meetsOne(v judge.Verdict, all []judge.Verdict) bool {
	return slices.ContainsFunc(all, v.Meets)
}

func words(all []judge.Verdict) string {
	texts := make([]string, len(all))
	for i, v := range all {
		texts[i] = string(v)
	}
	return strings.Join(texts, " or ")
}
