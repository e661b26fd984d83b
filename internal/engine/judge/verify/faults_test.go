package verify_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

// custom is a package with a validator of its own, and what a case adds to it.
func custom(t *testing.T, v verify.Verification, changes map[string]string) *problem.Package {
	t.Helper()
	fsys := fstest.MapFS{}
	all := map[string]string{
		"problem.yaml":     "name: Echo\nvalidation: custom\nlimits: {time_limit: 1, validation_time: 1}\n",
		"data/sample/1.in": "1\n", "data/sample/1.ans": "1\n",
		"data/secret/1.in": "2\n", "data/secret/1.ans": "2\n",
		"output_validators/validate.py":    "import sys\nsys.exit(42 if sys.stdin.read() == open(sys.argv[2]).read() else 43)\n",
		"submissions/accepted/echo.py":     "print(input())\n",
		"submissions/wrong_answer/zero.py": "print(0)\n",
	}
	for name, text := range changes {
		all[name] = text
	}
	for name, text := range all {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := packages.Read(fsys, v.Toolchain.Table().Languages())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAValidatorThatDoesNotJudgeIsAJudgingErrorAndNothingElse(t *testing.T) {
	v := newVerification(t)
	for name, validator := range map[string]string{
		"one that never ends":       "while True: pass\n",
		"one that floods":           "import sys\nwith open(sys.argv[3] + 'judgemessage.txt', 'w') as f:\n    for _ in range(1024): f.write('x' * (1 << 20))\nsys.exit(42)\n",
		"one that ends with 1":      "import sys\nsys.exit(1)\n",
		"one that ends with 0":      "",
		"one that does not compile": "def (\n",
		"one that leaves a link":    "import os, sys\nos.symlink('/etc/passwd', sys.argv[3] + 'judgemessage.txt')\nsys.exit(1)\n",
	} {
		t.Run(name, func(t *testing.T) {
			report, err := v.Run(t.Context(), custom(t, v, map[string]string{"output_validators/validate.py": validator}))
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range report.Submissions {
				if s.Got != judge.JudgingError || s.Agrees || strings.Contains(s.Detail, "root:") {
					t.Errorf("%s: %+v", s.Name, s)
				}
			}
			if report.Agrees {
				t.Error("the package is said to be sound")
			}
		})
	}
}

func TestFaultsOfTestData(t *testing.T) {
	v := newVerification(t)
	const digits = "import sys\nsys.exit(42 if sys.stdin.read().strip().isdigit() else 1)\n"
	for name, c := range map[string]struct {
		changes map[string]string
		at      string
		says    string
	}{
		"an input that its validator refuses": {
			map[string]string{"input_validators/d.py": digits, "data/secret/1.in": "x\n", "data/secret/1.ans": "x\n"}, "secret/1", "refused with exit code 1"},
		"an invalid input that nobody refuses": {
			map[string]string{"input_validators/d.py": digits, "data/invalid_input/a.in": "7\n"}, "invalid_input/a", "said to be invalid"},
		"an input validator that never ends": {
			map[string]string{"input_validators/d.py": "while True: pass\n"}, "sample/1", "did not end in time"},
		"an input validator that does not compile": {
			map[string]string{"input_validators/d.cpp": "int main( {\n"}, "", "does not compile"},
		"an invalid output that passes": {
			map[string]string{"data/invalid_output/a.in": "1\n", "data/invalid_output/a.ans": "1\n", "data/invalid_output/a.out": "1\n"}, "invalid_output/a", "nothing refuses it"},
		"a valid output that is refused": {
			map[string]string{"data/valid_output/a.in": "1\n", "data/valid_output/a.ans": "1\n", "data/valid_output/a.out": "2\n"}, "valid_output/a", "said to be valid"},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := v.Run(t.Context(), custom(t, v, c.changes))
			if err != nil {
				t.Fatal(err)
			}
			if report.Agrees || !slices.ContainsFunc(report.Faults, func(f verify.DataFault) bool { return f.Case == c.at && strings.Contains(f.Detail, c.says) }) {
				t.Errorf("%+v", report.Faults)
			}
		})
	}
}

// Whoever stops a verification is told what is known by then, and what is not.
func TestAVerificationThatIsStoppedTellsWhatIsKnown(t *testing.T) {
	v := newVerification(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	v.Progress = func(s verify.Step) {
		if s.Name == "wrong_answer/zero.py" {
			stop()
		}
	}
	report, err := v.Run(ctx, custom(t, v, nil))
	if !errors.Is(err, context.Canceled) || report.Agrees || len(report.Submissions) != 2 {
		t.Fatalf("%v, %+v", err, report)
	}
	first, second := report.Submissions[0], report.Submissions[1]
	if !first.Judged() || !first.Agrees || second.Judged() || second.Agrees || second.Name != "wrong_answer/zero.py" || !strings.Contains(second.Why, "stopped") {
		t.Errorf("%+v", report.Submissions)
	}
}
