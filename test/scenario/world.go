package scenario

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

const media = "application/vnd.api+json"

// world is an organization with everybody in it and one of everything, a stranger, and a candidate of another attempt.
type world struct {
	anyone    *client.Client
	members   map[identity.Role]*client.Client
	candidate *client.Client // of the attempt in ids
	other     *client.Client // of another attempt
	stranger  *client.Client // owner of another organization
	foreigner *client.Client // candidate of the stranger's
	guest     *client.Client // of the interview in ids
	visitor   *client.Client // guest of another interview
	ids       map[string]string
	// What else people have, by noun: the other candidate, those of the other organization, and the visitor.
	othersIDs, foreignIDs, visitorsIDs map[string]string
}

// Marks that stand in one place only: whoever is shown one was shown that place.
const (
	foreignSecret = "564738291"     // in the stranger's hidden tests
	codeOfFirst   = "kim_4711_code" // in what the first candidate wrote, and in what it printed
	codeOfOther   = "lee_4712_code"
	codeOfForeign = "ann_4713_code"
	codeOfGuest   = "max_4714_code" // in what an interview's guest wrote
	whisper       = "psst_4715"     // what interviewers told one another
	verdict       = "hmm_4716"      // in what they noted, how they judged, and the decision
)

// telltale prints all that it reads, so that tests would be seen wherever its output is.
const telltale = "# " + codeOfFirst + "\nimport sys\ntext = sys.stdin.read()\nprint('" + codeOfFirst + "', text)\nprint('" + codeOfFirst + "', text, file=sys.stderr)\n"

// operation is one of the OpenAPI document.
type operation struct {
	Method, Path string
	Public       bool
	Needs        identity.Needs
	Quiet        bool     // not documented: all that it does is to refuse
	Bodies       []string // media types it takes; none: it takes no body
	Filters      []string // query parameters that filter
	Includes     string
}

func (o operation) String() string { return o.Method + " " + o.Path }

// noun is the collection that the operation belongs to.
func (o operation) noun() string {
	noun, _, _ := strings.Cut(strings.TrimPrefix(o.Path, "/v1/"), "/")
	return noun
}

func (o operation) writes() bool { return o.Method != http.MethodGet }

// at is the operation's path for an id.
func (o operation) at(id string) string {
	return strings.NewReplacer("{id}", id, "{name}", pictureName).Replace(o.Path)
}

func (o operation) one() bool { return strings.Contains(o.Path, "{id}") }

// described is an operation of the OpenAPI document.
type described struct {
	Parameters  []struct{ Name, Description string }
	RequestBody struct{ Content map[string]any }
}

// routesOf are all routes of the API, with what the product's OpenAPI document says of them.
func routesOf(t *testing.T, anyone *client.Client) []operation {
	t.Helper()
	var document struct {
		Paths map[string]map[string]described
	}
	a := anyone.Raw("GET", "/v1/openapi.json", nil, nil)
	if err := json.Unmarshal(a.Body, &document); err != nil {
		t.Fatal("the OpenAPI document:", err)
	}
	var all []operation
	for _, r := range app.Routes() {
		o := operation{Method: r.Method, Path: r.Path, Public: r.Public, Needs: r.Needs, Quiet: r.Quiet}
		if o.noun() == "mails" {
			continue // only a demo has them
		}
		d, known := document.Paths[r.Path][strings.ToLower(r.Method)]
		if known == r.Quiet {
			t.Errorf("%s: in the OpenAPI document: %v, told by nobody: %v", o, known, r.Quiet)
		}
		o.describe(d)
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.String(), b.String()) })
	if len(all) < 150 {
		t.Fatalf("the API has %d routes: that is not all", len(all))
	}
	return all
}

func (o *operation) describe(d described) {
	for media := range d.RequestBody.Content {
		o.Bodies = append(o.Bodies, media)
	}
	if o.Quiet {
		o.Bodies = []string{media}
	}
	for _, p := range d.Parameters {
		if strings.HasPrefix(p.Name, "filter[") {
			o.Filters = append(o.Filters, p.Name)
		}
		if _, names, ok := strings.Cut(p.Description, ", from: "); p.Name == "include" && ok {
			o.Includes = strings.ReplaceAll(names, " ", "")
		}
	}
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
	problem := writeProblem(t, w.members[identity.Author], secret)
	verifyAndPublish(t, w.members[identity.Author], problem)
	assessment := buildAssessment(t, w.members[identity.Recruiter], problem)
	w.takeAttempts(t, assessment)
	w.collect(t, problem, assessment)
	w.furnishStranger(t)
	w.meet(t, problem)
	return w
}

// furnishStranger gives the other organization what the first one has, as far as lists go by it.
func (w *world) furnishStranger(t *testing.T) {
	t.Helper()
	problem := writeProblem(t, w.stranger, foreignSecret)
	verifyAndPublish(t, w.stranger, problem)
	assessment := buildAssessment(t, w.stranger, problem)
	w.foreigner, w.foreignIDs = w.write(t, w.stranger, assessment, "ann@candidates.example", codeOfForeign)
	w.foreignIDs["problems"], w.foreignIDs["assessments"] = problem.ID, assessment.ID
	w.foreignIDs["test-groups"] = w.stranger.List("/v1/test-groups?filter[problem]=" + problem.ID)[1].ID
}

// absent is the id of what the world has none of: a recording is made of what browsers send (TestARecordingIsStoredAndPlayed), and none is here; the
// tape of a terminal of what a program shows (TestRightsInAWorkspace).
const absent = "018f0000-0000-7000-8000-000000000001"

