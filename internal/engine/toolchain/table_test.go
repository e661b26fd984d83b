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

// awk is a row to be broken in several ways.
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

// greet is the interpreter of a language that nobody has heard of: a line is "say" with words, or "ask" with the
// name of what is read; "-c" looks for errors of syntax, "-V" tells the version.
const greet = `#!/bin/bash
if [ "$1" = -V ]; then echo "greet 0.7.1"; exit; fi
check=; if [ "$1" = -c ]; then check=yes; shift; fi
answer=
while read -r verb rest; do
  case $verb in
    say) [ -n "$check" ] || echo "${rest//it/$answer}";;
    ask) [ -n "$check" ] || read -r answer <&3;;
    *) echo "$1: there is no verb $verb" >&2; exit 1;;
  esac
done 3<&0 < "$1"
`

const greetRow = `
- id: greet
  name: Greet
  editor: plaintext
  extensions: [.greet]
  source: {name: main.greet}
  programs: [bin/greet]
  version: {command: [bin/greet, -V], pattern: 'greet (\S+)'}
  install: {hint: write it}
  check: ["{program}", -c, "{entry}"]
  run: ["{program}", "/program/{entry}"]
  starter: |
    ask name
    say Hello, it!
`

func TestARowIsAllThatANewLanguageNeeds(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // programs run under other users
		t.Fatal(err)
	}
	rows, err := toolchain.Parse([]byte(greetRow))
	if err != nil {
		t.Fatal(err)
	}
	if tool := toolchain.DetectIn(t.Context(), dir, rows)[0]; tool.Installed || !strings.Contains(tool.Problem, "write it") {
		t.Fatalf("before there is an interpreter: %+v", tool)
	}
	program := filepath.Join(dir, "greet", "bin", "greet")
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil { //nolint:gosec // the same
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte(greet), 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
	table := toolchain.DetectIn(t.Context(), dir, rows)
	if !table[0].Installed || table[0].Version != "0.7.1" {
		t.Fatalf("it is not found: %+v", table[0])
	}
	h := newHost(t, table)
	a, c := h.compile(t, toolchain.Request{Language: "greet", Files: source(rows[0].Starter)})
	if !c.OK {
		t.Fatalf("%+v", c)
	}
	if r, out, errOut := h.run(t, a, "Ada\n"); r.Status != sandbox.OK || out != "Hello, Ada!\n" {
		t.Errorf("%+v %q %q", r, out, errOut)
	}
	if _, c := h.compile(t, toolchain.Request{Language: "greet", Files: source("shout hello\n")}); c.OK || !strings.Contains(c.Output, "there is no verb shout") {
		t.Errorf("an error of syntax: %+v", c)
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
		"an unknown family":         {"  run: [", "  family: nativ\n  run: [", "nativ"},
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
}

func TestAnUnknownLanguageIsGuessedOnlyWhenItIsNear(t *testing.T) {
	table := make(toolchain.Table, 0, 100)
	for _, l := range toolchain.Builtin() {
		table = append(table, toolchain.Tool{Language: l})
	}
	for word, guess := range map[string]string{
		"Awkk": "awk", "pyton": "python", "py": "python", "js": "javascript", "C++": "cpp", "golang": "go", "node": "", "nope": "", "x": "", "": "", "typescript@den": "typescript@deno",
	} {
		_, err := table.Get(word)
		if !errs.Is(err, errs.Invalid) || !strings.Contains(err.Error(), "codecraft toolchain list") ||
			strings.Contains(err.Error(), "did you mean") != (guess != "") || !strings.Contains(err.Error(), guess) {
			t.Errorf("%q: %v, want %q", word, err, guess)
		}
	}
}

// What is to be typed is there whole: each row that our command installs names itself in it.
func TestTheWayToInstallIsACommand(t *testing.T) {
	for _, l := range toolchain.Builtin() {
		said := l.HowToInstall()
		if strings.Contains(said, "toolchain install") && !strings.Contains(said, "codecraft toolchain install "+l.ID+" (") {
			t.Errorf("%s: %s", l.ID, said)
		}
	}
}

// A mode that the web editor does not know shows plain text; the rows that are to show it say so. PHP has no mode yet.
func TestTheEditorKnowsTheModesOfTheTable(t *testing.T) {
	text, err := os.ReadFile("../../../web/src/lib/editor/languages.ts")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range toolchain.Builtin() {
		if l.Editor == "plaintext" {
			continue
		}
		if !strings.Contains(string(text), "\n  "+l.Editor+": ") && !strings.Contains(string(text), "\n  \""+l.Editor+"\": ") {
			t.Errorf("%s has the mode %q, which the editor does not know", l.ID, l.Editor)
		}
	}
}
