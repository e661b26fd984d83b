package problems_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"testing"
	"testing/fstest"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
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
			if err := w.service.Seed(t.Context(), who.Organization, who.User, folder); err != nil {
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
	var body bytes.Buffer
	archive := zip.NewWriter(&body)
	for name, text := range packageFiles("echo/") {
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
	status, answer := w.exchange(who, "POST", "/v1/problem-imports", "application/zip", body.Bytes())
	var doc struct {
		Data resource
		Meta struct{ Notes []string }
	}
	if err := json.Unmarshal(answer, &doc); err != nil || status != 201 || len(doc.Meta.Notes) == 0 {
		t.Fatalf("answers %d %s", status, answer)
	}
	if _, problem := w.raw(who, "GET", "/v1/problems/"+doc.Data.ID, "", nil); problem.Data.Attributes["testCount"] != 2.0 {
		t.Errorf("the problem is %v", problem.Data.Attributes)
	}
	if status, _ := w.exchange(member(identity.Recruiter), "POST", "/v1/problem-imports", "application/zip", body.Bytes()); status != 403 {
		t.Errorf("a recruiter's import answers %d", status)
	}
}
