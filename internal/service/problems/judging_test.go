package problems_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const checker = "import sys\nsys.exit(42)\n"

func validatorIn(language, path, source string) attributes {
	return attributes{"program": attributes{"protocol": "kattis", "language": language, "files": []attributes{{"path": path, "source": source}}}}
}

func TestAValidatorIsKeptAndSentWithThePlan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		asked := w.judgeAll()
		who := member(identity.Author)
		id := w.readyProblem(who, "Any order")
		status, doc := w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"validator": validatorIn("python", "check.py", checker)}, "", "")
		if status != 200 || !strings.Contains(text(t, doc.Data.Attributes["validator"]), `sys.exit(42)`) {
			t.Fatalf("%d %+v %v", status, doc.Errors, doc.Data.Attributes["validator"])
		}
		if _, doc := w.raw(who, "GET", "/v1/problems/"+id, "", nil); !strings.Contains(text(t, doc.Data.Attributes["validator"]), `sys.exit(42)`) {
			t.Errorf("the problem itself tells its validator's source, not %v", doc.Data.Attributes["validator"])
		}
		listed := text(t, w.list(who, "/v1/problems").Data[0].Attributes["validator"])
		if strings.Contains(listed, "sys.exit") || !strings.Contains(listed, "check.py") {
			t.Errorf("a list names the validator's files alone, not %s", listed)
		}
		w.verified(who, id, "passed")
		plan := planOf(t, w, asked)
		if plan.Validator == nil || plan.Validator.Language != "python" || plan.Validator.Protocol != judge.ProtocolKattis || len(plan.Validator.Files) != 1 {
			t.Fatalf("the plan has the validator %+v", plan.Validator)
		}
		source, err := blob.GetBytes(t.Context(), w.blobs, blob.Digest(plan.Validator.Files[0].Digest), 1<<20)
		if err != nil || string(source) != checker {
			t.Errorf("%q %v", source, err)
		}
		if status, doc = w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"validator": nil}, "", ""); status != 200 || doc.Data.Attributes["validator"] != nil {
			t.Errorf("a validator can be taken away: %d %v", status, doc.Data.Attributes["validator"])
		}
	})
}

func TestValidatorsThatCannotBe(t *testing.T) {
	w := newWorld(t, harness.Database(t)("problems"))
	who := member(identity.Author)
	id := w.readyProblem(who, "Any order")
	two := validatorIn("python", "a.py", checker)
	two["program"].(attributes)["files"] = []attributes{{"path": "a.py"}, {"path": "a.py"}}
	withChecker := validatorIn("python", "a.py", checker)
	withChecker["checker"] = validatorIn("python", "b.py", checker)["program"]
	for name, one := range map[string]struct {
		validator attributes
		at        string
	}{
		"a path that leads away":         {validatorIn("python", "../x.py", checker), "program/files/0/path"},
		"a path that is an option":       {validatorIn("python", "-x.py", checker), "program/files/0/path"},
		"a language nobody knows":        {validatorIn("klingon", "x.py", checker), "program/language"},
		"a source that is no text":       {validatorIn("python", "x.py", "a\x00"), "program/files/0/source"},
		"a source that is too large":     {validatorIn("python", "x.py", strings.Repeat("x", 1<<20+1)), "program/files/0/source"},
		"two files of one name":          {two, "program/files/1/path"},
		"a checker of a plain validator": {withChecker, "checker"},
	} {
		t.Run(name, func(t *testing.T) {
			status, doc := w.send(who, "PATCH", "/v1/problems/"+id, "problems", id, attributes{"validator": one.validator}, "", "")
			if status != 422 || len(doc.Errors) == 0 || doc.Errors[0].Source.Pointer != "/data/attributes/validator/"+one.at {
				t.Errorf("%d %+v", status, doc.Errors)
			}
		})
	}
}

func TestGroupsWithinGroups(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		asked := w.judgeAll()
		who := member(identity.Author)
		id := w.readyProblem(who, "Parts")
		inner := w.made(who, "test-groups", attributes{"name": "inner", "points": 40, "position": 1}, "problem", id)
		w.made(who, "tests", attributes{"name": "1", "input": "1\n", "answer": "1\n", "points": 40, "args": []string{"-v"}}, "group", inner)
		outer := w.made(who, "test-groups", attributes{"name": "outer", "points": 60, "aggregation": "sum", "requiredIds": []string{inner}}, "problem", id)
		for name, patch := range map[string]attributes{
			"in a group of nobody":  {"parentId": "01890000-0000-7000-8000-000000000000"},
			"in itself":             {"parentId": inner},
			"required by itself":    {"requiredIds": []string{inner}},
			"added up in a new way": {"aggregation": "product"},
		} {
			if status, doc := w.send(who, "PATCH", "/v1/test-groups/"+inner, "test-groups", inner, patch, "", ""); status != 422 {
				t.Errorf("%s: %d %+v", name, status, doc.Errors)
			}
		}
		for _, patch := range []struct {
			id string
			to attributes
		}{{outer, attributes{"requiredIds": []string{}}}, {inner, attributes{"parentId": outer}}} {
			if status, doc := w.send(who, "PATCH", "/v1/test-groups/"+patch.id, "test-groups", patch.id, patch.to, "", ""); status != 200 {
				t.Fatalf("%d %+v", status, doc.Errors)
			}
		}
		if status, _ := w.send(who, "PATCH", "/v1/test-groups/"+outer, "test-groups", outer, attributes{"parentId": inner}, "", ""); status != 422 {
			t.Errorf("two groups within one another: %d", status)
		}
		if status, _ := w.raw(who, "DELETE", "/v1/test-groups/"+outer, "", nil); status != 409 {
			t.Errorf("a group that holds another one is deleted: %d", status)
		}
		if _, doc := w.raw(who, "GET", "/v1/problems/"+id, "", nil); doc.Data.Attributes["points"] != 70.0 {
			t.Errorf("the problem's points are those of its outer groups, 70, not %v", doc.Data.Attributes["points"])
		}
		w.verified(who, id, "passed")
		plan := planOf(t, w, asked)
		last := plan.Groups[len(plan.Groups)-1]
		if last.Name != "inner" || last.Parent != "outer" || last.Tests[0].Points != 40 || last.Tests[0].Args[0] != "-v" || plan.MaxScore() != 70 {
			t.Errorf("%+v, %v points", plan.Groups, plan.MaxScore())
		}
	})
}

// planOf is the plan of the last judging that was asked for.
func planOf(t *testing.T, w *world, asked *requests) judge.Plan {
	t.Helper()
	asked.mu.Lock()
	defer asked.mu.Unlock()
	body, err := blob.GetBytes(t.Context(), w.blobs, asked.all[len(asked.all)-1].Plan, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := judge.ParsePlan(body)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func text(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
