package scenario

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/test/client"
)

// asker is somebody who tries every route.
type asker struct {
	name   string
	client *client.Client
	role   identity.Role     // none: nobody is signed in
	within bool              // of the first organization, and no other candidate: the world's ids are theirs to ask for
	own    map[string]string // what an outsider has, by noun
	hidden []string          // marks that they must never be shown
	banned map[string]string // ids of what is not for them, by noun: there to insiders only
}

func (w *world) askers() []asker {
	code := []string{codeOfFirst, codeOfOther}
	room := []string{codeOfGuest, whisper, verdict}
	foreign := []string{foreignSecret, codeOfForeign}
	without := func(marks ...string) []string { return append(marks, foreign...) }
	theirs := maps.Clone(w.ids)
	delete(theirs, "languages") // which are everybody's
	firsts := maps.Clone(theirs)
	maps.DeleteFunc(firsts, func(noun, _ string) bool { return !slices.Contains(ownToCandidates, noun) })
	all := []asker{
		{name: "nobody", client: w.anyone, hidden: without(slices.Concat(code, room, []string{secret})...)},
		{name: "the candidate", client: w.candidate, role: identity.Candidate, within: true, hidden: without(append(room, secret, codeOfOther)...)},
		{name: "another candidate", client: w.other, role: identity.Candidate, own: w.othersIDs, hidden: without(append(room, secret, codeOfFirst)...), banned: firsts},
		{name: "a stranger", client: w.stranger, role: identity.Owner, own: w.foreignIDs, hidden: slices.Concat(code, room, []string{secret}), banned: theirs},
		{name: "a stranger's candidate", client: w.foreigner, role: identity.Candidate, own: w.foreignIDs, hidden: slices.Concat(code, room, []string{secret, foreignSecret}), banned: theirs},
		{name: "the guest", client: w.guest, role: identity.Guest, within: true, hidden: without(append(code, secret, whisper, verdict)...)},
		{name: "another interview's guest", client: w.visitor, role: identity.Guest, own: w.visitorsIDs, hidden: without(slices.Concat(code, room, []string{secret})...), banned: theirs},
	}
	for role, c := range w.members {
		a := asker{name: "the " + string(role), client: c, role: role, within: true, hidden: without()}
		switch role {
		case identity.Author:
			a.hidden = without(slices.Concat(code, room)...)
		case identity.Interviewer:
			a.hidden = without(secret)
		}
		all = append(all, a)
	}
	return all
}

// ask sends one request and holds what comes back against the marks that the asker must not see.
func (a asker) ask(t *testing.T, o operation, path string, body []byte) client.Answer {
	t.Helper()
	answer := a.client.Raw(o.Method, path, headers(o), body)
	a.shown(t, o.Method+" "+path, string(answer.Body))
	return answer
}

func (a asker) shown(t *testing.T, what, text string) {
	t.Helper()
	for _, mark := range a.hidden {
		if strings.Contains(text, mark) {
			t.Errorf("%s: %s shows %q: %.2000s", a.name, what, mark, text)
		}
	}
}

// walk tries every route as one asker, and compares with what the route declares.
func walk(t *testing.T, w *world, a asker, all []operation) {
	for _, o := range all {
		id := w.ids[o.noun()]
		if o.one() && id == "" {
			t.Fatalf("%s: the world has no id of %s", o, o.noun())
		}
		switch {
		case o.Public && a.role != "": // what nobody needs to be signed in for is tried by nobody
		case o.Public:
			errorDocument(t, o.String(), a.ask(t, o, o.at(id), empty(o, id)))
		case a.role == "":
			refused(t, o.String(), a.ask(t, o, o.at(id), empty(o, id)), http.StatusUnauthorized)
		case !o.Needs.MetBy(a.role), o.Quiet:
			refused(t, o.String(), a.ask(t, o, o.at(id), empty(o, id)), http.StatusForbidden)
		case a.within:
			a.inside(t, o, id)
		default:
			a.outside(t, o, id)
		}
	}
}

// inside is a route that somebody of the organization may use: it must not refuse, and reading what is there works.
func (a asker) inside(t *testing.T, o operation, id string) {
	t.Helper()
	if endless(o) {
		a.follow(t, o, id)
		return
	}
	if o.writes() {
		id = uuid.NewString() // it would
	}
	answer := a.ask(t, o, o.at(id), empty(o, id))
	errorDocument(t, o.String(), answer)
	switch {
	case answer.Status == http.StatusForbidden || answer.Status == http.StatusUnauthorized:
		t.Errorf("%s: %d although it has %s: %.200s", o, answer.Status, o.Needs, answer.Body)
	case o.one() && !o.writes() && answer.Status != http.StatusOK && a.role == identity.Owner:
		if o.noun() != "runs" && id != absent { // members see those of candidates, who are asked for by id elsewhere
			t.Errorf("%s: %d: %.300s", o, answer.Status, answer.Body)
		}
	}
	if o.Includes != "" && !o.writes() && answer.Status == http.StatusOK {
		for include := range strings.SplitSeq(o.Includes, ",") {
			errorDocument(t, o.String(), a.ask(t, o, o.at(id)+"?include="+include, nil))
		}
	}
}

