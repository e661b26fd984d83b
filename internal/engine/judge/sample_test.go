package judge_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// A sample stands alone in its plan, with the groups whose arguments hold for it; what is hidden is none.
func TestASampleIsATestThatCandidatesSee(t *testing.T) {
	test := func(name string) judge.Test { return judge.Test{Name: name, Input: "in", Answer: "out " + name} }
	p := judge.Plan{
		Version: judge.PlanVersion, Comparison: judge.Comparison{Mode: judge.Tokens}, Static: &judge.Validator{Protocol: judge.ProtocolKattis, Language: "bash", Files: []judge.NamedBlob{{Name: "a", Digest: "b"}}},
		Groups: []judge.Group{
			{Name: "hidden", Tests: []judge.Test{test("1"), test("secret")}},
			{Name: "all", ValidatorArgs: []string{"case_sensitive"}},
			{Name: "one", Parent: "all", Sample: true, RequirePass: []string{"hidden"}, Tests: []judge.Test{test("0"), test("1")}},
			{Name: "two", Parent: "all", Sample: true, Tests: []judge.Test{test("1"), {Name: "source", Static: true}}},
		},
	}
	if err := p.Validate(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ group, name, of string }{
		{"", "1", "one"}, {"one", "1", "one"}, {"two", "1", "two"}, {"", "0", "one"}, {"two", "0", ""},
		{"hidden", "1", ""}, {"hidden", "secret", ""}, {"", "secret", ""}, {"", "source", ""}, {"", "", ""},
	} {
		one, known := p.Sample(c.group, c.name)
		if known != (c.of != "") {
			t.Errorf("%q of %q is a sample: %v", c.name, c.group, known)
		}
		if !known {
			continue
		}
		if err := one.Validate(); err != nil || one.TestCount() != 1 || len(one.Groups) != 2 || one.Groups[0].Name != "all" || one.Groups[1].Name != c.of || one.Groups[1].Tests[0].Name != c.name {
			t.Errorf("%q of %q stands in %+v: %v", c.name, c.group, one.Groups, err)
		}
	}
	if len(p.Groups[2].Tests) != 2 || p.Groups[2].RequirePass == nil {
		t.Errorf("the plan itself has changed: %+v", p.Groups)
	}
}
