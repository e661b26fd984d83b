package scenario

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// madeElsewhere are the types that cannot be made at will, and where their creation is tested.
var madeElsewhere = map[string]string{
	"attempts":         "by an invitation's token: the story",
	"verifications":    "of a draft that is ready, one at a time: the story",
	"problem-versions": "from a draft that was changed and verified since: the story, TestPublishingRules",
	"documents":        "one a language, the same again: the story",
	"submissions":      "of a version that was acknowledged, at a limited rate: the story",

	"interview-problems": "of a problem that is published, once: TestWorkspaceInOneProcess",
	"scorecards":         "one of an interviewer at an interview: TestAScorecardRatesTheRubricOfItsInterview",
}

// ticking are the attributes that differ whenever they are read.
var ticking = map[string]bool{"serverTime": true}

func makes(r jsonapi.Registered) bool     { return r.Create && madeElsewhere[r.Type] == "" }
func belongs(r jsonapi.Registered) bool   { return makes(r) && complete[r.Type].name != "" }
func unrelated(r jsonapi.Registered) bool { return r.Get && !r.Update }

// made is a document that makes a new one.
func (x *exam) made() string {
	c := complete[x.Type]
	body := string(creation(x.Type, x.w.ids[c.parent]))
	switch x.Type {
	case "users":
		body = fmt.Sprintf(`{"data":{"type":"users","attributes":{"email":"%s@musts.example","password":%q,"name":"Musts"}}}`, uuid.NewString(), product.Password)
	case "sessions":
		body = fmt.Sprintf(`{"data":{"type":"sessions","attributes":{"email":%q,"password":%q}}}`, product.Owner, product.Password)
	case "rejudgings":
		body = strings.Replace(body, "018f0000-0000-7000-8000-000000000000", x.w.ids["judgements"], 1)
	}
	body = strings.Replace(body, `:"x"`, `:"`+uuid.NewString()+`"`, 1) // names and titles are unique
	return strings.Replace(body, "a@b.example", uuid.NewString()+"@musts.example", 1)
}

// make makes a new one. A judging is judged again only once its round before has ended.
func (x *exam) make() (d document) {
	x.Helper()
	want := http.StatusCreated
	if x.Accepted {
		want = http.StatusAccepted
	}
	if x.Type != "rejudgings" {
		return x.send(x.writer(), "POST", x.Path, nil, x.made(), want)
	}
	harness.Eventually(x.T, patience, func() error {
		if d = x.send(x.writer(), "POST", x.Path, nil, x.made(), want, http.StatusConflict); d.Status != want {
			return fmt.Errorf("%s", d.Body)
		}
		return nil
	})
	return d
}

