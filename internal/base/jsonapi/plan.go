package jsonapi

import (
	"reflect"
	"regexp"
	"strings"
)

// attrField is one attribute of a type.
type attrField struct {
	name                           string
	index                          []int
	omitEmpty                      bool
	readOnly, writeOnly, immutable bool
	demanded                       bool // required:"true"
	nullable                       bool // a pointer, a slice of bytes given by reference or raw JSON: null is a value of it
	list, table                    bool // a nil one is answered as [] or {}
}

// relField is one relationship of a type.
type relField struct {
	name, target                  string
	index                         int
	many                          bool
	readOnly, immutable, required bool
}

// plan is what reflection found in the two structs of a type, once.
type plan struct {
	typ, path string
	attrs     []attrField
	rels      []relField
}

var memberName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$`)

func newPlan(typ, path string, attributes, relationships reflect.Type) *plan {
	p := &plan{typ: typ, path: path}
	p.check(typ)
	p.addAttributes(attributes, nil)
	for i := range relationships.NumField() {
		f := relationships.Field(i)
		name, _ := jsonName(f)
		p.check(name)
		rel, ok := reflect.Zero(f.Type).Interface().(relation)
		if !ok {
			panic("jsonapi: " + typ + "." + name + " is neither One nor Many")
		}
		p.rels = append(p.rels, relField{
			name: name, target: rel.target(), index: i, many: rel.many(),
			readOnly: tagged(f, "readOnly"), immutable: tagged(f, "immutable"), required: tagged(f, "required"),
		})
	}
	return p
}

// check refuses a name JSON:API does not allow or that is taken: attributes and relationships share one name space.
func (p *plan) check(name string) {
	if !memberName.MatchString(name) || name == "id" || name == "lid" || name == "type" || p.has(name) {
		panic("jsonapi: " + p.typ + ": the name " + name + " is taken or not allowed")
	}
}

func (p *plan) addAttributes(t reflect.Type, above []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, above...), i)
		if f.Anonymous && f.Type.Kind() == reflect.Struct && f.Tag.Get("json") == "" {
			p.addAttributes(f.Type, index)
			continue
		}
		name, omit := jsonName(f)
		if name == "-" || !f.IsExported() {
			continue
		}
		p.check(name)
		raw := f.Type == reflect.TypeFor[[]byte]() || f.Type.Name() == "RawMessage"
		p.attrs = append(p.attrs, attrField{
			name: name, index: index, omitEmpty: omit,
			readOnly: tagged(f, "readOnly"), writeOnly: tagged(f, "writeOnly"), immutable: tagged(f, "immutable"),
			demanded: tagged(f, "required"),
			nullable: raw || f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface,
			list:     !raw && f.Type.Kind() == reflect.Slice, table: f.Type.Kind() == reflect.Map,
		})
	}
}

func tagged(f reflect.StructField, key string) bool { return f.Tag.Get(key) == "true" }

// jsonName is the name encoding/json gives a field, and whether it leaves an empty one out.
func jsonName(f reflect.StructField) (name string, omit bool) {
	name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "" {
		name = f.Name
	}
	return name, strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
}

func (p *plan) attr(name string) *attrField {
	for i := range p.attrs {
		if p.attrs[i].name == name {
			return &p.attrs[i]
		}
	}
	return nil
}

func (p *plan) rel(name string) *relField {
	for i := range p.rels {
		if p.rels[i].name == name {
			return &p.rels[i]
		}
	}
	return nil
}

func (p *plan) has(name string) bool { return p.attr(name) != nil || p.rel(name) != nil }
