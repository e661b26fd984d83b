package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/codecraft-hq/codecraft/internal/cli"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/verify"
)

// steering is what no terminal may be given: an escape, a bell, an old escape of one letter, a text turned over.
const steering = "\x1b]0;owned\a\u009b31m\u202e"

// What names of files, problems, compilers and programs say steers no terminal, neither in tables nor in JSON nor in refusals.
func TestNothingOfAPackageSteersTheTerminal(t *testing.T) {
	name := "x" + strings.ReplaceAll(steering, "/", "") + "\n\ty.sh"
	for sentence, files := range map[string]map[string]string{
		"names of submissions":   {"submissions/accepted/" + name: doubles},
		"a name of a problem":    {"problem.yaml": "name: \"Sum \\e]0;owned\\a\\x9b31m\"\n"},
		"a name of a test":       {"data/secret/" + name + ".in": "1\n", "data/secret/" + name + ".ans": "3\n"},
		"what a program says":    {"submissions/accepted/bad.sh": "printf '\\033[2J\\302\\2331m' >&2\nexit 3\n"},
		"a line of a compiler":   {"submissions/accepted/bad.sh": "if \x1b[2J; ]\n"},
		"a name in a note":       {"submissions/accepted/" + name + ".klingon": "x"},
		"a name in a refusal":    {"data/secret/" + name + ".ans": "1\n"},
		"a key in a refusal":     {"problem.yaml": "problem_format_version: 2025-09\nname: x\n\"\\e[2J\": 1\n"},
		"a language of a folder": {"include/" + strings.ReplaceAll(name, "\n", "") + "/a.sh": "x"},
	} {
		t.Run(sentence, func(t *testing.T) {
			dir := writePackage(t, map[string]string{"accepted/good.sh": doubles})
			for file, text := range files {
				at := filepath.Join(dir, file)
				if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range [][]string{{dir}, {"--json", dir}, {dir, "accepted/good.sh"}, {"--json", dir, "accepted/good.sh"}} {
				var out, errOut bytes.Buffer
				cli.Main(append([]string{"judge", "--cache-dir", t.TempDir()}, args...), &out, &errOut)
				printed := out.String() + errOut.String()
				if i := strings.IndexFunc(printed, func(r rune) bool { return r != '\n' && r != '\t' && !unicode.IsPrint(r) }); i >= 0 || printed == "" {
					t.Errorf("%v: at %d of %q", args, i, printed)
				}
			}
		})
	}
}

// Whoever asks for JSON gets JSON, whatever comes of it.
func TestRefusalsAreJSONToo(t *testing.T) {
	good := writePackage(t, map[string]string{"accepted/good.sh": doubles})
	none := writePackage(t, nil)
	broken := writePackage(t, nil)
	if err := os.WriteFile(filepath.Join(broken, "problem.yaml"), []byte("name: [x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for sentence, c := range map[string]struct {
		args                  []string
		status                int
		code, pointer, detail string
	}{
		"a package that cannot be read":   {[]string{broken}, 2, "package_invalid", "/problem.yaml", "problem.yaml"},
		"a package that is not there":     {[]string{filepath.Join(broken, "nowhere")}, 2, "package_not_found", "", "nowhere"},
		"a package with no submission":    {[]string{none}, 2, "", "", "no submission to judge"},
		"a program that is not there":     {[]string{good, "nowhere.sh"}, 2, "", "", "nowhere.sh"},
		"a folder that cannot be written": {[]string{"--cache-dir", filepath.Join(file, "in"), good}, 3, "toolchain_dir", "", "not a directory"},
	} {
		t.Run(sentence, func(t *testing.T) {
			var out, errOut bytes.Buffer
			status := cli.Main(append([]string{"judge", "--json", "--cache-dir", t.TempDir()}, c.args...), &out, &errOut)
			var r struct {
				Error struct {
					Status                int
					Code, Detail, Pointer string
				}
			}
			if err := json.Unmarshal(out.Bytes(), &r); err != nil || status != c.status || errOut.Len() == 0 {
				t.Fatalf("status %d, %v: %s%s", status, err, out.String(), errOut.String())
			}
			if e := r.Error; e.Status != c.status || e.Code != c.code || e.Pointer != c.pointer || !strings.Contains(e.Detail, c.detail) {
				t.Errorf("%+v", e)
			}
		})
	}
}

// The table says what the compiler complains of, and what a program said before it failed.
func TestTheTableSaysWhatWentWrong(t *testing.T) {
	dir := writePackage(t, map[string]string{
		"accepted/a.sh": "echo first >&2\necho 'an error: the cause' >&2\necho more >&2\nexit 3\n",
		"accepted/b.sh": "echo 'nothing of that word' >&2\nkill -SEGV $$\n",
		"accepted/c.sh": "if then\n",
	})
	var out, errOut bytes.Buffer
	if status := cli.Main([]string{"judge", "--cache-dir", t.TempDir(), dir}, &out, &errOut); status != 1 {
		t.Errorf("status %d: %s", status, errOut.String())
	}
	for _, says := range []string{"exited with code 3: an error: the cause\n", ": nothing of that word\n", "does not compile: ", "syntax error near unexpected token"} {
		if !strings.Contains(out.String(), says) {
			t.Errorf("%q is not in\n%s", says, out.String())
		}
	}
	out.Reset()
	cli.Main([]string{"judge", "--json", "--cache-dir", t.TempDir(), dir}, &out, &errOut)
	var r verify.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil || r.Submissions[0].Message != "an error: the cause" {
		t.Errorf("%v, %+v", err, r)
	}
}