var written = []must{
	{35, "what is half wrong changes nothing", updates, func(x *exam) {
		before := x.get(x.item(), 200).resources()[0]
		x.refusedAt("/data/attributes/nope", "PATCH", x.item(), nil, x.update(`,"attributes":{"nope":1}`), 422)
		after := x.get(x.item(), 200).resources()[0]
		for _, a := range x.Attributes {
			if was, is := at(before, "attributes", a.Name), at(after, "attributes", a.Name); !ticking[a.Name] && !reflect.DeepEqual(was, is) {
				x.Errorf("%s: %v became %v", a.Name, was, is)
			}
		}
	}},
	{36, "a relationship that is sent has data", belongs, func(x *exam) {
		c := complete[x.Type]
		body := fmt.Sprintf(`{"data":{"type":%q,"attributes":%s,"relationships":{%q:{"meta":{}}}}}`, x.Type, c.attributes, c.name)
		x.refusedAt("/data/relationships/"+c.name, "POST", x.Path, nil, body, 422)
	}},
	{37, "an id of the client's is refused", creates, func(x *exam) {
		body := strings.Replace(string(creation(x.Type, uuid.NewString())), `{"data":{`, `{"data":{"id":"`+uuid.NewString()+`",`, 1)
		x.refusedAt("/data/id", "POST", x.Path, nil, body, 403, 400)
	}},
	{38, "another type is a conflict", creates, func(x *exam) { x.refusedAt("/data/type", "POST", x.Path, nil, `{"data":{"type":"others"}}`, 409) }},
	{39, "what was made is answered, and where it is", makes, func(x *exam) {
		d := x.make()
		one := d.resources()[0]
		if got := d.Header.Get("Location"); got != link(one, "self") || x.Get && got != x.Path+"/"+fmt.Sprint(one["id"]) {
			x.Errorf("Location is %q, self %q", got, link(one, "self"))
		}
	}},
	{40, "what is related must be there", belongs, func(x *exam) {
		x.refusedAt("", "POST", x.Path, nil, string(creation(x.Type, uuid.NewString())), 404)
	}},
	{41, "an update of another type is a conflict", updates, func(x *exam) {
		x.refusedAt("/data/type", "PATCH", x.item(), nil, fmt.Sprintf(`{"data":{"type":"others","id":%q}}`, x.id), 409)
	}},
	{41, "so is one of another id", updates, func(x *exam) {
		x.refusedAt("/data/id", "PATCH", x.item(), nil, fmt.Sprintf(`{"data":{"type":%q,"id":%q}}`, x.Type, uuid.NewString()), 409)
	}},
	{41, "what is not sent keeps its value", updates, func(x *exam) {
		before := x.send(x.writer(), "GET", x.item(), nil, "", 200).resources()[0]
		after := x.send(x.writer(), "PATCH", x.item(), nil, x.update(`,"attributes":{}`), 200).resources()[0]
		for _, a := range x.Attributes {
			if !a.ReadOnly && !reflect.DeepEqual(at(before, "attributes", a.Name), at(after, "attributes", a.Name)) {
				x.Errorf("%s: %v became %v", a.Name, at(before, "attributes", a.Name), at(after, "attributes", a.Name))
			}
		}
	}},
	{42, "a relationship in an update has data", func(r jsonapi.Registered) bool { return r.Update && len(r.Relationships) > 0 }, func(x *exam) {
		name := x.Relationships[0].Name
		x.refusedAt("/data/relationships/"+name, "PATCH", x.item(), nil, x.update(`,"relationships":{"`+name+`":{}}`), 422, 403)
	}},
	{43, "an update answers what became of it", updates, func(x *exam) {
		d := x.send(x.writer(), "PATCH", x.item(), nil, x.update(`,"attributes":{}`), 200)
		if d.resources()[0]["id"] != x.id || d.Header.Get("ETag") == "" {
			x.Errorf("ETag %q: %.300s", d.Header.Get("ETag"), d.Body)
		}
	}},
	{44, "an update of what is not there is 404", updates, func(x *exam) {
		id := uuid.NewString()
		x.send(x.writer(), "PATCH", x.Path+"/"+id, nil, strings.Replace(x.update(""), x.id, id, 1), 404)
	}},
	{44, "an update that is not supported is 403", unrelated, func(x *exam) {
		x.send(x.writer(), "PATCH", x.item(), nil, x.update(""), 403)
	}},
	{44, "what is read only is refused", func(r jsonapi.Registered) bool { return r.Update && readOnly(r) != "" }, func(x *exam) {
		x.refusedAt("/data/attributes/"+readOnly(x.Registered), "PATCH", x.item(), nil, x.update(`,"attributes":{"`+readOnly(x.Registered)+`":"musts"}`), 403)
	}},
	{45, "linkage is replaced by the same", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			if rel.Writable {
				path := x.item() + "/relationships/" + rel.Name
				x.send(x.writer(), "PATCH", path, nil, `{"data":`+string(x.get(path, 200).Data)+"}", 204)
			}
		}
	}},
	{46, "linkage that cannot be changed is refused", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			if !rel.Writable {
				x.send(x.writer(), "PATCH", x.item()+"/relationships/"+rel.Name, nil, `{"data":null}`, 403)
			}
		}
	}},
	{47, "what was made is removed, and is not there again", func(r jsonapi.Registered) bool { return makes(r) && r.Delete }, func(x *exam) {
		c := x.writer()
		d := x.make()
		path := x.Path + "/" + fmt.Sprint(d.resources()[0]["id"])
		x.send(c, "DELETE", path, nil, "", 204)
		if x.Get && x.Type != "sessions" { // somebody who signs in has another session at once
			x.send(c, "GET", path, nil, "", 404, 200)
		}
	}},
	{47, "removing what is not there is 404", deletes, func(x *exam) { x.send(x.writer(), "DELETE", x.Path+"/"+uuid.NewString(), nil, "", 404) }},
	{48, "If-Match that does not hold is 412", updates, func(x *exam) {
		x.refusedAt("If-Match:", "PATCH", x.item(), http.Header{"If-Match": {`"none"`}}, x.update(`,"attributes":{}`), 412)
	}},
	{48, "If-Match that holds is taken", updates, func(x *exam) {
		tag := x.send(x.writer(), "GET", x.item(), nil, "", 200).Header.Get("ETag")
		x.send(x.writer(), "PATCH", x.item(), http.Header{"If-Match": {tag}}, x.update(`,"attributes":{}`), 200)
	}},
}

