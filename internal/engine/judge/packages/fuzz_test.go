package packages_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/judge/packages"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// laughs are a few hundred bytes of YAML that would be gigabytes when all its aliases were followed.
func laughs() string {
	var b strings.Builder
	b.WriteString("name: x\na0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := '1'; i <= '9'; i++ {
		b.WriteString("a" + string(i) + ": &a" + string(i) + " [" + strings.Repeat("*a"+string(i-1)+", ", 8) + "*a" + string(i-1) + "]\n")
	}
	return b.String()
}

// rows are read once: a fuzzer asks thousands of times.
var rows = toolchain.Builtin()

func read(t *testing.T, files map[string]string) error {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	p, err := packages.Read(fsys, rows)
	if err != nil && !errs.Is(err, errs.Invalid) {
		t.Fatalf("an error that nobody can act on: %v", err)
	}
	if err == nil && p.Plan.Validate() != nil {
		t.Fatalf("a plan that cannot be judged: %+v", p.Plan)
	}
	return err
}

func TestTextsThatWouldGrowOrDescendWithoutEndAreRefused(t *testing.T) {
	for name, problem := range map[string]string{
		"aliases of aliases":   laughs(),
		"lists in lists":       strings.Repeat("[", 200_000),
		"items in items":       strings.Repeat("- ", 100_000) + "x",
		"a very large problem": "name: " + strings.Repeat("x", 1<<20),
	} {
		if read(t, map[string]string{"problem.yaml": problem, "data/secret/1.in": "1", "data/secret/1.ans": "1"}) == nil {
			t.Errorf("%s: was read", name)
		}
	}
	for name, problem := range map[string]string{
		"entities of entities": `<!DOCTYPE p [<!ENTITY a "xxxx"><!ENTITY b "&a;&a;">]><problem short-name="&b;"></problem>`,
		"elements in elements": strings.Repeat("<problem>", 100_000),
		"a path that leads out": `<problem short-name="x"><judging><testset name="tests"><test-count>1</test-count>` +
			`<input-path-pattern>../../etc/%02d</input-path-pattern></testset></judging></problem>`,
		"a pattern that is none": `<problem short-name="x"><judging><testset name="tests"><test-count>1</test-count>` +
			`<input-path-pattern>%s%d%999999999d</input-path-pattern></testset></judging></problem>`,
	} {
		if read(t, map[string]string{"problem.xml": problem}) == nil {
			t.Errorf("%s: was read", name)
		}
	}
}

func FuzzModernPackage(f *testing.F) {
	f.Add("type: scoring\nlimits: {time_resolution: 0.1}\n", "max_score: 10\nscore_aggregation: min\n", "accepted:\n  score: [1, 2]\n  'secret/{a,b}*': {permitted: [AC]}\n", "args: ['1']\n")
	f.Add("type: [interactive, multi-pass]\nconstants: {a: 1}\n", "require_pass: sample\n", "'*': {use_for_time_limit: upper}\n", "output_validator_args: [x]\n")
	f.Add(laughs(), laughs(), laughs(), laughs())
	f.Fuzz(func(t *testing.T, problem, group, submissions, one string) {
		_ = read(t, map[string]string{
			"problem.yaml":                  "problem_format_version: 2025-09\nname: x\n" + problem,
			"data/secret/g/test_group.yaml": group, "data/secret/g/1.in": "1", "data/secret/g/1.ans": "1", "data/secret/g/1.yaml": one,
			"output_validator/v.py": "{{a}}", "submissions/accepted/a.py": "1", "submissions/submissions.yaml": submissions,
		})
	})
}

func FuzzPolygonDocument(f *testing.F) {
	f.Add(`<problem short-name="x"><judging><testset name="tests"><time-limit>1</time-limit><test-count>1</test-count>` +
		`<tests><test sample="true" group="1" points="3"/></tests><groups><group name="1" points-policy="complete-group"/></groups></testset></judging></problem>`)
	f.Add(`<problem short-name="x"><judging><testset name="tests"><test-count>1</test-count></testset></judging>` +
		`<assets><checker name="std::wcmp.cpp"><source path="files/check.cpp"/></checker></assets></problem>`)
	f.Fuzz(func(t *testing.T, document string) {
		_ = read(t, map[string]string{"problem.xml": document, "tests/01": "1", "tests/01.a": "1", "files/check.cpp": "#include \"testlib.h\""})
	})
}

func FuzzArchive(f *testing.F) {
	for _, name := range []string{"../problem.yaml", "a\x00b", "p/problem.yaml", `a\b`, "problem.xml"} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		part, err := w.Create(name)
		if err != nil {
			f.Fatal(err)
		}
		_, _ = part.Write([]byte("name: x\n"))
		if err := w.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, archive []byte) {
		_, err := packages.ReadZip(bytes.NewReader(archive), int64(len(archive)), rows)
		if err != nil && !errs.Is(err, errs.Invalid) {
			t.Fatalf("an error that nobody can act on: %v", err)
		}
	})
}
