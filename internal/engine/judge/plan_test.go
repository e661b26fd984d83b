package judge_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

func TestRedactLetsNothingOfHiddenTestsThrough(t *testing.T) {
	outcome := func(secret string, n int64) judge.Outcome {
		test := judge.TestOutcome{
			Name: secret, Verdict: judge.RuntimeError, CPUTimeMs: n, WallTimeMs: n, MemoryKb: n, ExitCode: int(n), Signal: secret, Detail: secret,
			Difference: &judge.Difference{Line: int(n), Column: int(n), Expected: secret, Got: secret, Reason: secret},
			Output:     &judge.Excerpt{Text: secret, Bytes: n}, Stderr: &judge.Excerpt{Text: secret, Bytes: n},
		}
		hidden := judge.GroupOutcome{Name: "hidden", Verdict: judge.RuntimeError, Earned: 0, Points: 60}
		for range n {
			hidden.Tests = append(hidden.Tests, test)
		}
		shown := judge.TestOutcome{Name: "1", Verdict: judge.WrongAnswer, CPUTimeMs: 12, ExitCode: 3, Output: &judge.Excerpt{Text: "shown"}}
		return judge.Outcome{
			Verdict: judge.WrongAnswer, Score: 0, MaxScore: 60, Language: "c", Compiler: "12", CPUTimeMs: n, WallTimeMs: n, MemoryKb: n, Detail: secret,
			Compilation: judge.Compilation{Output: "a warning", CPUTimeMs: n, Cached: n > 5},
			Limits:      judge.Limits{CPUTimeMs: 1000},
			Groups:      []judge.GroupOutcome{{Name: "sample", Sample: true, Verdict: judge.WrongAnswer, Tests: []judge.TestOutcome{shown}}, hidden},
		}
	}
	a, b := judge.Redact(outcome("first secret", 3)), judge.Redact(outcome("other secret", 9))
	if !reflect.DeepEqual(a, b) {
		t.Errorf("the views differ:\n%+v\n%+v", a, b)
	}
	text, err := json.Marshal(a)
	if err != nil || strings.Contains(string(text), "secret") {
		t.Errorf("%s, %v", text, err)
	}
	if a, b := outcome("first secret", 3).WithoutHidden(), outcome("other secret", 9).WithoutHidden(); !reflect.DeepEqual(a, b) {
		t.Errorf("what staff see who may not see hidden tests differs:\n%+v\n%+v", a, b)
	}
	if quoted := outcome("secret", 3).WithoutOutput(); strings.Contains(fmt.Sprint(quoted.Compilation, quoted.Groups[0].Tests), "shown") || quoted.Compilation.Output != "" {
		t.Errorf("output is shown: %+v", quoted)
	}
	if len(a.Groups[0].Tests) != 1 || a.Groups[0].Tests[0].Output.Text != "shown" || a.CompileOutput != "a warning" {
		t.Errorf("a sample is not shown: %s", text)
	}
}

func TestPlansThatCannotBeJudgedAreRefused(t *testing.T) {
	good := func() judge.Plan {
		return judge.Plan{Version: 1, Comparison: judge.Comparison{Mode: judge.Tokens}, Groups: []judge.Group{
			{Name: "a", Points: 10, Tests: []judge.Test{{Name: "1", Input: "x", Answer: "y"}}},
		}}
	}
	tests := map[string]struct {
		change  func(*judge.Plan)
		pointer string
	}{
		"nothing wrong":                    {func(*judge.Plan) {}, ""},
		"another version":                  {func(p *judge.Plan) { p.Version = 2 }, "/version"},
		"no group":                         {func(p *judge.Plan) { p.Groups = nil }, "/groups"},
		"no comparison":                    {func(p *judge.Plan) { p.Comparison.Mode = "" }, "/comparison/mode"},
		"a tolerance for words":            {func(p *judge.Plan) { p.Comparison.AbsTolerance = 1 }, "/comparison/mode"},
		"floats without tolerance":         {func(p *judge.Plan) { p.Comparison.Mode = judge.Float }, "/comparison/absTolerance"},
		"a negative limit":                 {func(p *judge.Plan) { p.Limits.MemoryKb = -1 }, "/limits"},
		"negative points":                  {func(p *judge.Plan) { p.Groups[0].Points = -1 }, "/groups/0/points"},
		"a group without a name":           {func(p *judge.Plan) { p.Groups[0].Name = "" }, "/groups/0/name"},
		"two groups of one name":           {func(p *judge.Plan) { p.Groups = append(p.Groups, p.Groups[0]) }, "/groups/1/name"},
		"an empty group among others":      {func(p *judge.Plan) { p.Groups = append(p.Groups, judge.Group{Name: "b"}) }, "/groups/1/tests"},
		"a test without the answer's blob": {func(p *judge.Plan) { p.Groups[0].Tests[0].Answer = "" }, "/groups/0/tests/0"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			p := good()
			c.change(&p)
			stored, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			got, err := judge.ParsePlan(stored)
			if c.pointer == "" {
				if err != nil || !reflect.DeepEqual(got, p) {
					t.Errorf("%+v, %v", got, err)
				}
				return
			}
			if e := errs.Of(err); err == nil || e.Kind != errs.Invalid || e.Pointer != c.pointer {
				t.Errorf("%v at %q, want it at %q", err, errs.Of(err).Pointer, c.pointer)
			}
		})
	}
}
