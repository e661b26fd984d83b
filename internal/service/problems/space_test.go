package problems_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/problems"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// roomy runs a test in which an organization may keep a thousand bytes.
func roomy(t *testing.T, test func(t *testing.T, w *world, open func() *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		replica := func() *world {
			return newWorldOf(t, problems.Deps{DB: open("problems"), OrganizationBytes: 1000})
		}
		test(t, replica(), replica)
	})
}

// grouped is a problem with a group for tests.
func (w *world) grouped(who identity.Principal, title string) (problem, group string) {
	w.t.Helper()
	problem = w.made(who, "problems", attributes{"title": title, "difficulty": "easy"}, "", "")
	return problem, w.made(who, "test-groups", attributes{"name": "hidden"}, "problem", problem)
}

func (w *world) addTest(who identity.Principal, group, name, input, answer string) (int, document) {
	w.t.Helper()
	return w.send(who, "POST", "/v1/tests", "tests", "", attributes{"name": name, "input": input, "answer": answer}, "group", group)
}

// full holds a refusal to its words.
func full(t *testing.T, status int, doc document, words ...string) {
	t.Helper()
	if status != 409 || len(doc.Errors) != 1 || doc.Errors[0].Code != "organization_bytes_used" {
		t.Fatalf("it is answered %d %+v", status, doc.Errors)
	}
	for _, word := range append(words, "1000 bytes of tests, pictures and recordings", "--organization-bytes") {
		if !strings.Contains(doc.Errors[0].Detail, word) {
			t.Errorf("the refusal does not say %q: %s", word, doc.Errors[0].Detail)
		}
	}
}

func TestAnOrganizationKeepsSoManyBytes(t *testing.T) {
	roomy(t, func(t *testing.T, w *world, _ func() *world) {
		who := member(identity.Author)
		id, group := w.grouped(who, "Sum")
		add := func(want int, name, input, answer string) document {
			t.Helper()
			status, doc := w.addTest(who, group, name, input, answer)
			if status != want {
				t.Fatalf("a test is answered %d %+v, not %d", status, doc.Errors, want)
			}
			return doc
		}
		large := add(201, "1", strings.Repeat("a", 400), strings.Repeat("b", 400))
		full(t, 409, add(409, "2", strings.Repeat("c", 300), ""), "200 bytes are left", "needs 300 bytes")
		status, doc := w.send(who, "PATCH", "/v1/tests/"+large.Data.ID, "tests", large.Data.ID, attributes{"input": strings.Repeat("d", 700)}, "", "")
		full(t, status, doc, "200 bytes are left", "needs 300 bytes")
		status, doc = w.send(who, "PATCH", "/v1/tests/"+large.Data.ID, "tests", large.Data.ID, attributes{"input": strings.Repeat("d", 400)}, "", "")
		if status != 200 {
			t.Errorf("another input in the place of one as large is answered %d %+v", status, doc.Errors)
		}
		status, doc = w.raw(who, "POST", "/v1/problems/"+id+"/pictures", "application/octet-stream", []byte(png+strings.Repeat("x", 300)))
		full(t, status, doc)
		if n := len(w.list(who, "/v1/tests?filter%5Bgroup%5D="+group).Data); n != 1 {
			t.Errorf("there are %d tests", n)
		}
		stranger := member(identity.Author)
		_, theirs := w.grouped(stranger, "Sum")
		if status, doc := w.addTest(stranger, theirs, "1", strings.Repeat("a", 400), strings.Repeat("b", 400)); status != 201 {
			t.Errorf("another organization is answered %d %+v", status, doc.Errors)
		}

		status, copied := w.told(who, "problem-copies", attributes{}, "problem", "problems", id) // shares all of it
		if status != 201 && status != 202 {
			t.Fatalf("a copy is answered %d %+v", status, copied.Errors)
		}
		w.raw(who, "DELETE", "/v1/tests/"+large.Data.ID, "", nil)
		full(t, 409, add(409, "2", strings.Repeat("c", 300), ""), "200 bytes are left") // the copy has it still
		w.raw(who, "DELETE", "/v1/problems/"+copied.Data.ID, "", nil)
		add(201, "2", strings.Repeat("c", 300), strings.Repeat("c", 300)) // one blob
		add(201, "3", strings.Repeat("e", 350), strings.Repeat("f", 350))
		w.raw(who, "DELETE", "/v1/test-groups/"+group, "", nil)
		if status, doc := w.raw(who, "POST", "/v1/problems/"+id+"/pictures", "application/octet-stream", []byte(png+strings.Repeat("x", 900))); status != 201 {
			t.Errorf("a picture in the place of the tests is answered %d %+v", status, doc.Errors)
		}
		_, copied = w.told(who, "problem-copies", attributes{}, "problem", "problems", id)
		w.raw(who, "DELETE", "/v1/problems/"+id, "", nil)
		_, group = w.grouped(who, "Third")
		full(t, 409, add(409, "1", strings.Repeat("g", 200), "")) // the copy has the picture
		w.raw(who, "DELETE", "/v1/problems/"+copied.Data.ID, "", nil)
		add(201, "1", strings.Repeat("g", 200), "")
	})
}

