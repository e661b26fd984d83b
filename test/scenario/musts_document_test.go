package scenario

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

var memberName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$`)

var shaped = []must{
	{10, "the root is an object with data", nil, func(x *exam) {
		d := x.whole()
		if _, ok := d.root["data"]; !ok {
			x.Errorf("no data: %.300s", d.Body)
		}
	}},
	{10, "what is sent must be an object", takes, func(x *exam) { malformed(x, `[1]`) }},
	{10, "what is sent must have data", takes, func(x *exam) { malformed(x, `{"meta":{}}`) }},
	{11, "data and errors are never together", nil, func(x *exam) {
		for _, d := range []document{x.whole(), x.get(x.one()+sep(x.one())+"nope=1", 400)} {
			_, data := d.root["data"]
			_, failed := d.root["errors"]
			_, included := d.root["included"]
			if data == failed || included && !data {
				x.Errorf("data %t, errors %t, included %t", data, failed, included)
			}
		}
	}},
	{12, "no member that is not defined", nil, func(x *exam) {
		d := x.whole()
		only(x, d.root, "data", "included", "links", "meta", "jsonapi")
		for _, r := range slices.Concat(d.resources(), d.included()) {
			only(x, r, "type", "id", "attributes", "relationships", "links", "meta")
		}
	}},
	{13, "one is an object, a list an array", nil, func(x *exam) {
		if x.Get {
			if _, ok := x.get(x.item(), 200).root["data"].(map[string]any); !ok {
				x.Error("one is no object")
			}
		}
		if x.List {
			if _, ok := x.get(x.list()+"page[size]=1", 200).root["data"].([]any); !ok {
				x.Error("a list of one is no array")
			}
		}
	}},
	{14, "each resource has its type and id as strings", nil, func(x *exam) {
		d := x.whole()
		for _, r := range slices.Concat(d.resources(), d.included()) {
			id, _ := r["id"].(string)
			typ, _ := r["type"].(string)
			if id == "" || typ == "" {
				x.Errorf("type %v, id %v", r["type"], r["id"])
			}
		}
		for _, r := range d.resources() {
			if r["type"] != x.Type {
				x.Errorf("a resource of %s is said to be of %v", x.Type, r["type"])
			}
		}
	}},
	{16, "attributes and relationships share one name space", nil, func(x *exam) {
		d := x.whole()
		for _, r := range slices.Concat(d.resources(), d.included()) {
			for name := range members(r, "attributes") {
				if _, both := members(r, "relationships")[name]; both || name == "id" || name == "type" || name == "lid" {
					x.Errorf("%v has the attribute %s, which is taken", r["type"], name)
				}
			}
		}
	}},
	{17, "attributes, relationships, meta, links and jsonapi are objects", nil, func(x *exam) {
		d := x.whole()
		for _, r := range slices.Concat([]map[string]any{d.root}, d.resources(), d.included()) {
			for _, name := range []string{"attributes", "relationships", "meta", "links", "jsonapi"} {
				if v, there := r[name]; there {
					if _, ok := v.(map[string]any); !ok {
						x.Errorf("%s is %v", name, v)
					}
				}
			}
		}
	}},
	{18, "a relationship has links, data or meta", relates, func(x *exam) {
		eachRelationship(x, func(name string, rel map[string]any) {
			if rel["data"] == nil && len(members(rel, "links")) == 0 && rel["meta"] == nil {
				x.Errorf("%s is %v", name, rel)
			}
		})
	}},
	{19, "linkage is null or an identifier, or an array of them", relates, func(x *exam) {
		eachRelationship(x, func(name string, rel map[string]any) {
			data, there := rel["data"]
			if !there {
				return
			}
			i := slices.IndexFunc(x.Relationships, func(r jsonapi.RegisteredRelationship) bool { return r.Name == name })
			list, many := data.([]any)
			if many != x.Relationships[i].Many {
				x.Errorf("%s: %v", name, data)
			}
			if one, ok := data.(map[string]any); ok {
				list = []any{one}
			}
			for _, to := range objects(list) {
				only(x, to, "type", "id", "meta")
				if to["type"] != x.Relationships[i].Target {
					x.Errorf("%s leads to %v", name, to)
				}
			}
		})
	}},
	{22, "links are references without raw brackets", nil, func(x *exam) {
		d := x.whole()
		for _, o := range slices.Concat([]map[string]any{d.root}, d.resources(), d.included()) {
			for name, to := range members(o, "links") {
				s, isText := to.(string)
				if _, err := url.Parse(s); to != nil && (!isText || err != nil || strings.ContainsAny(s, "[] ")) {
					x.Errorf("the link %s is %v", name, to)
				}
			}
		}
	}},
	{23, "nothing is there twice, and all that is included is referred to", relates, func(x *exam) {
		d := x.whole()
		seen, referred := map[string]bool{}, map[string]bool{}
		for _, r := range slices.Concat(d.resources(), d.included()) {
			key := fmt.Sprint(r["type"], "/", r["id"])
			if seen[key] {
				x.Errorf("%s is there twice", key)
			}
			seen[key] = true
			for _, to := range references(r) {
				referred[to] = true
			}
		}
		for _, r := range d.included() {
			if key := fmt.Sprint(r["type"], "/", r["id"]); !referred[key] {
				x.Errorf("%s is included, but nothing refers to it", key)
			}
		}
	}},
	{24, "member names are of allowed characters", nil, func(x *exam) {
		d := x.whole()
		for _, r := range slices.Concat(d.resources(), d.included()) {
			for _, part := range []string{"attributes", "relationships"} {
				for name := range members(r, part) {
					if !memberName.MatchString(name) {
						x.Errorf("the name %q", name)
					}
				}
			}
		}
	}},
}

var linked = []must{
	{20, "the link of related resources leads to them, empty or not", relates, func(x *exam) {
		eachRelationship(x, func(name string, rel map[string]any) {
			i := slices.IndexFunc(x.Relationships, func(r jsonapi.RegisteredRelationship) bool { return r.Name == name })
			to := link(rel, "related")
			switch {
			case to != "":
				x.get(to, 200)
			case x.Relationships[i].Included:
				x.Errorf("%s has no related link: %v", name, rel)
			}
		})
	}},
	{21, "a resource's own link answers it", gets, func(x *exam) {
		self := link(x.get(x.item(), 200).resources()[0], "self")
		if self != x.item() {
			x.Errorf("self is %q, not %s", self, x.item())
		}
		if again := x.get(self, 200).resources()[0]; again["id"] != x.id {
			x.Errorf("%s answers %v", self, again["id"])
		}
	}},
	{25, "every link of relationships and lists is served", nil, func(x *exam) {
		d := x.whole()
		for _, r := range d.resources() {
			for _, rel := range members(r, "relationships") {
				for _, name := range []string{"self", "related"} {
					if to, ok := at(rel, "links", name).(string); ok {
						x.get(to, 200)
					}
				}
			}
		}
		if to := link(d.root, "self"); to != "" {
			x.get(to, 200)
		}
	}},
}

// malformed sends what is no document; where nothing of the type can be sent, that may be said first.
func malformed(x *exam, body string) {
	method, path, _ := x.write()
	want := []int{400}
	if !x.Create && !x.Update {
		want = append(want, 403)
	}
	x.send(x.writer(), method, path, nil, body, want...)
}

func only(x *exam, o map[string]any, names ...string) {
	x.Helper()
	for name := range o {
		if !slices.Contains(names, name) {
			x.Errorf("the member %q is not defined here", name)
		}
	}
}

func members(o map[string]any, name string) map[string]any {
	below, _ := o[name].(map[string]any)
	return below
}

// eachRelationship visits the relationships of the primary resources.
func eachRelationship(x *exam, visit func(name string, rel map[string]any)) {
	x.Helper()
	visited := 0
	for _, r := range x.whole().resources() {
		for name, rel := range members(r, "relationships") {
			o, _ := rel.(map[string]any)
			visit(name, o)
			visited++
		}
	}
	if visited < len(x.Relationships) {
		x.Errorf("%d relationships are registered, %d were there", len(x.Relationships), visited)
	}
}

// references are the keys of what a resource refers to.
func references(r map[string]any) (keys []string) {
	for _, rel := range members(r, "relationships") {
		data := at(rel, "data")
		list, _ := data.([]any)
		if one, ok := data.(map[string]any); ok {
			list = []any{one}
		}
		for _, to := range objects(list) {
			keys = append(keys, fmt.Sprint(to["type"], "/", to["id"]))
		}
	}
	return keys
}
