package problems_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// told sends a document with one relationship.
func (w *world) told(who identity.Principal, typ string, a attributes, rel, kind, id string) (int, document) {
	w.t.Helper()
	body, err := json.Marshal(map[string]any{"data": map[string]any{
		"type": typ, "attributes": a, "relationships": map[string]any{rel: map[string]any{"data": map[string]string{"type": kind, "id": id}}},
	}})
	if err != nil {
		w.t.Fatal(err)
	}
	return w.raw(who, "POST", "/v1/"+typ, "application/vnd.api+json", body)
}

func titles(all list) []string {
	var out []string
	for _, p := range all.Data {
		out = append(out, p.Attributes["title"].(string))
	}
	return out
}

func TestAnArchivedProblemIsOutOfTheWayAndStaysWhatItIs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(who, "Sum")
		w.made(who, "problems", attributes{"title": "Other", "difficulty": "easy"}, "", "")
		w.verified(who, id, "passed")
		w.made(who, "problem-versions", nil, "problem", id)
		_, before := w.raw(who, "GET", "/v1/problems/"+id, "", nil)

		status, doc := w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"archived": true}, "", "")
		if status != 200 || doc.Data.Attributes["archived"] != true {
			t.Fatalf("archiving answers %d %+v", status, doc)
		}
		_, after := w.raw(who, "GET", "/v1/problems/"+id, "", nil)
		for _, name := range []string{"state", "revision", "verified", "updatedAt"} {
			if before.Data.Attributes[name] != after.Data.Attributes[name] {
				t.Errorf("archiving has made %s %v of %v", name, after.Data.Attributes[name], before.Data.Attributes[name])
			}
		}
		for query, want := range map[string][]string{"true": {"Sum"}, "false": {"Other"}, "true,false": {"Other", "Sum"}, "perhaps": nil} {
			if got := titles(w.list(who, "/v1/problems?sort=title&filter[archived]="+query)); !slices.Equal(got, want) {
				t.Errorf("archived=%s lists %v, want %v", query, got, want)
			}
		}
		status, doc = w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"archived": false, "title": "Sum again"}, "", "")
		if status != 200 || doc.Data.Attributes["archived"] != false || doc.Data.Attributes["state"] != "changed" {
			t.Errorf("bringing it back with a new title answers %d %v", status, doc.Data.Attributes)
		}
		if got := titles(w.list(who, "/v1/problems?sort=title&filter[archived]=false")); !slices.Equal(got, []string{"Other", "Sum again"}) {
			t.Errorf("then these are there: %v", got)
		}
	})
}

func TestACopyHasAllButTheVersions(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(who, "Sum")
		outer := w.made(who, "test-groups", attributes{"name": "outer", "points": 5, "aggregation": "sum"}, "problem", id)
		inner := w.made(who, "test-groups", attributes{"name": "inner", "points": 5, "parentId": outer}, "problem", id)
		w.made(who, "test-groups", attributes{"name": "last", "points": 5, "requiredIds": []string{outer}}, "problem", id)
		w.made(who, "tests", attributes{"name": "big", "input": strings.Repeat("1 ", 50_000), "answer": "x", "args": []string{"-v"}}, "group", inner)

		status, doc := w.told(who, "problem-copies", attributes{}, "problem", "problems", id)
		a := doc.Data.Attributes
		if status != 201 || doc.Data.Type != "problems" || doc.Data.ID == id || a["title"] != "Sum (copy)" || a["slug"] != "sum-copy" || a["state"] != "draft" || a["testCount"] != 3.0 {
			t.Fatalf("copying answers %d %+v", status, doc)
		}
		groups := map[string]resource{}
		names := map[string]string{"": ""}
		for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+doc.Data.ID).Data {
			names[g.ID] = g.Attributes["name"].(string)
			groups[names[g.ID]] = g
		}
		if got := slices.Sorted(maps.Keys(groups)); !slices.Equal(got, []string{"hidden", "inner", "last", "outer", "sample"}) {
			t.Fatalf("the copy has the groups %v", got)
		}
		if got := names[groups["inner"].Attributes["parentId"].(string)]; got != "outer" {
			t.Errorf("inner is in %q", got)
		}
		if got := groups["last"].Attributes["requiredIds"].([]any); len(got) != 1 || names[got[0].(string)] != "outer" {
			t.Errorf("last requires %v", got)
		}
		big := w.list(who, "/v1/tests?filter%5Bgroup%5D="+groups["inner"].ID).Data[0]
		if _, one := w.raw(who, "GET", "/v1/tests/"+big.ID, "", nil); len(one.Data.Attributes["input"].(string)) != 100_000 {
			t.Error("the copy's test is not whole")
		}
		if all := w.list(who, "/v1/reference-solutions?filter%5Bproblem%5D="+doc.Data.ID); len(all.Data) != 3 {
			t.Errorf("the copy has %d reference solutions", len(all.Data))
		}
		w.send(who, "PATCH", "/v1/tests/"+big.ID, "tests", big.ID, attributes{"answer": "other"}, "", "")
		if _, one := w.raw(who, "GET", "/v1/problems/"+id, "", nil); one.Data.Attributes["title"] != "Sum" {
			t.Error("the original has changed")
		}
		if _, second := w.told(who, "problem-copies", attributes{}, "problem", "problems", id); second.Data.Attributes["title"] != "Sum (copy 2)" {
			t.Errorf("the second copy is %v", second.Data.Attributes["title"])
		}
		if status, named := w.told(who, "problem-copies", attributes{"title": "Product"}, "problem", "problems", id); status != 201 || named.Data.Attributes["slug"] != "product" {
			t.Errorf("a copy with a title of its own answers %d %v", status, named.Data.Attributes)
		}
		if status, named := w.told(who, "problem-copies", attributes{"title": "Sum"}, "problem", "problems", id); status != 409 || named.Errors[0].Code != "title_taken" {
			t.Errorf("a copy with the same title answers %d %+v", status, named.Errors)
		}
	})
}

