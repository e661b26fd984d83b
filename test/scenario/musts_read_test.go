package scenario

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// byEquality is a filter of the type that takes one value.
func byEquality(r jsonapi.Registered) string {
	for field, operators := range r.Filter {
		if slices.Contains(operators, "eq") {
			return field
		}
	}
	return ""
}

func sorts(r jsonapi.Registered) bool { return r.List && len(r.Sort) > 0 }

var read = []must{
	{26, "what is there is 200, and so is an empty list", lists, func(x *exam) {
		x.get(x.list(), 200)
		if field := byEquality(x.Registered); field != "" && x.Type != "activities" && x.Type != "tests" {
			d := x.get(x.Path+"?filter["+field+"]="+uuid.NewString(), 200)
			if data, ok := d.root["data"].([]any); !ok || len(data) != 0 {
				x.Errorf("an empty list is %v", d.root["data"])
			}
		}
	}},
	{26, "one that is there is 200", gets, func(x *exam) { x.get(x.item(), 200) }},
	{27, "what is not there is 404", gets, func(x *exam) { x.get(x.Path+"/"+uuid.NewString(), 404) }},
	{27, "an id that no database takes, too", gets, func(x *exam) { x.get(x.Path+"/a%00b", 404) }},
	{27, "and a relationship that is not there", gets, func(x *exam) { x.get(x.item()+"/relationships/nope", 404) }},
	{28, "a relationship is answered as linkage", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			d := x.get(x.item()+"/relationships/"+rel.Name, 200)
			data, there := d.root["data"]
			if _, many := data.([]any); !there || many != rel.Many {
				x.Errorf("%s: %v", rel.Name, data)
			}
			for _, to := range d.resources() {
				only(x, to, "type", "id", "meta")
			}
		}
	}},
	{29, "an unknown path is 400", nil, func(x *exam) { x.refusedAt("?include", "GET", x.one()+sep(x.one())+"include=nope", nil, "", 400) }},
	{29, "an empty include is an empty array", nil, func(x *exam) {
		if list, ok := x.get(x.one()+sep(x.one())+"include=", 200).root["included"].([]any); !ok || len(list) != 0 {
			x.Errorf("included is %v", list)
		}
	}},
	{29, "nothing is sent along that was not asked for", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			if !rel.Included {
				x.refusedAt("?include", "GET", x.item()+"?include="+rel.Name, nil, "", 400)
				continue
			}
			d := x.get(x.item()+"?include="+rel.Name, 200)
			if _, ok := d.root["included"].([]any); !ok {
				x.Errorf("%s: included is missing", rel.Name)
			}
			for _, r := range d.included() {
				if r["type"] != rel.Target {
					x.Errorf("include=%s sends %v", rel.Name, r["type"])
				}
			}
		}
	}},
	{30, "what a path leads through is sent along, too", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			for _, next := range relationshipsOf(rel.Target) {
				if !rel.Included || !next.Included {
					continue
				}
				d := x.get(x.item()+"?include="+rel.Name+"."+next.Name, 200)
				for _, r := range d.included() {
					if r["type"] != rel.Target && r["type"] != next.Target {
						x.Errorf("include=%s.%s sends %v", rel.Name, next.Name, r["type"])
					}
				}
				if data := at(d.resources()[0], "relationships", rel.Name, "data"); data != nil && fmt.Sprint(data) != "[]" && len(d.included()) == 0 {
					x.Errorf("include=%s.%s sends nothing, although there is %v", rel.Name, next.Name, data)
				}
			}
		}
	}},
	{31, "nothing but the fields that were asked for is sent", nil, func(x *exam) {
		name := x.Attributes[slices.IndexFunc(x.Attributes, func(a jsonapi.RegisteredAttribute) bool { return !a.WriteOnly })].Name
		for _, r := range x.get(x.one()+sep(x.one())+"fields["+x.Type+"]="+name, 200).resources() {
			only(x, members(r, "attributes"), name)
			only(x, members(r, "relationships"))
		}
		for _, r := range x.get(x.one()+sep(x.one())+"fields["+x.Type+"]=", 200).resources() {
			only(x, members(r, "attributes"))
			only(x, members(r, "relationships"))
		}
	}},
	{31, "an unknown field is 400", nil, func(x *exam) {
		x.refusedAt("?fields["+x.Type+"]", "GET", x.one()+sep(x.one())+"fields["+x.Type+"]=nope", nil, "", 400)
	}},
	{31, "fields hold in what is included", relates, func(x *exam) {
		for _, rel := range x.Relationships {
			if rel.Included && rel.Target != x.Type {
				for _, r := range x.get(x.item()+"?include="+rel.Name+"&fields["+rel.Target+"]=", 200).included() {
					only(x, members(r, "attributes"))
				}
			}
		}
	}},
}