// meet has two interviews with a guest each; in the first one is everything.
func (w *world) meet(t *testing.T, problem client.Resource) {
	t.Helper()
	recruiter, host := w.members[identity.Recruiter], w.members[identity.Interviewer]
	r := newRoom(t, w.anyone, recruiter, "Systems", "max@candidates.example")
	r.join(host, "interviewers-tab")
	file := r.guest.Create("interview-files", map[string]any{"path": "main.py", "language": "python"}, r.to)
	if err := appendTo(t, r.guest, file, "# "+codeOfGuest+"\n"); err != nil {
		t.Fatal(err)
	}
	said := r.guest.Create("interview-messages", map[string]any{"text": codeOfGuest}, r.to)
	reacted := r.guest.Create("interview-reactions", map[string]any{"emoji": "✋"}, r.to)
	host.Create("interview-messages", map[string]any{"text": whisper, "audience": "interviewers"}, r.to)
	box := drawn(r.guest, r.to, "box", codeOfGuest)
	noted := host.Create("notes", map[string]any{"text": verdict}, r.to)
	card := host.Create("scorecards", map[string]any{"text": verdict, "recommendation": "no", "state": "submitted"}, r.to)
	recruiter.Patch("interviews", r.interview.ID, map[string]any{"decision": "reject", "decisionText": verdict, "rubric": []map[string]any{{"name": verdict}}})
	chosen := host.Create("interview-problems", map[string]any{"problemId": problem.ID, "shown": true}, r.to)
	w.guest = r.guest
	w.ids["interviews"], w.ids["interview-workspaces"] = r.interview.ID, r.interview.ID
	w.ids["interview-participants"] = recruiter.List("/v1/interview-participants?filter[interview]=" + r.interview.ID)[0].ID
	w.ids["interview-files"], w.ids["interview-messages"], w.ids["interview-problems"] = file.ID, said.ID, chosen.ID
	w.ids["notes"], w.ids["scorecards"], w.ids["interview-file-logs"] = noted.ID, card.ID, file.ID
	w.ids["interview-drawings"], w.ids["interview-boards"] = box.ID, r.interview.ID
	w.ids["interview-reactions"], w.ids["recordings"], w.ids["captions"] = reacted.ID, absent, absent
	w.ids["clips"] = absent
	w.ids["interview-terminals"] = absent
	w.ids["interview-templates"] = recruiter.Create("interview-templates", map[string]any{"name": "Systems", "problemIds": []string{problem.ID}}, nil).ID

	other := newRoom(t, w.anyone, recruiter, "Another", "eve@candidates.example")
	other.join(host, "interviewers-tab")
	w.visitor = other.guest
	mine := other.guest.Create("interview-files", map[string]any{"path": "main.py", "language": "python"}, other.to)
	w.visitorsIDs = map[string]string{"interviews": other.interview.ID, "interview-workspaces": other.interview.ID, "interview-boards": other.interview.ID, "interview-files": mine.ID}
}

// write has another candidate enter and write a line, and answers who that is and what they have.
func (w *world) write(t *testing.T, staff *client.Client, assessment client.Resource, email, line string) (*client.Client, map[string]string) {
	t.Helper()
	i := staff.Create("invitations", map[string]any{"email": email}, map[string]client.Relationship{"assessment": client.To("assessments", assessment.ID)})
	attempt, candidate := enter(t, w.anyone, i.Text("link")[strings.LastIndex(i.Text("link"), "/")+1:])
	answer := begin(t, candidate, attempt)
	document := openDocument(t, candidate, answer)
	typeText(t, candidate, document, "# "+line+"\n")
	return candidate, map[string]string{"invitations": i.ID, "attempts": attempt.ID, "answers": answer.ID, "documents": document.ID}
}

// takeAttempts has two candidates; the first one has run and submitted.
func (w *world) takeAttempts(t *testing.T, assessment client.Resource) {
	t.Helper()
	recruiter := w.members[identity.Recruiter]
	w.candidate, w.ids = w.write(t, recruiter, assessment, "kim@candidates.example", codeOfFirst)
	answer := w.candidate.Get("/v1/answers/" + w.ids["answers"])
	version := typeText(t, w.candidate, w.candidate.Get("/v1/documents/"+w.ids["documents"]), telltale)
	w.ids["submissions"] = submitAndSee(t, w.candidate, answer, version, "WA", 0).ID
	w.ids["runs"] = w.candidate.Create("runs", map[string]any{"language": "python", "source": "print('" + codeOfFirst + "')", "answerId": answer.ID}, nil).ID
	w.ids["judgements"] = recruiter.Get("/v1/submissions/" + w.ids["submissions"]).Text("judgementId")
	w.ids["rejudgings"] = recruiter.Accept("rejudgings", map[string]any{"judgementId": w.ids["judgements"]}, nil).ID
	w.other, w.othersIDs = w.write(t, recruiter, assessment, "lee@candidates.example", codeOfOther)
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
	w.ids["webhooks"] = owner.Create("webhooks", map[string]any{"url": "https://hooks.example/", "events": []string{"judgement.ended"}}, nil).ID
	owner.Raw("POST", "/v1/webhooks/"+w.ids["webhooks"]+"/ping", nil, nil)
	w.ids["webhook-deliveries"] = first("/v1/webhook-deliveries")
	w.ids["memberships"] = first("/v1/memberships")
	w.ids["member-invitations"] = owner.Create("member-invitations", map[string]any{"email": "new@first.example", "role": "author"}, nil).ID
	for _, noun := range []string{"test-groups", "reference-solutions", "verifications", "problem-versions"} {
		w.ids[noun] = first("/v1/" + noun + "?filter[problem]=" + problem.ID)
	}
	w.ids["test-groups"] = owner.List("/v1/test-groups?filter[problem]=" + problem.ID)[1].ID // the first that is hidden
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
