package verify_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/problem"
)

// publicCase is what is to become of a package such as people publish. It is refused with a place and words, or read with
// a name and notes and judged.
type publicCase struct {
	refused string // parts of the refusal, a semicolon between them
	called  string // "Sum" when it is empty
	noted   string
	differs []string // submissions that do not get what they are labelled with
	score   float64
	holds   func(*problem.Package) bool
}

// publicCases are the packages of ../packages/testdata.
var publicCases = map[string]publicCase{
	"link-inside":                  {holds: func(p *problem.Package) bool { return p.Plan.TestCount() == 3 }},
	"name-in-statement":            {called: "Summa"},
	"name-is-number":               {called: "2048"},
	"no-secret-data":               {noted: "data/secret: WARNING: there is no test in it", differs: []string{"wrong_answer/bad.py"}},
	"custom-validator-legacy":      {called: "Any order"},
	"output-validator-2025-silent": {called: "Any order"},
	"output-validator-args-2025":   {called: "Pi"},
	"test-yaml-args-2025":          {},
	"grading-custom-silent":        {refused: "data/secret/testdata.yaml; graders of a package's own"},
	"grader-avg":                   {score: 90},
	"nested-min":                   {score: 50},
	"ending-py3":                   {},
	"ending-C":                     {holds: func(p *problem.Package) bool { return p.Submissions[0].Language == "cpp" }},
	"unknown-language":             {noted: `submissions/accepted/ok.klingon: passed over, for no language here has the ending ".klingon"`},
	"dotfile-in-submissions":       {holds: func(p *problem.Package) bool { return len(p.Submissions) == 1 }},
	"duplicate-yaml-key":           {refused: `data/secret/testdata.yaml; 2:1; "input_validator_flags" already defined`},
	"unknown-key":                  {noted: `problem.yaml: line 2: the key "limts" is passed over, for there is none of this name; did you mean "limits"?`},
	"bom-problem-yaml":             {},
	"type-list":                    {},
	"type-list-interactive":        {refused: "output_validator; needs an output validator of its own"},
	"flags-as-map": {holds: func(p *problem.Package) bool {
		return p.Plan.Comparison.Mode == judge.Float && slices.Equal(p.Cases[0].ArgsFor("v"), []string{"n=1"})
	}},
	"include-dir":        {},
	"submissions-yaml":   {},
	"brute-force-folder": {},
	"run-error-mark-mle": {},
	"tle-after-wa":       {},
	"memory-1GB-default": {holds: func(p *problem.Package) bool { return p.Plan.Limits.MemoryKb == 2048<<10 }},
	"macos-zip":          {holds: func(p *problem.Package) bool { return p.Plan.TestCount() == 1 }},
	"yaml-alias-bomb":    {refused: "problem.yaml; too many aliases"},
}

func TestPackagesAsPeoplePublishThem(t *testing.T) {
	v := newVerification(t)
	found, err := filepath.Glob("../packages/testdata/*")
	if err != nil || len(found) != len(publicCases) {
		t.Fatalf("%d packages for %d cases, %v", len(found), len(publicCases), err)
	}
	for _, dir := range found {
		name := filepath.Base(dir)
		t.Run(name, func(t *testing.T) {
			c, ok := publicCases[name]
			if !ok {
				t.Fatal("nothing says what is to become of it")
			}
			p, closer, err := packages.Open(prepared(t, dir), v.Toolchain.Table().Languages())
			if c.refused != "" {
				for part := range strings.SplitSeq(c.refused, "; ") {
					if err == nil || !strings.Contains(err.Error(), part) {
						t.Errorf("%v, want %q in it", err, part)
					}
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer closer.Close() //nolint:errcheck // it was only read
			if called := c.called; p.Name != called && (called != "" || p.Name != "Sum") {
				t.Errorf("it is called %q", p.Name)
			}
			if notes := strings.Join(p.Notes, "\n"); !strings.Contains(notes, c.noted) || c.noted == "" && notes != "" {
				t.Errorf("notes %q, want %q", notes, c.noted)
			}
			if c.holds != nil && !c.holds(p) {
				t.Errorf("%+v", p)
			}
			report, err := v.Run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range report.Submissions {
				if !s.Judged() || s.Agrees == slices.Contains(c.differs, s.Name) || s.Score != c.score {
					t.Errorf("%+v", s)
				}
			}
		})
	}
}

// prepared is a package as it is published: with its links, or as an archive.
func prepared(t *testing.T, dir string) string {
	t.Helper()
	switch filepath.Base(dir) {
	case "macos-zip":
		return filepath.Join(dir, "macosx.zip")
	case "link-inside":
		copied := t.TempDir()
		if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		for _, ending := range []string{"in", "ans"} {
			if err := os.Symlink("a."+ending, filepath.Join(copied, "data/secret/b."+ending)); err != nil {
				t.Fatal(err)
			}
		}
		return copied
	}
	return dir
}
