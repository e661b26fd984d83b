package problems_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func packageFiles(prefix string) map[string]string {
	return map[string]string{
		prefix + "problem.yaml":                      "name: Echo\nlimits:\n  time_limit: 2\n  memory: 128\n",
		prefix + "problem_statement/problem.md":      "Print it.",
		prefix + "data/sample/1.in":                  "a\n",
		prefix + "data/sample/1.ans":                 "a\n",
		prefix + "data/secret/1.in":                  "b\n",
		prefix + "data/secret/1.ans":                 "b\n",
		prefix + "submissions/accepted/a.py":         "print(input())\n",
		prefix + "submissions/accepted/b.c":          "int main(){}\n",
		prefix + "submissions/wrong_answer/c.py":     "print('WA')\n",
		prefix + "attachments/starter/start.py":      "# here\n",
		prefix + "submissions/accepted/d.unknownext": "?",
	}
}

func TestSeedImportsVerifiesAndPublishesOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Owner)
		w.judgeAll()
		folder := fstest.MapFS{}
		for name, text := range packageFiles("echo-it/") {
			folder[name] = &fstest.MapFile{Data: []byte(text)}
		}
		for range 2 {
			if err := w.service.Seed(t.Context(), who.Organization, who.User, folder, func(string, error) {}); err != nil {
				t.Fatal(err)
			}
		}
		all := w.list(who, "/v1/problems")
		if len(all.Data) != 1 {
			t.Fatalf("there are %d problems", len(all.Data))
		}
		a := all.Data[0].Attributes
		if a["title"] != "Echo" || a["slug"] != "echo-it" || a["state"] != "published" || a["cpuTimeMs"] != 2000.0 || a["memoryKb"] != 131072.0 || a["points"] != 100.0 {
			t.Errorf("the problem is %v", a)
		}
		if starters := a["starters"].([]any); len(starters) != 1 {
			t.Errorf("the starters are %v", starters)
		}
		if versions := w.list(who, "/v1/problem-versions?filter%5Bproblem%5D="+all.Data[0].ID); len(versions.Data) != 1 {
			t.Errorf("there are %d versions", len(versions.Data))
		}
	})
}

func TestAnArchiveIsImported(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	files := packageFiles("echo/")
	for name, text := range map[string]string{
		"input_validators/digits.py": "import sys\nsys.exit(42)\n", "submissions/accepted/two/main.py": "import helper\n", "submissions/accepted/two/helper.py": "print(input())\n",
		"submissions/mixed/either.py": "# @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT\n",
	} {
		files["echo/"+name] = text
	}
	body := zipped(t, files)
	status, answer := w.exchange(who, "POST", "/v1/problem-imports", "application/zip", body)
	var doc struct {
		Data resource
		Meta struct{ Notes []string }
	}
	if err := json.Unmarshal(answer, &doc); err != nil || status != 201 || len(doc.Meta.Notes) == 0 {
		t.Fatalf("answers %d %s", status, answer)
	}
	for _, left := range []string{"1 validators of the test data", "accepted/two: 2 files", "mixed/either.py: of the verdicts"} {
		if !strings.Contains(strings.Join(doc.Meta.Notes, "\n"), left) {
			t.Errorf("nobody is told of %q: %v", left, doc.Meta.Notes)
		}
	}
	if _, problem := w.raw(who, "GET", "/v1/problems/"+doc.Data.ID, "", nil); problem.Data.Attributes["testCount"] != 2.0 {
		t.Errorf("the problem is %v", problem.Data.Attributes)
	}
	if status, _ := w.exchange(member(identity.Recruiter), "POST", "/v1/problem-imports", "application/zip", body); status != 403 {
		t.Errorf("a recruiter's import answers %d", status)
	}
}

// Titles without a Latin letter make the same slug, also many of them; a package gives way like a problem that is written here.
func TestPackagesWhoseTitlesMakeTheSameSlugAreImported(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who, slugs := member(identity.Author), map[string]bool{}
		for i := range 23 {
			files := packageFiles("p/")
			files["p/problem.yaml"] = "name: 数" + strings.Repeat("字", i) + "\nlimits: {time_limit: 2}\n"
			status, doc := w.raw(who, "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
			_, made := w.raw(who, "GET", "/v1/problems/"+doc.Data.ID, "", nil)
			slug, _ := made.Data.Attributes["slug"].(string)
			if status != 201 || !strings.HasPrefix(slug, "problem") || slugs[slug] {
				t.Fatalf("%d: answers %d, slug %q of %v", i, status, slug, slugs)
			}
			slugs[slug] = true
		}
	})
}

