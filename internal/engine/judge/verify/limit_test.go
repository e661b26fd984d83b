package verify_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/test/form"
)

// uses is a program that uses so many seconds of its own processor time, on any machine, and is right.
func uses(seconds float64) string {
	return fmt.Sprintf("import time\nwhile time.process_time() < %g: pass\nprint(input())\n", seconds)
}

// Where a package sets no limit it is the time of the slowest submission that must be in time, multiplied and
// rounded up; the other submissions are judged with it.
func TestTheTimeLimitComesFromTheSubmissionsThatMustBeInTime(t *testing.T) {
	v := newVerification(t)
	const open = "problem_format_version: 2025-09\nname: x\nuuid: 7a1b6c3e-54cc-4e8e-8d11-93f1d3a8b304\nlimits: {time_resolution: 0.5, time_multipliers: {ac_to_time_limit: 2, time_limit_to_tle: 2}}\n"
	for name, c := range map[string]struct {
		settings    string
		submissions map[string]string
		limit       int64
		inferred    bool
		got         map[string]judge.Verdict
		agrees      bool
		notes       string
	}{
		"the slowest of the accepted": {
			open, map[string]string{"accepted/fast.py": "print(input())\n", "accepted/slow.py": uses(0.3), "time_limit_exceeded/endless.py": "while True: pass\n"},
			1000, true, map[string]judge.Verdict{"time_limit_exceeded/endless.py": judge.TimeLimit}, true, ""},
		"a wrong one that must be in time counts": {
			open, map[string]string{"accepted/fast.py": "print(input())\n", "wrong_answer/slow.py": uses(0.3) + "print(1)\n"},
			1000, true, map[string]judge.Verdict{"wrong_answer/slow.py": judge.WrongAnswer}, true, ""},
		"one that may be too slow does not": {
			open, map[string]string{"accepted/fast.py": "print(input())\n", "brute_force/slow.py": uses(0.78)},
			500, true, map[string]judge.Verdict{"brute_force/slow.py": judge.TimeLimit}, true, ""},
		"nor an accepted one that is wrong": {
			open, map[string]string{"accepted/fast.py": "print(input())\n", "accepted/bad.py": uses(0.6) + "print(1)\n"},
			500, true, map[string]judge.Verdict{"accepted/bad.py": judge.WrongAnswer}, false, ""},
		"one that is too slow by less than the margin": {
			open, map[string]string{"accepted/fast.py": "print(input())\n", "time_limit_exceeded/nearly.py": uses(0.78)},
			500, true, map[string]judge.Verdict{"time_limit_exceeded/nearly.py": judge.TimeLimit}, false, ""},
		"the same in a legacy package": {
			"name: x\nlimits: {time_multiplier: 2, time_safety_margin: 3}\n", map[string]string{"accepted/slow.py": uses(0.3), "time_limit_exceeded/nearly.py": uses(1.55)},
			1000, true, map[string]judge.Verdict{"time_limit_exceeded/nearly.py": judge.TimeLimit}, true, "not for 3 times the limit"},
		"nobody says how fast one must be": {
			open, map[string]string{"rejected/bad.py": "print(1)\n"},
			judge.DefaultLimits.CPUTimeMs, true, nil, true, "how fast one must be"},
		"the package's own limit": {
			strings.Replace(open, "limits: {", "limits: {time_limit: 3, ", 1), map[string]string{"accepted/slow.py": uses(0.3)},
			3000, false, nil, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			form.Part(t, name, "the slowest of the accepted", "one that may be too slow does not", "nobody says how fast one must be", "the package's own limit")
			fsys := fstest.MapFS{"problem.yaml": {Data: []byte(c.settings)}, "data/secret/1.in": {Data: []byte("7\n")}, "data/secret/1.ans": {Data: []byte("7\n")}}
			for at, text := range c.submissions {
				fsys["submissions/"+at] = &fstest.MapFile{Data: []byte(text)}
			}
			p, err := packages.Read(fsys, v.Toolchain.Table().Languages())
			if err != nil {
				t.Fatal(err)
			}
			report, err := v.Run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			if report.TimeLimitMs != c.limit || report.TimeLimitInferred != c.inferred || report.Agrees != c.agrees || !strings.Contains(strings.Join(report.Notes, "\n"), c.notes) {
				t.Errorf("%+v", report)
			}
			for at, want := range c.got {
				if !slices.ContainsFunc(report.Submissions, func(s verify.SubmissionReport) bool { return s.Name == at && s.Got == want }) {
					t.Errorf("%s is not %s: %+v", at, want, report.Submissions)
				}
			}
		})
	}
}

// A submission that must be in time on some tests and too slow on others says how fast one must be by the former, and
// is judged with the limit that was found.
func TestASubmissionThatMustBeInTimeOnSomeTestsAloneIsJudgedWithTheLimit(t *testing.T) {
	v := newVerification(t)
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"problem.yaml": "problem_format_version: 2025-09\nname: x\nuuid: 7a1b6c3e-54cc-4e8e-8d11-93f1d3a8b304\n" +
			"limits: {time_resolution: 0.5, time_multipliers: {ac_to_time_limit: 2, time_limit_to_tle: 1}}\n",
		"data/secret/1/a.in": "1\n", "data/secret/1/a.ans": "1\n", "data/secret/2/b.in": "2\n", "data/secret/2/b.ans": "2\n",
		"submissions/submissions.yaml": "partial:\n  secret/1:\n    permitted: [AC]\n  secret/2:\n    required: [TLE]\n",
		"submissions/accepted/fast.py": "print(input())\n",
		"submissions/partial/slow.py":  "import time\nn = input()\nwhile time.process_time() < (0.3 if n == '1' else 2.6): pass\nprint(n)\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := packages.Read(fsys, v.Toolchain.Table().Languages())
	if err != nil {
		t.Fatal(err)
	}
	report, err := v.Run(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if report.TimeLimitMs != 1000 || !report.Agrees || report.Submissions[1].Got != judge.TimeLimit || report.Submissions[1].Failure != "secret/2/b" {
		t.Errorf("%+v", report)
	}
}
