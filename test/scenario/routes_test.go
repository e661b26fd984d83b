package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/product"
)

const media = "application/vnd.api+json"

// needs says which permission reading and writing each noun takes. A noun that is missing is open to whoever is signed in.
var needs = map[string]struct{ read, write identity.Permission }{
	"problems":            {identity.ProblemsRead, identity.ProblemsWrite},
	"test-groups":         {identity.ProblemsRead, identity.ProblemsWrite},
	"tests":               {identity.ProblemsRead, identity.ProblemsWrite},
	"reference-solutions": {identity.ProblemsRead, identity.ProblemsWrite},
	"verifications":       {identity.ProblemsRead, identity.ProblemsWrite},
	"problem-versions":    {identity.ProblemsRead, identity.ProblemsWrite},
	"problem-imports":     {identity.ProblemsRead, identity.ProblemsWrite},
	"runs":                {identity.RunsCreate, identity.RunsCreate},
	"languages":           {identity.RunsCreate, ""},
	"judgements":          {identity.JudgementsRead, ""},
	"assessments":         {identity.AssessmentsRead, identity.AssessmentsWrite},
	"invitations":         {identity.AssessmentsRead, identity.AssessmentsWrite},
	"invitation-imports":  {"", identity.AssessmentsWrite},
	"attempts":            {identity.AttemptsRead, identity.AttemptTake},
	"answers":             {identity.AttemptsRead, identity.AttemptTake},
	"documents":           {identity.AttemptsRead, identity.AttemptTake},
	"submissions":         {identity.AttemptsRead, identity.AttemptTake},
	"activities":          {identity.AttemptsRead, ""},
	"memberships":         {identity.MembersRead, identity.MembersManage},
	"member-invitations":  {identity.MembersManage, identity.MembersManage},
}

// permission is what an operation takes; "" for any member.
func permission(o operation) identity.Permission {
	switch o.Path {
	case "/v1/assessments/{id}/events", "/v1/assessments/{id}/results.csv":
		return identity.AttemptsRead
	}
	if o.writes() {
		return needs[o.noun()].write
	}
	return needs[o.noun()].read
}

// ownToCandidates are the nouns that candidates read of their own attempt.
var ownToCandidates = []string{"attempts", "answers", "documents", "submissions", "runs"}

func TestEveryRoute(t *testing.T) {
	p := product.StartEmpty(t)
	w := newWorld(t, p)
	w.settled(t)
	all := operations(t, w.anyone)
	t.Run("nobody is asked to sign in", func(t *testing.T) { nobody(t, w, all) })
	t.Run("a stranger finds nothing", func(t *testing.T) { stranger(t, w, all) })
	t.Run("a candidate of another attempt finds nothing", func(t *testing.T) { otherCandidate(t, w, all) })
	t.Run("a role without the permission is refused", func(t *testing.T) { roles(t, w, all) })
	t.Run("foreign ids in a body are not found", func(t *testing.T) { foreignIDs(t, w) })
	t.Run("bad input is refused with its place", func(t *testing.T) { badInput(t, w, all) })
	t.Run("hostile programs get a clear answer", func(t *testing.T) { hostilePrograms(t, w) })
}

// complete is what a body that creates needs: attributes, and the relationship that says where it belongs.
var complete = map[string]struct{ attributes, name, parent string }{
	"problems":            {`{"title":"x","difficulty":"easy"}`, "", ""},
	"test-groups":         {`{"name":"x","sample":false,"points":1}`, "problem", "problems"},
	"tests":               {`{"name":"x","input":"","answer":""}`, "group", "test-groups"},
	"reference-solutions": {`{"name":"x","language":"python","source":"x","expectedVerdict":"AC"}`, "problem", "problems"},
	"verifications":       {`{}`, "problem", "problems"},
	"problem-versions":    {`{}`, "problem", "problems"},
	"assessments":         {`{"title":"x","timeLimitMinutes":5}`, "", ""},
	"invitations":         {`{"email":"a@b.example"}`, "assessment", "assessments"},
	"invitation-imports":  {`{"text":"a@b.example"}`, "assessment", "assessments"},
	"documents":           {`{"language":"python"}`, "answer", "answers"},
	"submissions":         {`{"documentVersion":1}`, "answer", "answers"},
	"runs":                {`{"language":"python","source":"print(1)"}`, "", ""},
	"member-invitations":  {`{"email":"a@b.example","role":"author"}`, "", ""},
}