var queried = []must{
	{32, "what a list says it is sorted by orders it, both ways", sorts, func(x *exam) {
		for _, field := range x.Sort {
			up := idsOf(x.get(x.list()+"sort="+field+"&page[size]="+fmt.Sprint(x.MaxPage), 200))
			down := idsOf(x.get(x.list()+"sort=-"+field+"&page[size]="+fmt.Sprint(x.MaxPage), 200))
			slices.Reverse(down)
			if !slices.Equal(up, down) {
				x.Errorf("by %s: upwards %v, downwards, turned round, %v", field, up, down)
			}
		}
	}},
	{32, "more fields than a list can be sorted by are refused, not ignored", sorts, func(x *exam) {
		if len(x.Sort) < 2 {
			return
		}
		both := x.Sort[0] + "," + x.Sort[1]
		a := x.reader().Raw("GET", x.list()+"sort="+both, nil, nil)
		b := x.reader().Raw("GET", x.list()+"sort="+x.Sort[0]+",-"+x.Sort[1], nil, nil)
		if a.Status != 400 || b.Status != 400 {
			x.Errorf("sort=%s: %d and %d; a list that sorts by two fields needs a test of its own", both, a.Status, b.Status)
		}
	}},
	{32, "an unsupported sort is 400", nil, func(x *exam) { x.refusedAt("?sort", "GET", x.one()+sep(x.one())+"sort=nope", nil, "", 400) }},
	{34, "each filter is taken with each of its operators", lists, func(x *exam) {
		for field, operators := range x.Filter {
			for _, op := range operators {
				path, value := x.list(), uuid.NewString()
				if by := narrowedBy[x.Type]; by.filter == field {
					path, value = x.Path+"?", x.within()
				}
				if slices.Contains(counted, field) {
					value = "0"
				}
				name := "filter[" + field + "][" + op + "]"
				if op == "eq" {
					name = "filter[" + field + "]"
				}
				x.get(path+name+"="+value, 200)
			}
		}
	}},
	{34, "a filter keeps what it says", lists, func(x *exam) {
		all := x.get(x.list()+"page[size]="+fmt.Sprint(x.MaxPage), 200)
		for field := range x.Filter {
			for _, r := range all.resources() {
				value, known := at(r, "attributes", field).(string)
				if !known || narrowedBy[x.Type].filter == field || !slices.Contains(x.Filter[field], "eq") || value == "" {
					continue
				}
				for _, kept := range x.get(x.list()+"filter["+field+"]="+url.QueryEscape(value), 200).resources() {
					if got := at(kept, "attributes", field); got != value {
						x.Errorf("filter[%s]=%s keeps one of %v", field, value, got)
					}
				}
			}
		}
	}},
	{34, "an unknown filter is 400", lists, func(x *exam) { x.refusedAt("?filter[nope]", "GET", x.list()+"filter[nope]=1", nil, "", 400) }},
	{34, "an operator that a filter does not have is 400", lists, func(x *exam) {
		for field := range x.Filter {
			x.refusedAt("?filter["+field+"][nope]", "GET", x.list()+"filter["+field+"][nope]=1", nil, "", 400)
		}
	}},
}

// relationshipsOf are those of another type.
func relationshipsOf(typ string) []jsonapi.RegisteredRelationship {
	for _, r := range app.Collections() {
		if r.Type == typ {
			return r.Relationships
		}
	}
	return nil
}

// sep goes before one more query parameter.
func sep(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}

func idsOf(d document) (all []string) {
	for _, r := range d.resources() {
		all = append(all, fmt.Sprint(r["id"]))
	}
	return all
}
