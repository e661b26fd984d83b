package schema

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

const refPrefix = "#/components/schemas/"

// Kind is how a type is described and judged. The components are NAMEAttributes, NAMECreateAttributes,
// NAMEUpdateAttributes, NAMERelationships, NAMEResource, NAMEDocument, NAMECollection, NAMECreate and NAMEUpdate.
type Kind struct {
	Attributes reflect.Type
	Name       string
	Rules      *huma.Schema // every attribute a client may ever write, none required
	Required   []string     // attributes that must be there on creation
	Defaults   []byte       // attributes laid in on creation, as JSON
}

// Book is the components of one document.
type Book struct {
	registry huma.Registry
	names    map[reflect.Type]string // of Go types in the document
	taken    map[string]reflect.Type // the same, by name
	kinds    map[reflect.Type]Kind   // by attributes
}

// Ref refers to one of the components, such as "Document".
func (d *Kind) Ref(suffix string) *huma.Schema {
	return &huma.Schema{Ref: refPrefix + d.Name + suffix}
}

// Pascal is a name such as "password-resets" as "PasswordResets".
func Pascal(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// Open begins the components of a document with what all operations share.
func Open(doc *huma.OpenAPI) *Book {
	s := &Book{names: map[reflect.Type]string{}, taken: map[string]reflect.Type{}, kinds: map[reflect.Type]Kind{}}
	s.registry = huma.NewMapRegistry(refPrefix, s.nameOf)
	doc.Components.Schemas = s.registry
	doc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token or an API key."},
		"cookie": {Type: "apiKey", In: "cookie", Name: httpx.AccessCookie, Description: "The session of a browser. Every method but GET and HEAD needs the header " +
			httpx.CSRFHeader + " with the value of the cookie " + httpx.CSRFCookie + ". Over TLS the names of the cookies begin with __Host-."},
	}
	doc.Security = []map[string][]string{{"bearer": {}}, {"cookie": {}}}
	failure := s.registry.Schema(reflect.TypeFor[httpx.ErrorObject](), true, "")
	s.put("Links", &huma.Schema{Type: "object", Description: "Addresses; null is none", AdditionalProperties: &huma.Schema{Type: "string", Nullable: true}})
	s.put("Meta", &huma.Schema{Type: "object", AdditionalProperties: true})
	s.put("Version", Object([]string{"version"}, map[string]*huma.Schema{"version": Text("1.1")}))
	s.put("AnyResource", &huma.Schema{Type: "object", Required: []string{"type", "id"}, AdditionalProperties: true,
		Properties: map[string]*huma.Schema{"type": Text(), "id": Text()}})
	s.put("ErrorDocument", Object([]string{"errors"}, map[string]*huma.Schema{"errors": Array(failure), "jsonapi": RefTo("Version")}))
	return s
}

// nameOf names a Go type once: an attributes struct after its resource, any other after itself, and
// after its package too when that is taken.
func (s *Book) nameOf(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name, ok := s.names[t]; ok {
		return name
	}
	name := Pascal(huma.DefaultSchemaNamer(t, hint))
	if t.Kind() != reflect.Struct {
		return name
	}
	if other, ok := s.taken[name]; ok && other != t {
		name = Pascal(t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]) + name
	}
	return s.claim(t, name)
}

func (s *Book) claim(t reflect.Type, name string) string {
	s.names[t], s.taken[name] = name, t
	return name
}

func (s *Book) put(name string, schema *huma.Schema) {
	prepare(schema)
	s.registry.Map()[name] = schema
}

func prepare(schema *huma.Schema) {
	schema.PrecomputeMessages()
	for _, property := range schema.Properties {
		prepare(property)
	}
	if schema.Items != nil {
		prepare(schema.Items)
	}
}

// Describe makes the components of a type, once.
func (s *Book) Describe(p *Plan, attributes reflect.Type) Kind {
	if d, ok := s.kinds[attributes]; ok {
		return d
	}
	d := Kind{Attributes: attributes, Name: Pascal(p.Type)}
	if s.taken[d.Name+"Attributes"] != nil { // another struct of the same resource type
		d.Name = Pascal(attributes.Name())
	}
	s.claim(attributes, d.Name+"Attributes")
	full := s.registry.SchemaFromRef(s.registry.Schema(attributes, true, "").Ref)
	d.judge(p, full)
	s.divide(&d, p, full)
	s.putDocuments(&d, p)
	s.kinds[attributes] = d
	return d
}

// judge finds what creation demands and lays in.
func (d *Kind) judge(p *Plan, full *huma.Schema) {
	defaults := map[string]any{}
	for i := range p.Attrs {
		f := &p.Attrs[i]
		property := full.Properties[f.Name]
		if property.Default != nil {
			defaults[f.Name] = property.Default
		}
		optional := f.ReadOnly || property.Default != nil || f.Nullable && !f.Demanded
		if !optional && slices.Contains(full.Required, f.Name) {
			d.Required = append(d.Required, f.Name)
		}
	}
	d.Defaults, _ = json.Marshal(defaults) // they came from tags, as JSON
}

