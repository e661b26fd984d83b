package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/suite"
)

func TestTheSuiteHoldsALanguageThatWorks(t *testing.T) {
	writePackage(t, nil) // skips where no program can be run
	page := filepath.Join(t.TempDir(), "page.md")
	status, out, errOut := run("toolchain", "test", "--json", "--page", page, "bash", "perl")
	var reports []suite.Report
	if err := json.Unmarshal([]byte(out), &reports); err != nil || status != 0 || len(reports) != 2 {
		t.Fatalf("status %d, %v\n%s%s", status, err, out, errOut)
	}
	for i, r := range reports {
		if want := []string{"bash", "perl"}[i]; r.Language != want || !r.OK || r.Version == "" || len(r.Checks) != len(suite.Checks) {
			t.Errorf("%+v, want all %d checks of %s to hold", r, len(suite.Checks), want)
		}
	}
	if !strings.Contains(errOut, "[1/2] bash\n[2/2] perl\n") {
		t.Errorf("progress: %q", errOut)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"2 of 2 rows held: 2 languages", "| `bash` | " + reports[0].Version + " | AC | AC | AC | AC | AC | WA | TLE | MLE | RTE | CE |\n", "not asked for: `c`, `cpp`",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the page lacks %q\n%s", line, text)
		}
	}
}

// The LiveScript of the registry is an empty file, and its Node.js greets with a version.
func TestTheSuiteNamesALanguageThatDoesNotWork(t *testing.T) {
	writePackage(t, nil)
	r := newRegistry(t)
	r.program(t, "npm", whole("1.6.0"))
	if status, out, _ := run("toolchain", "install", "livescript"); status != 0 {
		t.Fatal(out)
	}
	page := filepath.Join(t.TempDir(), "page.md")
	status, out, errOut := run("toolchain", "test", "--at-least", "2", "--page", page, "perl", "livescript")
	for _, want := range []string{"holds  perl ", "FAILS  livescript         1.6.0 ", "hello world: got CE (Compile error), want AC: ", "1 of 2 hold: 1 languages"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if status != 1 || !strings.Contains(errOut, "1 languages hold, 2 are asked for") {
		t.Errorf("status %d, want 1", status)
	}
	if text, err := os.ReadFile(page); err != nil || !strings.Contains(string(text), "| `livescript` | 1.6.0 | CE? |") {
		t.Errorf("%v; the page does not mark what is not as expected:\n%s", err, text)
	}
	if t.Failed() {
		t.Logf("%s%s", out, errOut)
	}
	if status, _, errOut := run("toolchain", "test", "--at-least", "2", "perl"); status != 1 || !strings.Contains(errOut, "1 languages hold, 2 are asked for") {
		t.Errorf("too few languages that hold: status %d\n%s", status, errOut)
	}
	if status, _, errOut := run("toolchain", "test", "no-such"); status != 1 || !strings.Contains(errOut, "there is no language") {
		t.Errorf("an unknown language: status %d\n%s", status, errOut)
	}
}
