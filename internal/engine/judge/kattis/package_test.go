package kattis_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/kattis"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// modern is a problem.yaml of 2025-09.
const modern = "problem_format_version: 2025-09\nname: x\nuuid: 7a1b6c3e-54cc-4e8e-8d11-93f1d3a8b304\n"

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

func read(t *testing.T, changes map[string]string) *problem.Package {
	t.Helper()
	p, err := kattis.Read(files(changes), toolchain.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// groups is a plan's shape: name, points and number of tests of each group.
func groups(p *problem.Package) map[string][2]float64 {
	shape := map[string][2]float64{}
	for _, g := range p.Plan.Groups {
		shape[g.Name] = [2]float64{g.Points, float64(len(g.Tests))}
	}
	return shape
}

func TestReadAPassFailPackage(t *testing.T) {
	p := read(t, nil)
	if p.Name != "Two Doors" || !reflect.DeepEqual(p.Tags, []string{"doors", "keys"}) || len(p.Statements) != 2 || p.Timing.Fixed {
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
			map[string][2]float64{"sample": {0, 1}, "secret": {2, 2}}},
		"scores of each test": {
			map[string]string{"problem.yaml": scoring, "data/secret/testdata.yaml": "accept_score: 25\n"},
			map[string][2]float64{"sample": {0, 1}, "secret": {50, 2}}},
		"groups that are earned together": {
			map[string]string{
				"problem.yaml": scoring, "data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "",
				"data/secret/easy/testdata.yaml": "grader_flags: min\naccept_score: 40\n", "data/secret/easy/1.in": "1", "data/secret/easy/1.ans": "2",
				"data/secret/full/testdata.yaml": "grader_flags: min\nrange: 0 60\n", "data/secret/full/1.in": "1", "data/secret/full/1.ans": "2",
				"data/secret/full/2.in": "5", "data/secret/full/2.ans": "6",
			},
			map[string][2]float64{"sample": {0, 1}, "easy": {40, 1}, "full": {60, 2}}},
		"the best of several groups": {
			map[string]string{
				"problem.yaml": scoring, "data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "",
				"data/secret/testdata.yaml":      "grader_flags: max\n",
				"data/secret/easy/testdata.yaml": "grader_flags: min\naccept_score: 40\n", "data/secret/easy/1.in": "1", "data/secret/easy/1.ans": "2",
				"data/secret/full/testdata.yaml": "grader_flags: sum\naccept_score: 30\n", "data/secret/full/1.in": "1", "data/secret/full/1.ans": "2",
				"data/secret/full/2.in": "5", "data/secret/full/2.ans": "6",
			},
			map[string][2]float64{"sample": {0, 1}, "secret": {60, 0}, "easy": {40, 1}, "full": {60, 2}}},
		"settings are inherited": {
			map[string]string{
				"problem.yaml": scoring, "data/testdata.yaml": "grader_flags: min\naccept_score: 7.5\n",
				"data/secret/deep/down/1.in": "1", "data/secret/deep/down/1.ans": "2",
			},
			map[string][2]float64{"sample": {0, 1}, "secret": {7.5, 2}, "deep/down": {7.5, 1}}},
	}
	inGroups := map[string]string{
		"problem.yaml": modern + "type: scoring\n", "data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "",
		"data/secret/test_group.yaml":      "max_score: 50\n",
		"data/secret/easy/test_group.yaml": "max_score: 40\n", "data/secret/easy/1.in": "1", "data/secret/easy/1.ans": "2",
		"data/secret/full/test_group.yaml": "max_score: 60\nrequire_pass: [sample, secret/easy]\n", "data/secret/full/1.in": "1", "data/secret/full/1.ans": "2",
	}
	tests["a whole that bounds what its groups earn together"] = struct {
		changes map[string]string
		want    map[string][2]float64
	}{inGroups, map[string][2]float64{"sample": {0, 1}, "secret": {50, 0}, "easy": {40, 1}, "full": {60, 1}}}
	if p := read(t, inGroups); p.Plan.MaxScore() != 50 || p.Plan.Validate() != nil || len(p.Notes) != 1 {
		t.Errorf("%g points at most, %v, %v", p.Plan.MaxScore(), p.Plan.Validate(), p.Notes)
	}
	flags := read(t, map[string]string{"problem.yaml": scoring, "data/secret/testdata.yaml": "grader_flags: sum first_error be_generous\n"})
	if len(flags.Notes) != 1 || !strings.Contains(flags.Notes[0], "be_generous") {
		t.Errorf("a grader flag is passed over without a word: %v", flags.Notes)
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			if got := groups(read(t, c.changes)); !reflect.DeepEqual(got, c.want) {
				t.Errorf("groups %v, want %v", got, c.want)
			}
		})
	}
}

