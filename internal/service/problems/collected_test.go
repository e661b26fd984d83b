package problems_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/collected"
)

// What a problem, its tests, pictures and versions are made of stays when other blobs are collected, and works as before.
func TestNothingThatAProblemNeedsIsCollected(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		asked, who := w.judgeAll(), member(identity.Author)
		id := w.readyProblem(who, "Sum")
		_, shown := w.raw(who, "POST", "/v1/problems/"+id+"/pictures", "application/octet-stream", []byte(png))
		picture := "pictures/" + shown.Data.ID
		w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"statement": "![x](" + picture + ")", "validator": validatorIn("python", "check.py", checker)}, "", "")
		w.verified(who, id, "passed")
		version := w.made(who, "problem-versions", nil, "problem", id)
		for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+id).Data { // from here on the version alone names them
			w.exchange(who, "DELETE", "/v1/test-groups/"+g.ID, "", nil)
		}
		w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"statement": "Nothing.", "validator": nil}, "", "")
		files := packageFiles("p/")
		files["p/include/python/help.py"] = "def help(): pass\n"
		status, imported := w.raw(member(identity.Author), "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
		if status != 201 {
			t.Fatalf("the import answers %d %+v", status, imported.Errors)
		}

		collected.Sweep(t, "problems", w.db, w.bus, w.blobs)

		if status, body := w.exchange(who, "GET", "/v1/problems/"+id+"/"+picture, "", nil); status != http.StatusOK || string(body) != png {
			t.Errorf("the picture is answered %d %q", status, body)
		}
		if status, doc := w.told(who, "problem-restorations", attributes{}, "version", "problem-versions", version); status != 201 {
			t.Fatalf("the restoration answers %d %+v", status, doc.Errors)
		}
		if _, doc := w.raw(who, "GET", "/v1/problems/"+id, "", nil); !strings.Contains(text(t, doc.Data.Attributes["validator"]), "sys.exit(42)") {
			t.Errorf("the validator is %v", doc.Data.Attributes["validator"])
		}
		w.verified(who, id, "passed")
		for _, digest := range planOf(t, w, asked).Digests() {
			if _, err := w.blobs.Get(t.Context(), blob.Digest(digest)); err != nil {
				t.Errorf("judging lacks %s: %v", digest, err)
			}
		}

		w.namesEverywhere(t)
		collected.Alone(t, "problems", w.db, w.bus, w.blobs, problems.References,
			"problems.statement", "problems.judging", "problem_pictures.name", "problem_blobs.digest", "test_groups.judging", "tests.input_digest",
			"tests.answer_digest", "tests.explanation", "tests.judging", "problem_versions.content", "problem_versions.plan", "verifications.plan",
			"verification_results.source")
	})
}

// namesEverywhere has rows name a blob in columns in which this test's others do not, all the same one.
func (w *world) namesEverywhere(t *testing.T) {
	t.Helper()
	named, err := blob.PutBytes(t.Context(), w.blobs, []byte("named here and there"))
	if err != nil {
		t.Fatal(err)
	}
	for column, value := range map[string]string{
		"problems SET statement": "![x](pictures/" + string(named) + ".png)", "tests SET explanation": string(named), "tests SET judging": `{"x":"` + string(named) + `"}`,
		"test_groups SET judging": `{"x":"` + string(named) + `"}`, "problems SET judging": `{"x":"` + string(named) + `"}`,
	} {
		if n, err := db.Exec(t.Context(), w.db, `UPDATE `+column+` = $1`, value); err != nil || n == 0 {
			t.Fatalf("%s changes %d rows, %v", column, n, err)
		}
	}
}