// readOnly is an attribute that only the server writes.
func readOnly(r jsonapi.Registered) string {
	for _, a := range r.Attributes {
		if a.ReadOnly {
			return a.Name
		}
	}
	return ""
}

var erroneous = []must{
	{49, "an unknown parameter of only a-z is 400", nil, func(x *exam) { x.refusedAt("?nope", "GET", x.one()+sep(x.one())+"nope=1", nil, "", 400) }},
	{49, "a malformed family is 400", nil, func(x *exam) { x.refusedAt("?page[size", "GET", x.one()+sep(x.one())+"page[size=1", nil, "", 400) }},
	{50, "an unknown parameter of our own kind is 400", nil, func(x *exam) { x.refusedAt("?noSuchThing", "GET", x.one()+sep(x.one())+"noSuchThing=1", nil, "", 400) }},
	{51, "an error says id, status, code, title and detail", nil, func(x *exam) {
		list, _ := x.get(x.one()+sep(x.one())+"nope=1", 400).root["errors"].([]any)
		for _, e := range objects(list) {
			only(x, e, "id", "status", "code", "title", "detail", "source", "links", "meta")
			for _, name := range []string{"id", "status", "code", "title", "detail"} {
				if s, _ := e[name].(string); s == "" {
					x.Errorf("%s is %v in %v", name, e[name], e)
				}
			}
		}
	}},
	{52, "what is missing is said at its parent", belongs, func(x *exam) {
		x.refusedAt("/data", "POST", x.Path, nil, fmt.Sprintf(`{"data":{"type":%q,"attributes":%s}}`, x.Type, complete[x.Type].attributes), 422)
	}},
	{53, "faults of several statuses have the most general one", func(r jsonapi.Registered) bool { return r.Update && readOnly(r) != "" }, func(x *exam) {
		x.refusedAt("/data/attributes/nope", "PATCH", x.item(), nil, x.update(`,"attributes":{"nope":1,"`+readOnly(x.Registered)+`":"musts"}`), 400)
	}},
	{54, "brackets are read raw and encoded, and plus is a space", lists, func(x *exam) {
		x.get(x.list()+"page%5Bsize%5D=1", 200)
		x.get(x.list()+"page[size]=1", 200)
		x.refusedAt("?a b", "GET", x.list()+"a+b=1", nil, "", 400)
	}},
	{54, "a parameter that is sent twice is 400", lists, func(x *exam) { x.refusedAt("?page[size]", "GET", x.list()+"page[size]=1&page[size]=2", nil, "", 400) }},
	{55, "the router's refusals are error documents", nil, func(x *exam) {
		d := x.send(x.reader(), "PUT", x.one(), nil, "", 405)
		if len(d.Errors) == 0 || d.Header.Get("Allow") == "" {
			x.Errorf("Allow %q: %.300s", d.Header.Get("Allow"), d.Body)
		}
		if d := x.get(x.Path+"/a/b/c/d", 404); len(d.Errors) == 0 {
			x.Errorf("%.300s", d.Body)
		}
	}},
	{55, "so is what nobody gets without signing in", nil, func(x *exam) {
		if d := x.send(x.w.anyone, "GET", x.one(), nil, "", 401); len(d.Errors) == 0 || d.Header.Get("WWW-Authenticate") == "" {
			x.Errorf("WWW-Authenticate %q: %.300s", d.Header.Get("WWW-Authenticate"), d.Body)
		}
	}},
}
