package cli_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
)

// writePackage makes a package whose answers are the input doubled; programs are in Bash, which every host has.
func writePackage(t *testing.T, submissions map[string]string) string {
	t.Helper()
	backend, err := native.New(t.Context(), native.Config{Slots: 1})
	if err != nil {
		t.Skipf("SKIPPED, no program can be run here: %v", err)
	}
	if err := backend.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := map[string]string{
		"problem.yaml":     "name: Doubles\nlimits: {time_limit: 1}\n",
		"data/sample/1.in": "2\n", "data/sample/1.ans": "4\n",
		"data/secret/1.in": "21\n", "data/secret/1.ans": "42\n",
	}
	for name, text := range submissions {
		files["submissions/"+name] = text
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const doubles = "read -r x\necho $((2 * x))\n"

func TestJudge(t *testing.T) {
	tests := map[string]struct {
		submissions map[string]string
		status      int
		says        string
	}{
		"all labels hold": {
			map[string]string{"accepted/good.sh": doubles, "wrong_answer/bad.sh": "echo 4\n", "run_time_error/bad.sh": "exit 3\n"},
			0, "All 3 submissions got the verdict they are labelled with."},
		"a wrong program among the accepted": {
			map[string]string{"accepted/good.sh": doubles, "accepted/bad.sh": "echo 4\n"},
			1, `<- expected AC, got WA: secret/1: line 1, column 1: expected "42", got "4"` + "\n"},
		"a right program among the wrong": {
			map[string]string{"wrong_answer/good.sh": doubles}, 1, "<- expected WA, got AC\n"},
		"a program that fails": {
			map[string]string{"accepted/bad.sh": "exit 3\n"}, 1, "<- expected AC, got RTE: sample/1: exited with code 3\n\n1 of 1 submissions did not get"},
		"one in no language beside others": {
			map[string]string{"accepted/good.sh": doubles, "accepted/good.klingon": doubles}, 0, `accepted/good.klingon: passed over, for no language here has the ending ".klingon"`},
		"a program that cannot be judged": {
			map[string]string{"accepted/good.sh": doubles, "accepted/empty.sh": "\x00"}, 3, "1 of 2 submissions could not be judged."},
		"one that disagrees beside one that cannot be judged": {
			map[string]string{"accepted/empty.sh": "\x00", "wrong_answer/good.sh": doubles}, 3, "1 of 2 submissions could not be judged."},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			dir := writePackage(t, c.submissions)
			var out, errOut bytes.Buffer
			status := cli.Main([]string{"judge", "--cache-dir", t.TempDir(), dir}, &out, &errOut)
			if status != c.status || !strings.Contains(out.String(), c.says) {
				t.Errorf("status %d, want %d\n%s%s", status, c.status, out.String(), errOut.String())
			}
			out.Reset()
			status = cli.Main([]string{"judge", "--json", "--cache-dir", t.TempDir(), dir}, &out, &errOut)
			var r verify.Report
			if err := json.Unmarshal(out.Bytes(), &r); err != nil || status != c.status || r.Agrees != (status == 0) || len(r.Submissions) != strings.Count(strings.Join(slices.Collect(maps.Keys(c.submissions)), " "), ".sh") {
				t.Errorf("as JSON: status %d, %v\n%s", status, err, out.String())
			}
			if errOut.Len() > 0 {
				t.Errorf("progress is drawn where there is no terminal: %q", errOut.String())
			}
		})
	}
}

func TestJudgeNamesTheEndingOfProgramsInNoLanguage(t *testing.T) {
	var out, errOut bytes.Buffer
	dir := writePackage(t, map[string]string{"accepted/good.klingon": doubles})
	if status := cli.Main([]string{"judge", "--cache-dir", t.TempDir(), dir}, &out, &errOut); status != 2 || !strings.Contains(errOut.String(), `has the ending ".klingon"`) {
		t.Errorf("status %d: %s%s", status, out.String(), errOut.String())
	}
}

func TestJudgeRefusesWhatIsNoPackage(t *testing.T) {
	var out, errOut bytes.Buffer
	if status := cli.Main([]string{"judge", t.TempDir()}, &out, &errOut); status != 2 || !strings.Contains(errOut.String(), "problem.yaml") {
		t.Errorf("status %d: %s%s", status, out.String(), errOut.String())
	}
}

func TestJudgeRefusesWhatCannotBeMeant(t *testing.T) {
	for arg, says := range map[string]string{
		"--time-limit=0":               "--time-limit=0: it takes 0.001 to 3600 seconds",
		"--time-limit=-1":              "--time-limit=-1: it takes",
		"--time-limit=NaN":             "--time-limit=NaN: it takes",
		"--time-limit=+Inf":            "--time-limit=+Inf: it takes",
		"--time-limit=1e6":             "--time-limit=1000000: it takes",
		"--slots=-2":                   "--slots=-2: it takes 1 to 1024; 0 is one a processor",
		"--slots=99999999999999999999": "it takes 1 to 1024",
	} {
		if status, out, errOut := run("judge", arg, t.TempDir()); status != 2 || out != "" || !strings.Contains(errOut, says) {
			t.Errorf("%s: status %d, want 2 and %q\n%s%s", arg, status, says, out, errOut)
		}
	}
}