func TestGraderFlags(t *testing.T) {
	group := map[string]string{"data/secret/g/1.in": "1", "data/secret/g/1.ans": "1", "data/secret/g/2.in": "1", "data/secret/g/2.ans": "1"}
	for name, c := range map[string]struct {
		root, secret, group string
		want                map[string]judge.Ruling // "" is the plan
	}{
		"nothing said":        {"", "", "", nil},
		"the worst failure":   {"on_reject: continue", "", "", map[string]judge.Ruling{"": {Worst: true}, "sample": {Worst: true}, "secret": {Worst: true}, "g": {Worst: true}}},
		"the first failure":   {"on_reject: continue\ngrader_flags: first_error", "", "", nil},
		"one group is enough": {"", "grader_flags: accept_if_any_accepted", "grader_flags: min", map[string]judge.Ruling{"": {Accept: judge.AcceptAny}, "secret": {Accept: judge.AcceptAny}}},
		"one test is enough":  {"", "", "grader_flags: accept_if_any_accepted", map[string]judge.Ruling{"g": {Accept: judge.AcceptAny}}},
		"nothing is needed":   {"", "", "grader_flags: always_accept accept_if_any_accepted", map[string]judge.Ruling{"g": {Accept: judge.AcceptAlways}}},
		"the last mode":       {"", "", "grader_flags: always_accept first_error", nil},
		"samples":             {"grader_flags: ignore_sample", "", "", map[string]judge.Ruling{"sample": {Accept: judge.AcceptAlways}}},
	} {
		for _, kind := range []string{"pass-fail", "scoring"} {
			changes := maps.Clone(group)
			changes["problem.yaml"] = "name: x\ntype: " + kind + "\n"
			changes["data/testdata.yaml"], changes["data/secret/testdata.yaml"], changes["data/secret/g/testdata.yaml"] = c.root, c.secret, c.group
			p, got := read(t, changes), map[string]judge.Ruling{}
			for _, g := range append(p.Plan.Groups, judge.Group{Ruling: p.Plan.Ruling}) {
				if g.Ruling != (judge.Ruling{}) {
					got[g.Name] = g.Ruling
				}
			}
			if !maps.Equal(got, c.want) {
				t.Errorf("%s, %s: %v, want %v", name, kind, got, c.want)
			}
		}
	}
}