// creation is a body that makes one of a noun below a parent.
func creation(noun, parent string) []byte {
	c, known := complete[noun]
	switch {
	case !known:
		return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":{}}}`, noun)
	case c.name == "":
		return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":%s}}`, noun, c.attributes)
	}
	return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":%s,"relationships":{%q:{"data":{"type":%q,"id":%q}}}}}`,
		noun, c.attributes, c.name, c.parent, parent)
}

// empty is a body that fits the operation: what it creates belongs to nothing, what it changes stays as it is.
func empty(o operation, id string) []byte {
	switch {
	case len(o.Bodies) == 0:
		return nil
	case strings.Contains(o.Path, "/relationships/"):
		return fmt.Appendf(nil, `{"data":{"type":"test-groups","id":%q}}`, uuid.NewString())
	case o.one():
		return fmt.Appendf(nil, `{"data":{"type":%q,"id":%q,"attributes":{}}}`, o.noun(), id)
	}
	return creation(o.noun(), uuid.NewString())
}

// headers are those an operation's body and answer take.
func headers(o operation) http.Header {
	h := http.Header{}
	if len(o.Bodies) > 0 {
		h.Set("Content-Type", o.Bodies[0])
	}
	if strings.HasSuffix(o.Path, "/events") {
		h.Set("Accept", "text/event-stream")
	}
	if strings.HasSuffix(o.Path, ".csv") {
		h.Set("Accept", "text/csv")
	}
	return h
}

// endless are operations whose good answer does not end: they are tried where they must be refused.
func endless(o operation) bool {
	return strings.HasSuffix(o.Path, "/events") || strings.HasSuffix(o.Path, "/socket")
}

func nobody(t *testing.T, w *world, all []operation) {
	for _, o := range all {
		id := w.ids[o.noun()]
		a := w.anyone.Raw(o.Method, o.at(id), headers(o), empty(o, id))
		if o.Public {
			errorDocument(t, "nobody's "+o.String(), a)
			continue
		}
		refused(t, "nobody's "+o.String(), a, http.StatusUnauthorized)
	}
}

func stranger(t *testing.T, w *world, all []operation) {
	for _, o := range all {
		id, known := w.ids[o.noun()]
		switch {
		case o.Public || o.noun() == "languages" || o.Path == "/v1/sessions/current":
		case o.one():
			if !known {
				t.Errorf("%s: the test knows no id of %s", o, o.noun())
			}
			want := []int{http.StatusNotFound}
			if permission(o) == identity.AttemptTake {
				want = append(want, http.StatusForbidden) // no member may, whoever's it is
			}
			refused(t, "a stranger's "+o.String(), w.stranger.Raw(o.Method, o.at(id), headers(o), empty(o, id)), want...)
		case o.Method == http.MethodGet:
			a := w.stranger.Raw(o.Method, o.Path, headers(o), nil)
			errorDocument(t, "a stranger's "+o.String(), a)
			for noun, id := range w.ids {
				if noun != "languages" && strings.Contains(string(a.Body), id) {
					t.Errorf("a stranger's %s shows the %s %s", o, noun, id)
				}
			}
		}
	}
}

func otherCandidate(t *testing.T, w *world, all []operation) {
	for _, o := range all {
		if !o.one() || !slices.Contains(ownToCandidates, o.noun()) {
			continue
		}
		id := w.ids[o.noun()]
		refused(t, "another candidate's "+o.String(), w.other.Raw(o.Method, o.at(id), headers(o), empty(o, id)), http.StatusNotFound)
	}
}

func roles(t *testing.T, w *world, all []operation) {
	people := map[identity.Role]*client.Client{identity.Candidate: w.candidate}
	for role, c := range w.members {
		people[role] = c
	}
	for _, o := range all {
		need := permission(o)
		if o.Public || need == "" {
			continue
		}
		for role, c := range people {
			id := w.ids[o.noun()]
			may := slices.Contains(identity.Roles[role], need)
			if may && o.writes() {
				id = uuid.NewString() // it would
			}
			may = may || role == identity.Candidate && !o.writes() && slices.Contains(ownToCandidates, o.noun())
			if may && endless(o) {
				continue
			}
			what := fmt.Sprintf("%s's %s", role, o)
			a := c.Raw(o.Method, o.at(id), headers(o), empty(o, id))
			switch {
			case !may:
				refused(t, what, a, http.StatusForbidden)
			case a.Status == http.StatusForbidden || a.Status == http.StatusUnauthorized:
				if role != identity.Candidate || o.Path != "/v1/attempts" && o.Path != "/v1/attempts/{id}/assessment" { // those are for staff
					t.Errorf("%s: %d although it has %s: %.200s", what, a.Status, need, a.Body)
				}
			default:
				errorDocument(t, what, a)
			}
		}
	}
}
