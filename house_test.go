// Package house_test holds the rules of the house: which floor may import which, that every package says what it
// is for, and that files and functions stay readable. It parses the sources itself, so that no cache answers for it.
package house_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/codecraft-hq/codecraft/"

// floors, from the top; imports run down. Rooms on one floor may meet only where together says so.
var floors = []struct {
	prefix   string
	together bool
}{
	{"cmd", false},
	{"internal/cli", true},
	{"internal/app", true},
	{"internal/service", false},
	{"internal/contract", true},
	{"internal/demo", false},
	{"internal/parts", true},
	{"internal/engine", true},
	{"internal/base", true},
	{"web", false},
}

// rooms of a service, from the top; "." is the service's own package. Imports run down here, too.
var rooms = map[string][]string{
	"internal/service/assessments": {".", "stream", "report", "preview", "submission", "attempt", "invitation", "catalog"},
	"internal/service/auth":        {".", "people", "credential", "session", "signingkey", "user", "audit", "wish", "secret"},
	"internal/service/execution":   {"judge0", "piston", ".", "attachment", "run", "rejudging", "judgement", "roster", "worker", "terminal", "wire", "webhook"},
	"internal/service/interviews":  {".", "call", "clip", "recording", "evaluation", "board", "workspace", "participant", "template", "schedule", "news"},
	"internal/service/problems":    {".", "packages", "version", "verification", "draft", "reference", "tests", "problem", "space"},
}

// tests may look at everything below them, and are imported by tests only.
const testFloor = "test"

const (
	maxFile     = 400 // lines
	maxFunction = 60
	maxRoom     = 2500 // lines of a package, without tests
)

type source struct {
	path string // relative, with slashes
	file *ast.File
	set  *token.FileSet
}

func (s source) folder() string { return filepath.ToSlash(filepath.Dir(s.path)) }
func (s source) test() bool     { return strings.HasSuffix(s.path, "_test.go") }

func sources(t *testing.T) (all []source) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || slices.Contains([]string{"node_modules", "testdata", "build", "bin", "data"}, d.Name()) || path == "internal/demo/problems/packages" || path == "tools") {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{filepath.ToSlash(path), file, set})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("found %d Go files: the walk is broken", len(all))
	}
	return all
}

func floor(path string) int {
	return slices.IndexFunc(floors, func(f struct {
		prefix   string
		together bool
	}) bool {
		return path == f.prefix || strings.HasPrefix(path, f.prefix+"/")
	})
}

// room is the first folder below the floor: internal/service/auth for all of its packages.
func room(path string, f int) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(path, floors[f].prefix), "/")
	first, _, _ := strings.Cut(rest, "/")
	return first
}

func refusal(from, to string) string {
	if strings.HasPrefix(to, testFloor+"/") {
		return "only tests import " + testFloor
	}
	f, g := floor(from), floor(to)
	switch {
	case f < 0:
		return "stands on no floor: add it to floors or move it"
	case g < 0:
		return "imports something that stands on no floor"
	case g < f:
		return "imports run down"
	case f == g && !floors[f].together && room(from, f) != room(to, g):
		return "rooms of " + floors[f].prefix + " never import one another"
	}
	return roomRefusal(from, to)
}

// roomRefusal is why a package of a service may not import another of the same one.
func roomRefusal(from, to string) string {
	for service, order := range rooms {
		at := func(path string) int {
			inside, ok := strings.CutPrefix(path+"/", service+"/")
			if !ok {
				return -1
			}
			first, _, _ := strings.Cut(inside, "/")
			return slices.Index(order, cmp.Or(first, "."))
		}
		if strings.HasPrefix(from+"/", service+"/") && strings.HasPrefix(to+"/", service+"/") {
			switch f, g := at(from), at(to); {
			case f < 0 || g < 0:
				return "has no place among the rooms of " + service + ": give it one in rooms"
			case g < f:
				return "imports run down: the rooms of " + service + " are " + strings.Join(order, ", ")
			}
		}
	}
	return ""
}

