package kattis_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// files makes a small good package with some files changed; an empty text removes one.
func files(changes map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	all := map[string]string{
		"problem.yaml":                     "name: Two Doors\nkeywords: doors keys\n",
		"problem_statement/problem.en.md":  "Open both.",
		"problem_statement/problem.de.tex": "Beide.",
		"data/sample/1.in":                 "1\n",
		"data/sample/1.ans":                "2\n",
		"data/secret/a.in":                 "2\n",
		"data/secret/a.ans":                "3\n",
		"data/secret/b.in":                 "3\n",
		"data/secret/b.ans":                "4\n",
		"submissions/accepted/good.py":     "print(int(input()) + 1)\n",
	}
	for name, text := range changes {
		all[name] = text
	}
	for name, text := range all {
		if text != "" {
			fsys[name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return fsys
}

func read(t *testing.T, changes map[string]string) *kattis.Package {
	t.Helper()
	p, err := kattis.Read(files(changes), toolchain.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// groups is a plan's shape: name, points and number of tests of each group.
func groups(p *kattis.Package) map[string][2]float64 {
	shape := map[string][2]float64{}
	for _, g := range p.Plan.Groups {
		shape[g.Name] = [2]float64{g.Points, float64(len(g.Tests))}
	}
	return shape
}

func TestReadAPassFailPackage(t *testing.T) {
	p := read(t, nil)
	if p.Name != "Two Doors" || !reflect.DeepEqual(p.Tags, []string{"doors", "keys"}) || len(p.Statements) != 2 || p.TimeLimit {
		t.Errorf("%+v", p)
	}
	if want := (map[string][2]float64{"sample": {0, 1}, "secret": {0, 2}}); !reflect.DeepEqual(groups(p), want) {
		t.Errorf("groups %v, want %v", groups(p), want)
	}
	if !p.Plan.Groups[0].Sample || p.Plan.Groups[1].Sample || len(p.Samples) != 1 || p.Samples[0].Answer != "2\n" {
		t.Errorf("samples: %+v", p.Samples)
	}
	for _, d := range p.Plan.Digests() {
		if _, err := fs.Stat(files(nil), p.Files[d]); err != nil {
			t.Errorf("digest %s: %v", d, err)
		}
	}
	if s := p.Submissions; len(s) != 1 || s[0].Language != "python" || !s[0].Expects(judge.Accepted) {
		t.Errorf("submissions: %+v", s)
	}
}

func TestGroupsAndPoints(t *testing.T) {
	const scoring = "name: x\ntype: scoring\n"
	tests := map[string]struct {
		changes map[string]string
		want    map[string][2]float64
	}{
		"scoring without settings is a point a test": {
			map[string]string{"problem.yaml": scoring},
			map[string][2]float64{"sample": {0, 1}, "secret/a": {1, 1}, "secret/b": {1, 1}}},
		"scores of each test": {
			map[string]string{"problem.yaml": scoring, "data/secret/testdata.yaml": "accept_score: 25\n"},
			map[string][2]float64{"sample": {0, 1}, "secret/a": {25, 1}, "secret/b": {25, 1}}},
		"groups that are earned together": {
			map[string]string{
				"problem.yaml": scoring, "data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "",
				"data/secret/easy/testdata.yaml": "grader_flags: min\naccept_score: 40\n", "data/secret/easy/1.in": "1", "data/secret/easy/1.ans": "2",
				"data/secret/full/testdata.yaml": "grader_flags: min\nrange: 0 60\n", "data/secret/full/1.in": "1", "data/secret/full/1.ans": "2",
				"data/secret/full/2.in": "5", "data/secret/full/2.ans": "6",
			},
			map[string][2]float64{"sample": {0, 1}, "easy": {40, 1}, "full": {60, 2}}},
		"settings are inherited": {
			map[string]string{
				"problem.yaml": scoring, "data/testdata.yaml": "grader_flags: min\naccept_score: 7.5\n",
				"data/secret/deep/down/1.in": "1", "data/secret/deep/down/1.ans": "2",
			},
			map[string][2]float64{"sample": {0, 1}, "secret": {7.5, 2}, "deep/down": {7.5, 1}}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if got := groups(read(t, c.changes)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("groups %v, want %v", got, c.want)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	tests := map[string]struct {
		changes map[string]string
		check   func(*kattis.Package) bool
	}{
		"float tolerance": {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_tolerance 1e-6 case_sensitive\n"}, func(p *kattis.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Float, AbsTolerance: 1e-6, RelTolerance: 1e-6, CaseSensitive: true}
		}},
		"single tolerances": {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_absolute_tolerance 0.1 float_relative_tolerance 0.2\n"}, func(p *kattis.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Float, AbsTolerance: 0.1, RelTolerance: 0.2}
		}},
		"flags in testdata.yaml": {map[string]string{"data/testdata.yaml": "output_validator_flags: space_change_sensitive\n"}, func(p *kattis.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Tokens, SpaceSensitive: true}
		}},
		"limits": {map[string]string{"problem.yaml": "name: {de: Zwei, en: Two}\nlimits: {time_limit: 1.5, memory: 64, output: 2}\n"}, func(p *kattis.Package) bool {
			return p.Name == "Two" && p.TimeLimit && p.Plan.Limits.CPUTimeMs == 1500 && p.Plan.Limits.MemoryKb == 64<<10 && p.Plan.Limits.OutputKb == 2048
		}},
		"a .timelimit file":      {map[string]string{".timelimit": "3\n"}, func(p *kattis.Package) bool { return p.TimeLimit && p.Plan.Limits.CPUTimeMs == 3000 }},
		"a domjudge-problem.ini": {map[string]string{"domjudge-problem.ini": "color=red\ntimelimit='2.5'\n"}, func(p *kattis.Package) bool { return p.Plan.Limits.CPUTimeMs == 2500 }},
		"our own additions": {map[string]string{"codecraft.yaml": "difficulty: hard\nminutes: 40\nsummary: Doors.\nlanguage_factors: true\n", "attachments/starter/x.go": "package main"}, func(p *kattis.Package) bool {
			return p.Difficulty == "hard" && p.Minutes == 40 && p.Plan.Limits.LanguageFactors && p.Starters["go"] == "package main"
		}},
		"verdicts by folder and mark": {map[string]string{
			"submissions/run_time_error/x.c": "int main;", "submissions/mixed/y.py": "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT\n", "submissions/mixed/z.py": "1",
			"submissions/wrong_answer/dir/main.cpp": "1", "submissions/wrong_answer/dir/helper.h": "2",
		}, func(p *kattis.Package) bool {
			s := p.Submissions
			return len(s) == 4 && s[1].Expects(judge.TimeLimit) && s[1].Expects(judge.WrongAnswer) && s[2].Expects(judge.MemoryLimit) &&
				s[3].Language == "cpp" && len(s[3].Files) == 2 && s[3].Files[1].Name == "main.cpp" && len(p.Notes) == 1
		}},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if p := read(t, c.changes); !c.check(p) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestBadPackagesAreRefusedWithThePlace(t *testing.T) {
	tests := map[string]struct {
		changes map[string]string
		pointer string
	}{
		"no problem.yaml":                  {map[string]string{"problem.yaml": ""}, "/problem.yaml"},
		"a problem.yaml that is no YAML":   {map[string]string{"problem.yaml": "name: [x\n"}, "/problem.yaml"},
		"no name":                          {map[string]string{"problem.yaml": "type: pass-fail\n"}, "/problem.yaml"},
		"an interactive problem":           {map[string]string{"problem.yaml": "name: x\ntype: interactive\n"}, "/problem.yaml"},
		"a validator of its own":           {map[string]string{"problem.yaml": "name: x\nvalidation: custom\n"}, "/problem.yaml"},
		"an unknown flag":                  {map[string]string{"problem.yaml": "name: x\nvalidator_flags: be_nice\n"}, "/problem.yaml"},
		"a flag without its number":        {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_tolerance\n"}, "/problem.yaml"},
		"a score that is not finite":       {map[string]string{"problem.yaml": "name: x\ntype: scoring\n", "data/secret/testdata.yaml": "accept_score: .nan\n"}, "/data/secret/testdata.yaml"},
		"a limit that is not finite":       {map[string]string{"problem.yaml": "name: x\nlimits: {time_limit: .nan}\n"}, "/problem.yaml"},
		"a limit out of all bounds":        {map[string]string{"problem.yaml": "name: x\nlimits: {memory: 99999999999}\n"}, "/problem.yaml"},
		"a negative limit":                 {map[string]string{"problem.yaml": "name: x\nlimits: {memory: -1}\n"}, "/problem.yaml"},
		"an input without answer":          {map[string]string{"data/secret/a.ans": ""}, "/data/secret/a.in"},
		"an answer without input":          {map[string]string{"data/secret/a.in": ""}, "/data/secret/a.ans"},
		"tests with arguments":             {map[string]string{"data/secret/a.args": "-x"}, "/data/secret/a.args"},
		"no tests":                         {map[string]string{"data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "", "data/sample/1.in": "", "data/sample/1.ans": ""}, "/data"},
		"a score that is no number":        {map[string]string{"problem.yaml": "name: x\ntype: scoring\n", "data/secret/testdata.yaml": "accept_score: many\n"}, "/data/secret/testdata.yaml"},
		"flags of one group alone":         {map[string]string{"data/secret/g/testdata.yaml": "output_validator_flags: case_sensitive\n", "data/secret/g/1.in": "1", "data/secret/g/1.ans": "1"}, "/data/secret/g/testdata.yaml"},
		"an unknown key of our own":        {map[string]string{"codecraft.yaml": "colour: easy\n"}, "/codecraft.yaml"},
		"an unknown difficulty":            {map[string]string{"codecraft.yaml": "difficulty: brutal\n"}, "/codecraft.yaml"},
		"a time limit that is no number":   {map[string]string{".timelimit": "soon"}, "/.timelimit"},
		"a statement of several megabytes": {map[string]string{"problem_statement/problem.md": strings.Repeat("x", 5<<20)}, "/problem_statement/problem.md"},
		"folders without end":              {map[string]string{"data/secret/" + strings.Repeat("d/", 12) + "1.in": "1"}, "/data/secret/d/d/d/d/d/d/d/d/d/d"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := kattis.Read(files(c.changes), toolchain.Builtin())
			if e := errs.Of(err); err == nil || e.Kind != errs.Invalid || e.Pointer != c.pointer {
				t.Errorf("%v at %q, want it at %q", err, errs.Of(err).Pointer, c.pointer)
			}
		})
	}
}

func TestLinksAreNeverFollowed(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("of the host"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(dir string) error{
		"a link to a host file": func(dir string) error { return os.Symlink(secret, filepath.Join(dir, "data/secret/c.in")) },
		"a link within":         func(dir string) error { return os.Symlink("a.in", filepath.Join(dir, "data/secret/c.in")) },
		"a link to a folder":    func(dir string) error { return os.Symlink("/etc", filepath.Join(dir, "submissions/wrong_answer")) },
		"a statement as a link": func(dir string) error {
			return os.Symlink(secret, filepath.Join(dir, "problem_statement/problem.fr.md"))
		},
		"a socket or named pipe": func(dir string) error { return mkfifo(filepath.Join(dir, "data/secret/c.in")) },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.CopyFS(dir, files(nil)); err != nil {
				t.Fatal(err)
			}
			if _, err := kattis.ReadDir(dir, toolchain.Builtin()); err != nil {
				t.Fatalf("the good package: %v", err)
			}
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := kattis.ReadDir(dir, toolchain.Builtin()); !errs.Is(err, errs.Invalid) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestZipArchives(t *testing.T) {
	tests := map[string]struct {
		prefix string
		extra  string
		mode   fs.FileMode
		good   bool
	}{
		"a package at the top":      {"", "", 0, true},
		"a package in a folder":     {"two-doors/", "", 0, true},
		"a name that climbs out":    {"", "../evil", 0, false},
		"an absolute name":          {"", "/etc/cron.d/evil", 0, false},
		"a name with a backslash":   {"", `data\secret\c.in`, 0, false},
		"a symbolic link as a file": {"", "data/secret/c.in", fs.ModeSymlink | 0o777, false},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := zip.NewWriter(&b)
			for file, content := range files(nil) {
				f, err := w.Create(c.prefix + file)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = f.Write(content.Data)
			}
			if c.extra != "" {
				h := &zip.FileHeader{Name: c.extra}
				h.SetMode(c.mode | 0o600)
				f, err := w.CreateHeader(h)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = f.Write([]byte("/etc/passwd"))
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			p, err := kattis.ReadZip(bytes.NewReader(b.Bytes()), int64(b.Len()), toolchain.Builtin())
			if c.good && (err != nil || p.Name != "Two Doors") || !c.good && !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestFilesThatAreReadWholeAreBoundedTogether(t *testing.T) {
	const each = 4 << 20
	changes := map[string]string{}
	for i := range kattis.MaxTextsBytes/each + 1 {
		changes[fmt.Sprintf("submissions/accepted/%d.py", i)] = strings.Repeat("#", each)
	}
	if _, err := kattis.Read(files(changes), toolchain.Builtin()); !errs.Is(err, errs.Invalid) {
		t.Errorf("got %v", err)
	}
}

func FuzzProblemYAML(f *testing.F) {
	f.Add("name: x\ntype: scoring\nlimits: {time_limit: 1}\n", "accept_score: 3\nrange: 0 4\ngrader_flags: min\n")
	f.Add("name: {en: x}\nkeywords: [a, b]\nvalidator_flags: float_tolerance 1e-9\n", "output_validator_flags: case_sensitive\n")
	f.Fuzz(func(t *testing.T, problem, testdata string) {
		p, err := kattis.Read(files(map[string]string{"problem.yaml": problem, "data/secret/testdata.yaml": testdata}), nil)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatalf("an error that nobody can act on: %v", err)
		}
		if err == nil && p.Plan.Validate() != nil {
			t.Fatalf("a plan that cannot be judged: %+v", p.Plan)
		}
	})
}
