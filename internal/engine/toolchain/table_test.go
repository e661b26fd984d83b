package toolchain_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// awk is a language that nothing else in this repository knows.
const awk = `
- id: awk
  name: AWK
  editor: plaintext
  extensions: [.awk]
  source: {name: main.awk}
  programs: [awk]
  version: {command: [awk, -W, version], pattern: '(\d+\.\S+)'}
  home: {up: 2}
  install: {apt: [mawk]}
  run: ["{program}", -f, "/program/{entry}"]
  starter: |
    { print "Hello, " $1 "!" }
`

func TestARowIsAllThatANewLanguageNeeds(t *testing.T) {
	rows, err := toolchain.Parse([]byte(awk))
	if err != nil {
		t.Fatal(err)
	}
	table := toolchain.Detect(t.Context(), rows)
	if !table[0].Installed {
		t.Skipf("SKIPPED, %s", table[0].Problem)
	}
	h := newHost(t, table)
	a, c := h.compile(t, toolchain.Request{Language: "awk", Files: source(rows[0].Starter)})
	if !c.OK {
		t.Fatalf("%+v", c)
	}
	if r, out, errOut := h.run(t, a, "Ada\n"); r.Status != sandbox.OK || out != "Hello, Ada!\n" {
		t.Errorf("%+v %q %q", r, out, errOut)
	}
}

func TestTheBuiltinTable(t *testing.T) {
	rows := toolchain.Builtin()
	want := []string{"c", "cpp", "go", "java", "javascript", "typescript", "python", "rust", "ruby", "php", "bash", "sql"}
	for i, id := range want {
		if rows[i].ID != id {
			t.Errorf("row %d is %q, want %q", i, rows[i].ID, id)
		}
	}
	files := map[string]string{"a.cc": "cpp", "A.JAVA": "java", "x.mjs": "javascript", "dir.py/x.rs": "rust"}
	for file, id := range files {
		if l, ok := toolchain.ByExtension(rows, file); !ok || l.ID != id {
			t.Errorf("%s is %q, want %q", file, l.ID, id)
		}
	}
	if _, ok := toolchain.ByExtension(rows, "notes.txt"); ok {
		t.Error("notes.txt has a language")
	}
}

func TestBadTablesAreRefused(t *testing.T) {
	tests := map[string]struct{ old, new, says string }{
		"an unknown key":            {"editor:", "edittor:", "edittor"},
		"a bad id":                  {"id: awk", "id: AWK", "lower case"},
		"no starter":                {"  starter: |\n    { print \"Hello, \" $1 \"!\" }\n", "", "starter"},
		"no programs":               {"programs: [awk]", "programs: []", "programs"},
		"no way to install":         {"{apt: [mawk]}", "{}", "install"},
		"a name of another kind":    {"main.awk", "main.txt", "extensions"},
		"a bad pattern":             {`(\d+\.\S+)`, `(`, "pattern"},
		"an unknown placeholder":    {"{entry}", "{source}", "{source}"},
		"a program it does not ask": {"{program}", "{bin:gawk}", "{bin:gawk}"},
		"a warm-up without use":     {"  run: [", "  warm: {run: [awk]}\n  run: [", "warms up"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := toolchain.Parse([]byte(strings.Replace(awk, c.old, c.new, 1)))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want it to say %q", err, c.says)
			}
		})
	}
	if _, err := toolchain.Parse([]byte(awk + awk)); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a row that is there twice: %v", err)
	}
}

func TestWhatIsNotInstalledSaysHowToGetIt(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken")
	if err := os.WriteFile(broken, []byte("#!/bin/sh\nexit 7\n"), 0o700); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	rows, err := toolchain.Parse([]byte(strings.ReplaceAll(awk, "[awk", "[no-such-awk") +
		strings.NewReplacer("id: awk", "id: broken", "[awk", "["+broken).Replace(awk)))
	if err != nil {
		t.Fatal(err)
	}
	table := toolchain.Detect(t.Context(), rows)
	for _, id := range []string{"awk", "broken"} {
		_, err := table.Get(id)
		if e := errs.Of(err); err == nil || e.Kind != errs.Unavailable || e.Code != "language_unavailable" || !strings.Contains(e.Detail, "apt-get install mawk") {
			t.Errorf("%s: %v", id, err)
		}
	}
	if _, err := table.Get("klingon"); !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "awk, broken") {
		t.Errorf("an unknown language: %v", err)
	}
}
