package schema

import (
	"reflect"
	"regexp"
	"strings"
)

// Attribute is one attribute of a type.
type Attribute struct {
	Name                           string
	Index                          []int // of its field, for reflection
	OmitEmpty                      bool
	ReadOnly, WriteOnly, Immutable bool
	Demanded                       bool // required:"true"
	Nullable                       bool // a pointer, a slice of bytes given by reference or raw JSON: null is a value of it
	List, Table                    bool // a nil one is answered as [] or {}
}

// Relationship is one relationship of a type.
type Relationship struct {
	Name, Target                  string
	Index                         int // of its field, for reflection
	Many                          bool
	ReadOnly, Immutable, Required bool
}

// Relation is what a field of relationships says of itself.
type Relation interface {
	Target() string // the type it leads to
	Many() bool
}

// Plan is what reflection found in the two structs of a type, once.
type Plan struct {
	Type, Path string
	Attrs      []Attribute
	Rels       []Relationship
}

var memberName = regexp.MustCompile(`^[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?$`)

// NewPlan looks at the structs of a type; one that cannot be served is a panic: it is our own.
func NewPlan(typ, path string, attributes, relationships reflect.Type) *Plan {
	p := &Plan{Type: typ, Path: path}
	p.check(typ)
	p.addAttributes(attributes, nil)
	for i := range relationships.NumField() {
		f := relationships.Field(i)
		name, _ := jsonName(f)
		p.check(name)
		rel, ok := reflect.Zero(f.Type).Interface().(Relation)
		if !ok {
			panic("jsonapi: " + typ + "." + name + " is neither One nor Many")
		}
		p.Rels = append(p.Rels, Relationship{
			Name: name, Target: rel.Target(), Index: i, Many: rel.Many(),
			ReadOnly: tagged(f, "readOnly"), Immutable: tagged(f, "immutable"), Required: tagged(f, "required"),
		})
	}
	return p
}

// check refuses a name JSON:API does not allow or that is taken: attributes and relationships share one name space.
func (p *Plan) check(name string) {
	if !memberName.MatchString(name) || name == "id" || name == "lid" || name == "type" || p.Has(name) {
		panic("jsonapi: " + p.Type + ": the name " + name + " is taken or not allowed")
	}
}

func (p *Plan) addAttributes(t reflect.Type, above []int) {
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
		p.Attrs = append(p.Attrs, Attribute{
			Name: name, Index: index, OmitEmpty: omit,
			ReadOnly: tagged(f, "readOnly"), WriteOnly: tagged(f, "writeOnly"), Immutable: tagged(f, "immutable"),
			Demanded: tagged(f, "required"),
			Nullable: raw || f.Type.Kind() == reflect.Pointer || f.Type.Kind() == reflect.Interface,
			List:     !raw && f.Type.Kind() == reflect.Slice, Table: f.Type.Kind() == reflect.Map,
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

// Attr is the attribute of that name, or nil.
func (p *Plan) Attr(name string) *Attribute {
	for i := range p.Attrs {
		if p.Attrs[i].Name == name {
			return &p.Attrs[i]
		}
	}
	return nil
}

// Rel is the relationship of that name, or nil.
func (p *Plan) Rel(name string) *Relationship {
	for i := range p.Rels {
		if p.Rels[i].Name == name {
			return &p.Rels[i]
		}
	}
	return nil
}

// Has says whether there is a field of that name.
func (p *Plan) Has(name string) bool { return p.Attr(name) != nil || p.Rel(name) != nil }

// Noun is one of a type, for messages: "problem" of "problems".
func (p *Plan) Noun() string {
	return strings.ReplaceAll(strings.TrimSuffix(p.Type, "s"), "-", "_")
}