func TestSettings(t *testing.T) {
	tests := map[string]struct {
		changes map[string]string
		check   func(*problem.Package) bool
	}{
		"float tolerance": {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_tolerance 1e-6 case_sensitive\n"}, func(p *problem.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Float, AbsTolerance: 1e-6, RelTolerance: 1e-6, CaseSensitive: true}
		}},
		"single tolerances": {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_absolute_tolerance 0.1 float_relative_tolerance 0.2\n"}, func(p *problem.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Float, AbsTolerance: 0.1, RelTolerance: 0.2}
		}},
		"flags in testdata.yaml": {map[string]string{"data/testdata.yaml": "output_validator_flags: space_change_sensitive\n"}, func(p *problem.Package) bool {
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Tokens, SpaceSensitive: true}
		}},
		"flags of one group and of what is in it": {map[string]string{
			"problem.yaml":                  "name: x\nvalidator_flags: case_sensitive\n",
			"data/secret/g/testdata.yaml":   "output_validator_flags: float_tolerance 0.5\n",
			"data/secret/g/1.in":            "1",
			"data/secret/g/1.ans":           "1",
			"data/secret/h/testdata.yaml":   "output_validator_flags: ''\n",
			"data/secret/h/1.in":            "1",
			"data/secret/h/1.ans":           "1",
			"data/secret/g/i/testdata.yaml": "output_validator_flags: ''\n",
			"data/secret/g/i/1.in":          "1",
			"data/secret/g/i/1.ans":         "1",
		}, func(p *problem.Package) bool {
			args := map[string][]string{}
			for _, g := range p.Plan.Groups {
				args[g.Name] = g.ValidatorArgs
			}
			return p.Plan.Comparison == judge.Comparison{Mode: judge.Tokens, CaseSensitive: true} &&
				reflect.DeepEqual(args, map[string][]string{"sample": nil, "secret": nil, "g": {"case_sensitive", "float_tolerance", "0.5"}, "g/i": nil, "h": nil})
		}},
		"arguments of a group and of a test": {map[string]string{
			"problem.yaml":                modern,
			"data/secret/test_group.yaml": "output_validator_args: [case_sensitive]\n",
			"data/secret/b.yaml":          "output_validator_args: []\n",
		}, func(p *problem.Package) bool {
			g := p.Plan.Groups
			return p.Plan.Comparison.CaseSensitive && g[0].ValidatorArgs != nil && len(g[0].ValidatorArgs) == 0 && g[1].ValidatorArgs == nil &&
				g[1].Tests[0].ValidatorArgs == nil && g[1].Tests[1].ValidatorArgs != nil
		}},
		"limits": {map[string]string{"problem.yaml": "name: {de: Zwei, en: Two}\nlimits: {time_limit: 1.5, memory: 64, output: 2}\n"}, func(p *problem.Package) bool {
			return p.Name == "Two" && p.Timing.Fixed && p.Plan.Limits.CPUTimeMs == 1500 && p.Plan.Limits.MemoryKb == 64<<10 && p.Plan.Limits.OutputKb == 2048
		}},
		"a .timelimit file":      {map[string]string{".timelimit": "3\n"}, func(p *problem.Package) bool { return p.Timing.Fixed && p.Plan.Limits.CPUTimeMs == 3000 }},
		"a domjudge-problem.ini": {map[string]string{"domjudge-problem.ini": "color=red\ntimelimit='2.5'\n"}, func(p *problem.Package) bool { return p.Plan.Limits.CPUTimeMs == 2500 }},
		"our own additions": {map[string]string{"codecraft.yaml": "difficulty: hard\nminutes: 40\nsummary: Doors.\nlanguage_factors: true\n", "attachments/starter/x.go": "package main"}, func(p *problem.Package) bool {
			return p.Difficulty == "hard" && p.Minutes == 40 && p.Plan.Limits.LanguageFactors && p.Starters["go"] == "package main"
		}},
		"limits of a language": {map[string]string{"codecraft.yaml": "limits: {python: {time_limit: 4.5, memory: 512, output: 3}}\n"}, func(p *problem.Package) bool {
			return len(p.Plan.Limits.Languages) == 1 && p.Plan.Limits.Languages["python"] == judge.LanguageLimits{CPUTimeMs: 4500, MemoryKb: 512 << 10, OutputKb: 3 << 10}
		}},
		"verdicts by folder and mark": {map[string]string{
			"submissions/run_time_error/x.c": "int main;", "submissions/mixed/y.py": "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT\n", "submissions/mixed/z.py": "1",
			"submissions/wrong_answer/dir/main.cpp": "1", "submissions/wrong_answer/dir/helper.h": "2",
		}, func(p *problem.Package) bool {
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
		"no name":                          {map[string]string{"problem.yaml": "problem_format_version: 2025-09\n"}, "/problem.yaml"},
		"points of all data":               {map[string]string{"problem.yaml": modern + "type: scoring\n", "data/test_group.yaml": "max_score: 4\n"}, "/data/test_group.yaml"},
		"an unknown key":                   {map[string]string{"problem.yaml": modern + "limts: {memory: 4}\n"}, "/problem.yaml"},
		"a language that is none":          {map[string]string{"problem.yaml": modern, "submissions/submissions.yaml": "accepted: {language: klingon}\n"}, "/submissions/submissions.yaml"},
		"an interactive problem":           {map[string]string{"problem.yaml": "name: x\ntype: interactive\n"}, "/problem.yaml"},
		"a validator that is not there":    {map[string]string{"problem.yaml": "name: x\nvalidation: custom\n"}, "/output_validators"},
		"an unknown flag":                  {map[string]string{"problem.yaml": "name: x\nvalidator_flags: be_nice\n"}, "/problem.yaml"},
		"a flag without its number":        {map[string]string{"problem.yaml": "name: x\nvalidator_flags: float_tolerance\n"}, "/problem.yaml"},
		"a score that is not finite":       {map[string]string{"problem.yaml": "name: x\ntype: scoring\n", "data/secret/testdata.yaml": "accept_score: .nan\n"}, "/data/secret/testdata.yaml"},
		"a limit that is not finite":       {map[string]string{"problem.yaml": "name: x\nlimits: {time_limit: .nan}\n"}, "/problem.yaml"},
		"a limit out of all bounds":        {map[string]string{"problem.yaml": "name: x\nlimits: {memory: 99999999999}\n"}, "/problem.yaml"},
		"a negative limit":                 {map[string]string{"problem.yaml": "name: x\nlimits: {memory: -1}\n"}, "/problem.yaml"},
		"an input without answer":          {map[string]string{"data/secret/a.ans": ""}, "/data/secret/a.in"},
		"an answer without input":          {map[string]string{"data/secret/a.in": ""}, "/data/secret/a.ans"},
		"no tests":                         {map[string]string{"data/secret/a.in": "", "data/secret/a.ans": "", "data/secret/b.in": "", "data/secret/b.ans": "", "data/sample/1.in": "", "data/sample/1.ans": ""}, "/data"},
		"a score that is no number":        {map[string]string{"problem.yaml": "name: x\ntype: scoring\n", "data/secret/testdata.yaml": "accept_score: many\n"}, "/data/secret/testdata.yaml"},
		"an unknown flag of one group":     {map[string]string{"data/secret/g/testdata.yaml": "output_validator_flags: be_nice\n", "data/secret/g/1.in": "1", "data/secret/g/1.ans": "1"}, "/data/secret/g/testdata.yaml"},
		"a test of the source by nobody":   {map[string]string{"problem.yaml": modern, "data/secret/test_group.yaml": "static_validation_score: pass-fail\n"}, "/data/secret/test_group.yaml"},
		"points of a source for a whole":   {map[string]string{"problem.yaml": modern, "static_validator/s.py": "1", "data/secret/test_group.yaml": "static_validation_score: 4\n"}, "/data/secret/test_group.yaml"},
		"more points than the group has":   {map[string]string{"problem.yaml": modern + "type: scoring\n", "static_validator/s.py": "1", "data/secret/test_group.yaml": "static_validation_score: 400\n"}, "/data/secret/test_group.yaml"},
		"arguments for no look":            {map[string]string{"problem.yaml": modern, "static_validator/s.py": "1", "data/secret/test_group.yaml": "static_validator_args: [x]\n"}, "/data/secret/test_group.yaml"},
		"answers without a program":        {map[string]string{"problem.yaml": modern + "type: submit-answer\n"}, "/problem.yaml"},
		"an unknown argument of one test":  {map[string]string{"problem.yaml": modern, "data/secret/b.yaml": "output_validator_args: [be_nice]\n"}, "/data/secret/b.yaml"},
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

func TestLinksAreNotFollowedOutOfThePackage(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("of the host"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(dir string) error{
		"a link to a host file": func(dir string) error { return os.Symlink(secret, filepath.Join(dir, "data/secret/c.in")) },
		"a link to nothing":     func(dir string) error { return os.Symlink("nowhere", filepath.Join(dir, "submissions/accepted/x.py")) },
		"a link to itself":      func(dir string) error { return os.Symlink("x.py", filepath.Join(dir, "submissions/accepted/x.py")) },
		"a folder in itself":    func(dir string) error { return os.Symlink("../secret", filepath.Join(dir, "data/secret/x")) },
		"a link that climbs": func(dir string) error {
			return os.Symlink("../../../secret", filepath.Join(dir, "submissions/accepted/x.py"))
		},
		"the package's folder from outside": func(dir string) error {
			return os.Symlink("../../../"+filepath.Base(dir)+"/problem.yaml", filepath.Join(dir, "submissions/accepted/x.py"))
		},
		"a link to a folder": func(dir string) error { return os.Symlink("/etc", filepath.Join(dir, "submissions/wrong_answer")) },
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
			if _, err := packages.ReadDir(dir, toolchain.Builtin()); err != nil {
				t.Fatalf("the good package: %v", err)
			}
			if err := spoil(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := packages.ReadDir(dir, toolchain.Builtin()); !errs.Is(err, errs.Invalid) {
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
			p, err := packages.ReadZip(bytes.NewReader(b.Bytes()), int64(b.Len()), toolchain.Builtin())
			if c.good && (err != nil || p.Name != "Two Doors") || !c.good && !errs.Is(err, errs.Invalid) {
				t.Errorf("%+v, %v", p, err)
			}
		})
	}
}

func TestFilesThatAreReadWholeAreBoundedTogether(t *testing.T) {
	const each = 4 << 20
	changes := map[string]string{}
	for i := range problem.MaxTextsBytes/each + 1 {
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

func TestAPackageOfTenThousandTestsIsRead(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, files(nil)); err != nil {
		t.Fatal(err)
	}
	for i := range 10_000 {
		for _, extension := range []string{"in", "ans"} {
			if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("data/secret/%05d.%s", i, extension)), []byte(extension), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := packages.ReadDir(dir, toolchain.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	if n := p.Plan.TestCount(); n != 10_003 {
		t.Errorf("there are %d tests", n)
	}
}
