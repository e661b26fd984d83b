package problems_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// What an author types or takes from a file of another system is stored as plain text, and shown as it is stored.
func TestTextOfOtherSystemsIsStoredAsPlainText(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Owner)
		id := w.made(who, "problems", attributes{
			"title": "Echo", "difficulty": "easy", "statement": "\ufeff# Grüße\r\n\r\nA line.\r\n",
			"starters": []attributes{{"language": "python", "source": "\ufeffprint()\r\n"}},
		}, "", "")
		_, problem := w.raw(who, "GET", "/v1/problems/"+id, "", nil)
		starters := problem.Data.Attributes["starters"].([]any)
		if s, source := problem.Data.Attributes["statement"], starters[0].(map[string]any)["source"]; s != "# Grüße\n\nA line.\n" || source != "print()\n" {
			t.Errorf("the statement is %q, the starter %q", s, source)
		}
		group := w.made(who, "test-groups", attributes{"name": "sample", "sample": true}, "problem", id)
		for sent, kept := range map[string]string{
			"a\nb": "a\nb", "a\r\nb\r\n": "a\nb\n", "\ufeffa\n": "a\n", "a\rb\r": "a\nb\n", "a\rb\n": "a\rb\n", "\x01\r\n": "\x01\r\n", "": "",
		} {
			a := attributes{"name": "test", "input": sent, "answer": sent, "explanation": sent}
			status, doc := w.send(who, "POST", "/v1/tests", "tests", "", a, "group", group)
			if status != 201 {
				t.Fatalf("%q answers %d %+v", sent, status, doc.Errors)
			}
			at := "/v1/tests/" + doc.Data.ID
			holds := func(when string, got attributes) {
				if got["input"] != kept || got["answer"] != kept || got["explanation"] != kept || got["inputBytes"] != float64(len(kept)) {
					t.Errorf("%q %s is %+v", sent, when, got)
				}
			}
			holds("as made", doc.Data.Attributes)
			_, doc = w.raw(who, "GET", at, "", nil)
			holds("as read", doc.Data.Attributes)
			if status, doc = w.send(who, "PATCH", at, "tests", doc.Data.ID, a, "", ""); status != 200 {
				t.Fatalf("%q answers %d %+v", sent, status, doc.Errors)
			}
			holds("as changed", doc.Data.Attributes)
			w.raw(who, "DELETE", at, "", nil)
		}
	})
}

// A package of another system is imported, and the author is told what became of its files.
func TestAPackageOfAnotherSystemIsImported(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		files := packageFiles("echo/")
		for name, text := range files {
			files[name] = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		}
		files["echo/submissions/accepted/latin.py"] = "print(input())\n# Gr\xf6\xdfe\n"
		files["echo/data/secret/2.in"], files["echo/data/secret/2.ans"] = "\x00\r\n\xff", "x\n"
		status, answer := w.exchange(who, "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
		var doc struct {
			Data resource
			Meta struct{ Notes []string }
		}
		if err := json.Unmarshal(answer, &doc); err != nil || status != 201 {
			t.Fatalf("answers %d %s", status, answer)
		}
		notes := strings.Join(doc.Meta.Notes, "\n")
		for _, told := range []string{
			"data/sample/1.in, data/sample/1.ans, data/secret/1.in, data/secret/1.ans: lines ended with CR and LF",
			"data/secret/2.in: the file holds bytes that no text has", "accepted/latin.py: not taken as a reference solution: line 2 is not UTF-8",
		} {
			if !strings.Contains(notes, told) {
				t.Errorf("nobody is told %q: %s", told, notes)
			}
		}
		for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+doc.Data.ID).Data {
			for _, test := range w.list(who, "/v1/tests?filter%5Bgroup%5D="+g.ID).Data {
				if in := test.Attributes["input"]; in != "a\n" && in != "b\n" && in != "\uFFFD\r\n\uFFFD" {
					t.Errorf("%s reads %q", test.Attributes["name"], in)
				}
			}
		}
		files["echo/problem_statement/problem.md"] = "Print it.\n\nGr\xf6\xdfe\n"
		status, answer = w.exchange(who, "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
		if status != 422 || !strings.Contains(string(answer), "problem_statement/problem.md: line 3 is not UTF-8") {
			t.Errorf("a statement in Latin-1 answers %d %s", status, answer)
		}
	})
}