func TestAVersionIsRestoredIntoTheDraft(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(who, "Sum")
		w.verified(who, id, "passed")
		version := w.made(who, "problem-versions", nil, "problem", id)
		before := w.groupsWithTests(who, id)

		for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+id).Data {
			w.exchange(who, "DELETE", "/v1/test-groups/"+g.ID, "", nil)
		}
		w.made(who, "test-groups", attributes{"name": "new", "points": 1}, "problem", id)
		w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{
			"title": "Product", "slug": "product", "statement": "Multiply.", "cpuTimeMs": 5000, "comparison": map[string]any{"mode": "exact"}, "languages": []string{"c"},
		}, "", "")

		status, doc := w.told(who, "problem-restorations", attributes{}, "version", "problem-versions", version)
		a := doc.Data.Attributes
		if status != 201 || doc.Data.ID != id || a["title"] != "Sum" || a["statement"] != "Add $a+b$." || a["cpuTimeMs"] != 1000.0 || len(a["languages"].([]any)) != 0 ||
			a["comparison"].(map[string]any)["mode"] != "tokens" || a["slug"] != "product" || a["state"] != "changed" || a["verified"] != false {
			t.Fatalf("restoring answers %d %+v", status, doc)
		}
		if after := w.groupsWithTests(who, id); after != before {
			t.Errorf("the tests are\n%s\nwant\n%s", after, before)
		}
		if all := w.list(who, "/v1/reference-solutions?filter%5Bproblem%5D="+id); len(all.Data) != 3 {
			t.Errorf("%d reference solutions are left", len(all.Data))
		}
		w.verified(who, id, "passed")
		w.made(who, "problem-versions", nil, "problem", id)
	})
}

// groupsWithTests is what a draft is judged by, but for the ids.
func (w *world) groupsWithTests(who identity.Principal, problem string) string {
	w.t.Helper()
	var b strings.Builder
	for _, g := range w.list(who, "/v1/test-groups?filter%5Bproblem%5D="+problem).Data {
		for _, one := range append([]resource{g}, w.list(who, "/v1/tests?filter%5Bgroup%5D="+g.ID).Data...) {
			text, err := json.Marshal(one.Attributes)
			if err != nil {
				w.t.Fatal(err)
			}
			b.Write(append(text, '\n'))
		}
	}
	return b.String()
}

func TestAVersionTellsHowItIsJudgedToWhoMaySeeHiddenTests(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(who, "Sum")
		w.verified(who, id, "passed")
		version := w.made(who, "problem-versions", nil, "problem", id)
		_, doc := w.raw(who, "GET", "/v1/problem-versions/"+version, "", nil)
		judging, _ := doc.Data.Attributes["judging"].(map[string]any)
		groups, _ := judging["groups"].([]any)
		if len(groups) != 2 {
			t.Fatalf("the version tells %v", doc.Data.Attributes)
		}
		if g := groups[1].(map[string]any); g["name"] != "hidden" || g["aggregation"] != "all" || g["tests"].([]any)[0].(map[string]any)["name"] != "1" {
			t.Errorf("its hidden group is %v", g)
		}
		interviewer := identity.Principal{User: ids.New[ids.User](), Organization: who.Organization, Role: identity.Interviewer}
		if _, doc := w.raw(interviewer, "GET", "/v1/problem-versions/"+version, "", nil); doc.Data.Attributes["judging"] != nil || doc.Data.Attributes["title"] != "Sum" {
			t.Errorf("an interviewer is told %v", doc.Data.Attributes)
		}
		if listed := w.list(who, "/v1/problem-versions?filter%5Bproblem%5D="+id).Data[0]; listed.Attributes["judging"] != nil {
			t.Errorf("a list tells %v", listed.Attributes["judging"])
		}
	})
}

func TestCopiesAndRestorationsAreForAuthorsOfTheOrganization(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		author := member(identity.Author)
		w.judgeAll()
		id := w.readyProblem(author, "Sum")
		w.verified(author, id, "passed")
		version := w.made(author, "problem-versions", nil, "problem", id)
		recruiter := identity.Principal{User: ids.New[ids.User](), Organization: author.Organization, Role: identity.Recruiter}
		for name, c := range map[string]struct {
			who  identity.Principal
			want int
		}{"a recruiter": {recruiter, 403}, "another organization": {member(identity.Owner), 404}, "nobody": {identity.Principal{}, 401}} {
			if status, _ := w.told(c.who, "problem-copies", attributes{}, "problem", "problems", id); status != c.want {
				t.Errorf("%s: copying answers %d, want %d", name, status, c.want)
			}
			if status, _ := w.told(c.who, "problem-restorations", attributes{}, "version", "problem-versions", version); status != c.want {
				t.Errorf("%s: restoring answers %d, want %d", name, status, c.want)
			}
		}
	})
}