// follow reads a stream until it has told how things stand.
func (a asker) follow(t *testing.T, o operation, id string) {
	t.Helper()
	if strings.HasSuffix(o.Path, "/socket") {
		return // the story edits over it
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	last := map[string]string{"attempts": "attempt", "assessments": "ready", "runs": "end", "interviews": "ready"}[o.noun()]
	probe := a.client.Raw("GET", strings.TrimSuffix(o.at(id), "/events"), nil, nil)
	if probe.Status != http.StatusOK { // a member's way to a run that is not theirs
		refused(t, o.String(), a.ask(t, o, o.at(id), nil), probe.Status)
		return
	}
	seen := a.client.Events(ctx, o.at(id), "0", func(e client.Event) bool { return e.Name != last })
	told, err := json.Marshal(seen)
	if err != nil || len(seen) == 0 {
		t.Errorf("%s tells nothing: %v", o, err)
	}
	a.shown(t, o.String(), string(told))
}

// outside is a route that the asker's role opens, to what is not theirs: it is not there, and lists do not lead to it.
func (a asker) outside(t *testing.T, o operation, id string) {
	t.Helper()
	switch {
	case o.noun() == "languages" || o.Path == "/v1/sessions/current":
	case o.one():
		if a.banned[o.noun()] != "" {
			refused(t, o.String(), a.ask(t, o, o.at(id), empty(o, id)), http.StatusNotFound)
		}
		if mine := a.own[o.noun()]; mine != "" && !o.writes() && !endless(o) {
			a.ofTheirOwn(t, o, o.at(mine), "")
		}
	case o.Method == http.MethodGet:
		a.list(t, o)
	}
}

// list tries what a list can be asked: the filters by ids that are not theirs, by their own, with all that can be included.
func (a asker) list(t *testing.T, o operation) {
	t.Helper()
	foreign := slices.Collect(maps.Values(a.banned))
	a.ofTheirOwn(t, o, o.Path, "")
	for _, filter := range o.Filters {
		answer := a.ask(t, o, o.Path+"?"+url.QueryEscape(filter)+"="+strings.Join(foreign, ","), nil)
		errorDocument(t, o.String(), answer)
		if found := strings.TrimSpace(string(answer.Data)); answer.Status == http.StatusOK && found != "[]" && !strings.Contains(filter, "title") {
			t.Errorf("%s: %s with %s of others finds %.300s", a.name, o, filter, found)
		}
		if answer.Meta["total"] != nil && answer.Meta["total"] != 0.0 {
			t.Errorf("%s: %s with %s of others counts %v", a.name, o, filter, answer.Meta["total"])
		}
		for _, mine := range a.own {
			a.ofTheirOwn(t, o, o.Path, url.QueryEscape(filter)+"="+mine+"&")
		}
	}
}

// ofTheirOwn asks for what an outsider has, with each thing that can be included: nothing of others comes along.
func (a asker) ofTheirOwn(t *testing.T, o operation, path, query string) {
	t.Helper()
	for _, include := range append([]string{""}, strings.FieldsFunc(o.Includes, func(r rune) bool { return r == ',' })...) {
		asked := path + "?" + query
		if include != "" {
			asked += "include=" + include
		}
		answer := a.ask(t, o, strings.TrimRight(asked, "?&"), nil)
		errorDocument(t, o.String(), answer)
		for noun, id := range a.banned {
			if strings.Contains(string(answer.Body), id) {
				t.Errorf("%s: %s %s shows the %s %s of others: %.500s", a.name, o.Method, asked, noun, id, answer.Body)
			}
		}
	}
}

// staffSee holds the marks against those who may see them: without this the walk could not fail.
func staffSee(t *testing.T, w *world) {
	for what, c := range map[string]struct {
		who  identity.Role
		path string
		mark string
	}{
		"an author reads a hidden test":               {identity.Author, "/v1/tests/" + w.ids["tests"], secret},
		"a recruiter reads a judgement's hidden test": {identity.Recruiter, "/v1/judgements/" + w.ids["judgements"], secret},
		"an interviewer reads a candidate's code":     {identity.Interviewer, "/v1/submissions/" + w.ids["submissions"], codeOfFirst},
		"an interviewer reads what a run printed":     {identity.Interviewer, "/v1/runs/" + w.ids["runs"], codeOfFirst},
		"a recruiter reads what a guest wrote":        {identity.Recruiter, "/v1/interview-files/" + w.ids["interview-files"], codeOfGuest},
		"a recruiter reads what was whispered":        {identity.Recruiter, "/v1/interview-messages?filter[interview]=" + w.ids["interviews"], whisper},
		"a recruiter reads what was noted":            {identity.Recruiter, "/v1/notes/" + w.ids["notes"], verdict},
		"a recruiter reads how others judge":          {identity.Recruiter, "/v1/scorecards/" + w.ids["scorecards"], verdict},
		"a recruiter reads the other's document":      {identity.Recruiter, "/v1/documents/" + w.othersIDs["documents"], codeOfOther},
	} {
		if a := w.members[c.who].Raw("GET", c.path, nil, nil); !strings.Contains(string(a.Body), c.mark) {
			t.Errorf("%s: GET %s: %d, without %q: %.500s", what, c.path, a.Status, c.mark, a.Body)
		}
	}
	if a := w.stranger.Raw("GET", "/v1/documents/"+w.foreignIDs["documents"], nil, nil); !strings.Contains(string(a.Body), codeOfForeign) {
		t.Errorf("the stranger does not see what their own candidate wrote: %s", a.Body)
	}
}
