package scenario

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// world is an organization with everybody in it and one of everything, a stranger, and a candidate of another attempt.
type world struct {
	anyone    *client.Client
	members   map[identity.Role]*client.Client
	candidate *client.Client // of the attempt in ids
	other     *client.Client // of another attempt
	stranger  *client.Client // owner of another organization
	ids       map[string]string
}

// operation is one of the OpenAPI document.
type operation struct {
	Method, Path string
	Public       bool
	Bodies       []string // media types it takes; none: it takes no body
}

func (o operation) String() string { return o.Method + " " + o.Path }

// noun is the collection that the operation belongs to.
func (o operation) noun() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(o.Path, "/v1/"), "/")
	return noun
}

func (o operation) writes() bool { return o.Method != http.MethodGet }

// at is the operation's path for an id.
func (o operation) at(id string) string { return strings.ReplaceAll(o.Path, "{id}", id) }

func (o operation) one() bool { return strings.Contains(o.Path, "{id}") }

// operations reads the merged OpenAPI document that the product serves.
func operations(t *testing.T, anyone *client.Client) []operation {
	t.Helper()
	var document struct {
		Paths map[string]map[string]struct {
			Security    []map[string][]string
			RequestBody struct{ Content map[string]any }
		}
	}
	a := anyone.Raw("GET", "/v1/openapi.json", nil, nil)
	if err := json.Unmarshal(a.Body, &document); err != nil {
		t.Fatal("the OpenAPI document:", err)
	}
	var all []operation
	for path, methods := range document.Paths {
		for method, x := range methods {
			o := operation{Method: strings.ToUpper(method), Path: path}
			o.Public = slices.ContainsFunc(x.Security, func(m map[string][]string) bool { return len(m) == 0 })
			for media := range x.RequestBody.Content {
				o.Bodies = append(o.Bodies, media)
			}
			all = append(all, o)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.String(), b.String()) })
	if len(all) < 100 {
		t.Fatalf("the OpenAPI document has %d operations: that is not all", len(all))
	}
	return all
}

func newWorld(t *testing.T, p *product.Product) *world {
	t.Helper()
	anyone := client.New(t, p.URL)
	w := &world{anyone: anyone, members: map[identity.Role]*client.Client{}, ids: map[string]string{}}
	owner := anyone.SignIn(product.Owner, product.Password)
	w.members[identity.Owner] = owner
	for _, role := range []identity.Role{identity.Admin, identity.Author, identity.Recruiter, identity.Interviewer} {
		w.members[role] = p.Member(owner, string(role)+"@first.example", string(role))
	}
	anyone.Create("users", map[string]any{"email": "stranger@second.example", "password": product.Password, "name": "Stranger"}, nil)
	w.stranger = anyone.SignIn("stranger@second.example", product.Password)
	problem := writeProblem(t, w.members[identity.Author])
	verifyAndPublish(t, w.members[identity.Author], problem)
	assessment := buildAssessment(t, w.members[identity.Recruiter], problem)
	w.takeAttempts(t, assessment)
	w.collect(t, problem, assessment)
	return w
}

// takeAttempts has two candidates; the first one has run and submitted.
func (w *world) takeAttempts(t *testing.T, assessment client.Resource) {
	t.Helper()
	recruiter := w.members[identity.Recruiter]
	for _, email := range []string{"kim@candidates.example", "lee@candidates.example"} {
		i := recruiter.Create("invitations", map[string]any{"email": email}, map[string]client.Relationship{"assessment": client.To("assessments", assessment.ID)})
		attempt, candidate := enter(t, w.anyone, i.Text("link")[strings.LastIndex(i.Text("link"), "/")+1:])
		answer := begin(t, candidate, attempt)
		if w.candidate != nil {
			w.other = candidate
			return
		}
		w.candidate = candidate
		document := openDocument(t, candidate, answer)
		version := typeText(t, candidate, document, rightPython)
		submission := submitAndSee(t, candidate, answer, version, "AC", 100)
		run := candidate.Create("runs", map[string]any{"language": "python", "source": "print(1)", "answerId": answer.ID}, nil)
		for noun, r := range map[string]client.Resource{
			"invitations": i, "attempts": attempt, "answers": answer, "documents": document, "submissions": submission, "runs": run,
		} {
			w.ids[noun] = r.ID
		}
		w.ids["judgements"] = recruiter.Get("/v1/submissions/" + submission.ID).Text("judgementId")
	}
}

// collect finds an id of everything else.
func (w *world) collect(t *testing.T, problem, assessment client.Resource) {
	t.Helper()
	owner := w.members[identity.Owner]
	first := func(path string) string {
		all := owner.List(path)
		if len(all) == 0 {
			t.Fatalf("GET %s lists nothing", path)
		}
		return all[0].ID
	}
	me := owner.Get("/v1/sessions/current")
	w.ids["problems"], w.ids["assessments"] = problem.ID, assessment.ID
	w.ids["users"], w.ids["organizations"], w.ids["sessions"] = me.Text("userId"), me.Text("organizationId"), me.ID
	w.ids["languages"] = "python"
	w.ids["memberships"] = first("/v1/memberships")
	w.ids["member-invitations"] = owner.Create("member-invitations", map[string]any{"email": "new@first.example", "role": "author"}, nil).ID
	for _, noun := range []string{"test-groups", "reference-solutions", "verifications", "problem-versions"} {
		w.ids[noun] = first("/v1/" + noun + "?filter[problem]=" + problem.ID)
	}
	w.ids["tests"] = first("/v1/tests?filter[group]=" + w.ids["test-groups"])
}

// refused demands an error document with the status, and answers its first error.
func refused(t *testing.T, what string, a client.Answer, want ...int) client.Failure {
	t.Helper()
	if !slices.Contains(want, a.Status) {
		t.Errorf("%s: status %d, want %v: %.300s", what, a.Status, want, a.Body)
		return client.Failure{}
	}
	return errorDocument(t, what, a)
}

// errorDocument demands that a failure is told as JSON:API tells it.
func errorDocument(t *testing.T, what string, a client.Answer) client.Failure {
	t.Helper()
	if a.Status >= 500 && a.Status != http.StatusServiceUnavailable {
		t.Errorf("%s: status %d: %.300s", what, a.Status, a.Body)
	}
	if a.Status < 400 {
		return client.Failure{}
	}
	media := a.Header.Get("Content-Type")
	if !strings.HasPrefix(media, "application/vnd.api+json") || len(a.Errors) == 0 {
		t.Errorf("%s: %d with %s, no error document: %.300s", what, a.Status, media, a.Body)
		return client.Failure{}
	}
	for _, e := range a.Errors {
		if e.Status != fmt.Sprint(a.Status) && len(a.Errors) == 1 || e.Code == "" || e.Detail == "" {
			t.Errorf("%s: an error of a %d says %+v", what, a.Status, e)
		}
	}
	return a.Errors[0]
}

// settled waits until the run of the world has ended.
func (w *world) settled(t *testing.T) {
	t.Helper()
	harness.Eventually(t, patience, func() error {
		if s := w.candidate.Get("/v1/runs/" + w.ids["runs"]).Text("status"); s != "ok" {
			return fmt.Errorf("the run is %s", s)
		}
		return nil
	})
}