// What a package says of single groups reaches the judge, and survives that somebody edits the group.
func TestGradersAndFlagsOfAPackageReachThePlan(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	asked, who := w.judgeAll(), member(identity.Owner)
	folder := fstest.MapFS{}
	for name, text := range packageFiles("echo-it/") {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for name, text := range map[string]string{
		"problem.yaml":              "name: Echo\ntype: scoring\nlimits: {time_limit: 2}\n",
		"data/secret/testdata.yaml": "grader_flags: accept_if_any_accepted\n",
		"data/secret/a/1.in":        "b\n", "data/secret/a/1.ans": "b\n", "data/secret/a/2.in": "b\n", "data/secret/a/2.ans": "b\n",
		"data/secret/a/testdata.yaml": "grader_flags: max always_accept\noutput_validator_flags: case_sensitive\n",
	} {
		folder["echo-it/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if err := w.service.Seed(t.Context(), who.Organization, who.User, folder, func(string, error) {}); err != nil {
		t.Fatal(err)
	}
	for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+w.list(who, "/v1/problems").Data[0].ID).Data {
		if status, doc := w.send(who, "PATCH", "/v1/test-groups/"+g.ID, "test-groups", g.ID, attributes{"position": g.Attributes["position"]}, "", ""); status != 200 {
			t.Fatalf("%d %+v", status, doc.Errors)
		}
	}
	w.verified(who, w.list(who, "/v1/problems").Data[0].ID, "passed")
	plan := planOf(t, w, asked)
	var a judge.Group
	for _, g := range plan.Groups {
		if g.Name == "a" {
			a = g
		}
	}
	if plan.Accept != judge.AcceptAny || a.Accept != judge.AcceptAlways || a.Aggregation != judge.Max || len(a.ValidatorArgs) != 1 {
		t.Errorf("the plan %+v with the group %+v", plan.Ruling, a)
	}
}

func TestAStaticValidatorReachesThePlan(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	asked, who := w.judgeAll(), member(identity.Owner)
	folder := fstest.MapFS{}
	for name, text := range packageFiles("echo-it/") {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	const version = "problem_format_version: 2025-09\nname: Echo\nuuid: 7a1b6c3e-54cc-4e8e-8d11-93f1d3a8b304\nlimits: {time_limit: 2}\n"
	for name, text := range map[string]string{
		"problem.yaml": version, "static_validator/look.py": "import sys\nsys.exit(42)\n",
		"data/secret/test_group.yaml": "static_validation_score: pass-fail\nstatic_validator_args: [eval]\n",
	} {
		folder["echo-it/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	if err := w.service.Seed(t.Context(), who.Organization, who.User, folder, func(string, error) {}); err != nil {
		t.Fatal(err)
	}
	plan := planOf(t, w, asked)
	secret := plan.Groups[len(plan.Groups)-1]
	if plan.Static == nil || len(plan.Static.Files) != 1 || len(secret.Tests) != 2 || !secret.Tests[0].Static || len(secret.Tests[0].ValidatorArgs) != 1 {
		t.Errorf("the plan's validator of sources %+v, the group %+v", plan.Static, secret)
	}
}

func TestAFaultOfAnArchiveNamesItsFile(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	for name, c := range map[string]struct{ spoilt, text, pointer, detail string }{
		"a line that is no YAML": {"problem.yaml", "name: Echo\nlimits: [1\n", "/problem.yaml", "[2:9]"},
		"an answer that is gone": {"data/secret/1.ans", "", "/data/secret/1.in", "data/secret/1.in: "},
	} {
		t.Run(name, func(t *testing.T) {
			files := packageFiles("")
			files[c.spoilt] = c.text
			if c.text == "" {
				delete(files, c.spoilt)
			}
			status, doc := w.raw(member(identity.Author), "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
			if status != 422 || len(doc.Errors) == 0 {
				t.Fatalf("answers %d %+v", status, doc.Errors)
			}
			if e := doc.Errors[0]; e.Source.Pointer != c.pointer || !strings.Contains(e.Detail, c.detail) {
				t.Errorf("the fault is %+v, want it at %s with %q", e, c.pointer, c.detail)
			}
		})
	}
}

func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var body bytes.Buffer
	archive := zip.NewWriter(&body)
	for name, text := range files {
		f, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return body.Bytes()
}