func TestRecordingsTakeTheRoomOfTests(t *testing.T) {
	roomy(t, func(t *testing.T, w *world, _ func() *world) {
		who := member(identity.Author)
		id, group := w.grouped(who, "Sum")
		stop, err := quota.Serve(w.bus, "interviews", func(_ context.Context, of ids.Organization) (quota.Usage, error) {
			if of != who.Organization {
				return quota.Usage{Name: "bytes"}, nil
			}
			return quota.Usage{Name: "bytes", Used: 900}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		status, doc := w.addTest(who, group, "1", strings.Repeat("a", 100), "")
		if status != 201 {
			t.Errorf("a test is answered %d %+v", status, doc.Errors)
		}
		status, doc = w.addTest(who, group, "2", strings.Repeat("b", 200), "")
		full(t, status, doc, "0 bytes are left", "needs 200 bytes")
		status, doc = w.raw(who, "POST", "/v1/problems/"+id+"/pictures", "application/octet-stream", []byte(png+strings.Repeat("x", 300)))
		full(t, status, doc)
		if err := stop(); err != nil {
			t.Fatal(err)
		}
		if status, doc := w.addTest(who, group, "2", strings.Repeat("b", 200), ""); status != 201 { // who is down takes nothing
			t.Errorf("a test is answered %d %+v", status, doc.Errors)
		}
	})
}

func TestAPackageWithoutRoomIsRefusedWhole(t *testing.T) {
	roomy(t, func(t *testing.T, w *world, _ func() *world) {
		who := member(identity.Author)
		files := packageFiles("echo/")
		files["echo/data/secret/2.in"], files["echo/data/secret/2.ans"] = strings.Repeat("b", 700), strings.Repeat("c", 700)
		status, doc := w.raw(who, "POST", "/v1/problem-imports", "application/zip", zipped(t, files))
		full(t, status, doc, "needs 1.4 KiB")
		if n := len(w.list(who, "/v1/problems").Data); n != 0 {
			t.Errorf("there are %d problems", n)
		}
		files["echo/data/secret/2.ans"] = "c"
		if status, doc := w.raw(who, "POST", "/v1/problem-imports", "application/zip", zipped(t, files)); status != 201 {
			t.Errorf("a smaller one is answered %d %+v", status, doc.Errors)
		}
	})
}

func TestWhatAVersionNeedsIsNotGivenBack(t *testing.T) {
	roomy(t, func(t *testing.T, w *world, _ func() *world) {
		who := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(who, "Sum")
		_, more := w.grouped(who, "Other")
		w.verified(who, id, "passed")
		w.made(who, "problem-versions", nil, "problem", id)
		before := w.keeps(who.Organization)
		for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+id).Data {
			w.raw(who, "DELETE", "/v1/test-groups/"+g.ID, "", nil)
		}
		if after := w.keeps(who.Organization); before == 0 || after != before {
			t.Errorf("%d bytes are kept of %d", after, before)
		}
		if status, doc := w.addTest(who, more, "1", strings.Repeat("a", 1000), ""); status != 409 {
			t.Errorf("as much as there may be is answered %d %+v", status, doc.Errors)
		}
	})
}

// keeps is how many bytes an organization's problems need.
func (w *world) keeps(organization ids.Organization) int64 {
	w.t.Helper()
	n, err := db.One[int64](w.t.Context(), w.db, `SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) FROM problem_blobs WHERE organization_id = $1`, organization)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestReplicasTogetherKeepNoMore(t *testing.T) {
	roomy(t, func(t *testing.T, w *world, open func() *world) {
		who := member(identity.Author)
		var all sync.WaitGroup
		for i, on := range []*world{w, open()} {
			_, group := on.grouped(who, fmt.Sprint("Problem ", i))
			for n := range 8 {
				all.Go(func() {
					status, doc := on.addTest(who, group, fmt.Sprint(n), strings.Repeat(fmt.Sprint(i, n), 40)[:100], "")
					if status != 201 && (status != 409 || doc.Errors[0].Code != "organization_bytes_used") {
						t.Errorf("it is answered %d %+v", status, doc.Errors)
					}
				})
			}
		}
		all.Wait()
		if n := w.keeps(who.Organization); n != 1000 {
			t.Errorf("%d bytes are kept, of 1000", n)
		}
	})
}