// divide makes of one struct what is read, what creation takes and what an update takes.
func (s *Book) divide(d *Kind, p *Plan, full *huma.Schema) {
	read, create, update, rules := Object(nil, nil), Object(d.Required, nil), Object(nil, nil), Object(nil, nil)
	for i := range p.Attrs {
		f := &p.Attrs[i]
		property := full.Properties[f.Name]
		shown := property
		if f.Nullable && property.Ref != "" {
			shown = &huma.Schema{AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}, Description: property.Description}
		}
		if !f.WriteOnly {
			read.Properties[f.Name] = shown
			if !f.OmitEmpty {
				read.Required = append(read.Required, f.Name)
			}
		}
		if f.ReadOnly {
			continue
		}
		create.Properties[f.Name], rules.Properties[f.Name] = shown, property
		if !f.Immutable {
			update.Properties[f.Name] = shown
		}
	}
	prepare(rules)
	d.Rules = rules
	s.put(d.Name+"Attributes", read)
	s.put(d.Name+"CreateAttributes", create)
	s.put(d.Name+"UpdateAttributes", update)
}

func (s *Book) putDocuments(d *Kind, p *Plan) {
	shown, created, changed := Object(nil, nil), Object(nil, nil), Object(nil, nil)
	for i := range p.Rels {
		f := &p.Rels[i]
		shown.Properties[f.Name] = Linkage(f)
		shown.Required = append(shown.Required, f.Name)
		if f.ReadOnly {
			continue
		}
		created.Properties[f.Name] = Linkage(f)
		if f.Required {
			created.Required = append(created.Required, f.Name)
		}
		if !f.Immutable {
			changed.Properties[f.Name] = Linkage(f)
		}
	}
	resource := func(attributes string, required []string, relationships *huma.Schema) *huma.Schema {
		o := Object(required, map[string]*huma.Schema{
			"type": Text(p.Type), "id": Text(), "attributes": RefTo(attributes), "meta": RefTo("Meta"),
		})
		if len(relationships.Properties) > 0 {
			o.Properties["relationships"] = relationships
		}
		return o
	}
	out := resource(d.Name+"Attributes", []string{"type", "id", "attributes"}, Object(nil, nil))
	if len(p.Rels) > 0 {
		s.put(d.Name+"Relationships", shown)
		out.Properties["relationships"] = RefTo(d.Name + "Relationships")
		out.Required = append(out.Required, "relationships")
	}
	out.Properties["links"] = RefTo("Links")
	s.put(d.Name+"Resource", out)
	s.put(d.Name+"Document", s.topLevel(RefTo(d.Name+"Resource")))
	s.put(d.Name+"Collection", s.topLevel(Array(RefTo(d.Name+"Resource"))))
	in := resource(d.Name+"CreateAttributes", []string{"type", "attributes"}, created)
	in.Properties["lid"] = Text()
	if len(created.Required) > 0 {
		in.Required = append(in.Required, "relationships")
	}
	s.put(d.Name+"Create", Object([]string{"data"}, map[string]*huma.Schema{"data": in}))
	s.put(d.Name+"Update", Object([]string{"data"}, map[string]*huma.Schema{
		"data": resource(d.Name+"UpdateAttributes", []string{"type", "id"}, changed),
	}))
}

// topLevel is a document we answer; a sparse fieldset may leave out what it calls required.
func (s *Book) topLevel(data *huma.Schema) *huma.Schema {
	return Object([]string{"data"}, map[string]*huma.Schema{
		"data": data, "included": Array(RefTo("AnyResource")), "links": RefTo("Links"), "meta": RefTo("Meta"), "jsonapi": RefTo("Version"),
	})
}

// Linkage is a relationship object, and the document of a relationship.
func Linkage(f *Relationship) *huma.Schema {
	data := Object([]string{"type", "id"}, map[string]*huma.Schema{"type": Text(f.Target), "id": Text(), "meta": RefTo("Meta")})
	if f.Many {
		data = Array(data)
	} else {
		data.Nullable = true
	}
	o := Object([]string{"data"}, map[string]*huma.Schema{"data": data, "links": RefTo("Links"), "meta": RefTo("Meta"), "jsonapi": RefTo("Version")})
	prepare(o)
	return o
}

// Text is a text, one of enum when there are any.
func Text(enum ...any) *huma.Schema { return &huma.Schema{Type: "string", Enum: enum} }

// Array is a list of items.
func Array(items *huma.Schema) *huma.Schema { return &huma.Schema{Type: "array", Items: items} }

// RefTo refers to the component of that name.
func RefTo(name string) *huma.Schema { return &huma.Schema{Ref: refPrefix + name} }

// Object is an object of these properties and no others.
func Object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	if properties == nil {
		properties = map[string]*huma.Schema{}
	}
	return &huma.Schema{Type: "object", Properties: properties, Required: required, AdditionalProperties: false}
}
