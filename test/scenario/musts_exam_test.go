package scenario

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/test/client"
)

// must is one item of the audit of JSON:API 1.1, as it holds for any resource.
type must struct {
	item int
	says string
	on   func(r jsonapi.Registered) bool // nil: on every one
	try  func(x *exam)
}

// exam is one collection held to one item.
type exam struct {
	*testing.T
	jsonapi.Registered
	w  *world
	id string // of one that is there
}

// reader reads everything of the organization; writer is who may write this noun.
func (x *exam) reader() *client.Client { return x.w.members[identity.Owner] }

func (x *exam) writer() *client.Client {
	if x.Type != "runs" && slices.Contains(ownToCandidates, x.Type) {
		return x.w.candidate
	}
	if slices.Contains(ownToRooms, x.Type) {
		return x.w.guest
	}
	if slices.Contains(ownToPanels, x.Type) {
		return x.w.members[identity.Interviewer]
	}
	return x.reader()
}

func (x *exam) item() string { return x.Path + "/" + url.PathEscape(x.id) }

// counted are the filters that compare numbers.
var counted = []string{"number"}

// narrowedBy says what lists must be narrowed by, since the whole is nobody's to read.
var narrowedBy = map[string]struct{ filter, noun string }{
	"activities": {"attempt", "attempts"}, "submissions": {"attempt", "attempts"}, "answers": {"attempt", "attempts"},
	"test-groups": {"problem", "problems"}, "tests": {"group", "test-groups"}, "reference-solutions": {"problem", "problems"},
	"verifications": {"problem", "problems"}, "problem-versions": {"problem", "problems"}, "judgements": {"subjectId", "submissions"},
	"interview-participants": {"interview", "interviews"}, "interview-problems": {"interview", "interviews"},
	"interview-files": {"interview", "interviews"}, "interview-messages": {"interview", "interviews"},
	"interview-drawings": {"interview", "interviews"}, "notes": {"interview", "interviews"}, "scorecards": {"interview", "interviews"},
	"recordings": {"interview", "interviews"}, "captions": {"interview", "interviews"}, "clips": {"interview", "interviews"}, "interview-reactions": {"interview", "interviews"},
	"timeline-entries": {"interview", "interviews"},
}

// list is the collection's address, narrowed to what is there where it must be narrowed.
func (x *exam) list() string {
	if by, narrowed := narrowedBy[x.Type]; narrowed {
		return x.Path + "?filter[" + by.filter + "]=" + x.within() + "&"
	}
	return x.Path + "?"
}

// within is the id of what the list is narrowed by. The first attempt's timeline grows whenever something is judged again.
func (x *exam) within() string {
	if x.Type == "activities" {
		return x.w.othersIDs["attempts"]
	}
	return x.w.ids[narrowedBy[x.Type].noun]
}

// one is an address that answers this type: one of it, or the list.
func (x *exam) one() string {
	if x.Get {
		return x.item()
	}
	return strings.TrimRight(x.list(), "?&")
}

// get reads, and demands the status.
func (x *exam) get(path string, want int) document {
	x.Helper()
	return x.send(x.reader(), "GET", path, nil, "", want)
}

func (x *exam) send(c *client.Client, method, path string, h http.Header, body string, want ...int) document {
	x.Helper()
	a := c.Raw(method, strings.NewReplacer(" ", "%20").Replace(path), h, []byte(body))
	if !slices.Contains(want, a.Status) {
		x.Fatalf("%s %s: %d, want %v: %.500s", method, path, a.Status, want, a.Body)
	}
	d := document{Answer: a}
	if len(a.Body) > 0 {
		if err := json.Unmarshal(a.Body, &d.root); err != nil {
			x.Fatalf("%s %s: %v: %.300s", method, path, err, a.Body)
		}
	}
	return d
}

// refusedAt sends what must be refused, and demands the place: "/data/id", "?sort" or "Accept:".
func (x *exam) refusedAt(place, method, path string, h http.Header, body string, want ...int) {
	x.Helper()
	c := x.writer()
	if method == http.MethodGet {
		c = x.reader()
	}
	d := x.send(c, method, path, h, body, want...)
	var places []string
	for _, e := range d.Errors {
		switch s := e.Source; {
		case s.Pointer != "":
			places = append(places, s.Pointer)
		case s.Parameter != "":
			places = append(places, "?"+s.Parameter)
		case s.Header != "":
			places = append(places, s.Header+":")
		}
	}
	if place != "" && !slices.Contains(places, place) {
		x.Errorf("%s %s: refused at %v, want %s: %.400s", method, path, places, place, d.Body)
	}
}

// write is an address and a method that take a document of this type, and a body that they refuse for nothing but
// what a test puts wrong: creation where there is one, else an update, which may be unsupported as such.
func (x *exam) write() (method, path, body string) {
	if x.Create {
		return http.MethodPost, x.Path, string(creation(x.Type, uuid.NewString()))
	}
	return http.MethodPatch, x.item(), x.update("")
}

// update is a document that changes the resource; rest is more members, ",\"attributes\":{}" for example.
func (x *exam) update(rest string) string {
	return fmt.Sprintf(`{"data":{"type":%q,"id":%q%s}}`, x.Type, x.id, rest)
}

// document is an answer, and its body as a tree.
type document struct {
	client.Answer
	root map[string]any
}

// resources are the primary resources.
func (d document) resources() []map[string]any {
	switch data := d.root["data"].(type) {
	case map[string]any:
		return []map[string]any{data}
	case []any:
		return objects(data)
	}
	return nil
}

// included are the resources sent along.
func (d document) included() []map[string]any {
	list, _ := d.root["included"].([]any)
	return objects(list)
}

func objects(list []any) (all []map[string]any) {
	for _, one := range list {
		if o, ok := one.(map[string]any); ok {
			all = append(all, o)
		}
	}
	return all
}

// link is a link of an object, "" for none.
func link(o map[string]any, name string) string {
	s, _ := at(o, "links", name).(string)
	return s
}

// at goes down the members of objects.
func at(v any, path ...string) any {
	for _, name := range path {
		o, _ := v.(map[string]any)
		v = o[name]
	}
	return v
}