func TestImportsRunDown(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.path, testFloor+"/") || s.folder() == "." {
			continue
		}
		for _, i := range s.file.Imports {
			to, ours := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), module)
			if !ours {
				continue
			}
			if why := refusal(s.folder(), to); why != "" {
				t.Errorf("%s imports %s: %s", s.path, to, why)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for from, to := range map[string]string{
		"internal/base/db":                         "internal/engine/judge",
		"internal/engine/judge":                    "internal/contract/auth",
		"internal/service/auth":                    "internal/service/problems",
		"internal/contract/auth":                   "internal/service/auth",
		"internal/service/auth/session":            "internal/app",
		"internal/app":                             "test/harness",
		"internal/service/execution/webhook":       "internal/service/execution",
		"internal/service/execution/webhook/inner": "internal/service/execution/judge0",
		"internal/service/execution/unknown":       "internal/service/execution",
	} {
		if refusal(from, to) == "" {
			t.Errorf("%s may import %s, which it must not", from, to)
		}
	}
	for from, to := range map[string]string{
		"internal/app":                      "internal/service/auth",
		"internal/service/auth":             "internal/service/auth/session",
		"internal/service/auth/session":     "internal/base/db",
		"internal/service/execution":        "internal/service/execution/webhook",
		"internal/service/execution/judge0": "internal/service/execution",
		"internal/engine/judge":             "internal/engine/sandbox",
	} {
		if why := refusal(from, to); why != "" {
			t.Errorf("%s may not import %s: %s", from, to, why)
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	said := map[string]bool{}
	for _, s := range sources(t) {
		if !s.test() || s.folder() == "." {
			said[s.folder()] = said[s.folder()] || s.file.Doc != nil
		}
	}
	for folder, ok := range said {
		if !ok {
			t.Errorf("%s has no package comment", folder)
		}
	}
}

// A longer file or function explains itself with a comment that begins "house:".
func TestFilesAndFunctionsAreReadable(t *testing.T) {
	for _, s := range sources(t) {
		if s.test() || ast.IsGenerated(s.file) {
			continue
		}
		excused := explained(s)
		if n := s.set.File(s.file.Pos()).LineCount(); n > maxFile && !excused(s.file.Pos(), s.file.End()) {
			t.Errorf("%s has %d lines, more than %d", s.path, n, maxFile)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > maxFunction && !excused(f.Pos(), f.End()) {
				t.Errorf("%s has %d lines, more than %d", fmt.Sprintf("%s: %s", s.path, f.Name.Name), n, maxFunction)
			}
		}
	}
}

// A package that grows gets another one below it, by noun, never by layer.
func TestRoomsAreSmall(t *testing.T) {
	lines := map[string]int{}
	for _, s := range sources(t) {
		if !s.test() && !strings.HasPrefix(s.path, testFloor+"/") {
			lines[s.folder()] += s.set.File(s.file.Pos()).LineCount()
		}
	}
	if len(lines) < 80 {
		t.Fatalf("found %d packages: the walk is broken", len(lines))
	}
	for folder, n := range lines {
		if n > maxRoom {
			t.Errorf("%s has %d lines, more than %d: cut it by noun", folder, n, maxRoom)
		}
	}
}

func explained(s source) func(from, to token.Pos) bool {
	var at []int
	for _, group := range s.file.Comments {
		for _, c := range group.List {
			if strings.HasPrefix(c.Text, "// house:") {
				at = append(at, s.set.Position(c.Pos()).Line)
			}
		}
	}
	return func(from, to token.Pos) bool {
		first, last := s.set.Position(from).Line-6, s.set.Position(to).Line
		return slices.ContainsFunc(at, func(line int) bool { return line >= first && line <= last })
	}
}

var promise = regexp.MustCompile("`(Test[A-Za-z0-9_]+)`")

func TestEveryPromiseNamesATest(t *testing.T) {
	tests := map[string]bool{}
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test() {
				tests[f.Name.Name] = true
			}
		}
	}
	text, err := os.ReadFile("SPECIFICATION.md")
	if err != nil {
		t.Fatal(err)
	}
	named := promise.FindAllStringSubmatch(string(text), -1)
	if len(named) < 40 {
		t.Fatalf("%d promises found: the pattern is broken", len(named))
	}
	for _, m := range named {
		if !tests[m[1]] {
			t.Errorf("SPECIFICATION.md names %s, which is no test", m[1])
		}
	}
}
