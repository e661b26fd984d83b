package jsonapi

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

const refPrefix = "#/components/schemas/"

// schemas is how a type is described and judged. The components are NAMEAttributes, NAMECreateAttributes,
// NAMEUpdateAttributes, NAMERelationships, NAMEResource, NAMEDocument, NAMECollection, NAMECreate and NAMEUpdate.
type schemas struct {
	attributesType reflect.Type
	name           string
	rules          *huma.Schema // every attribute a client may ever write, none required
	required       []string     // attributes that must be there on creation
	defaults       []byte       // attributes laid in on creation, as JSON
}

func (d *schemas) ref(suffix string) *huma.Schema {
	return &huma.Schema{Ref: refPrefix + d.name + suffix}
}

// pascal is a name such as "password-resets" as "PasswordResets".
func pascal(name string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// openComponents prepares what all operations share.
func (s *API) openComponents() {
	doc := s.huma.OpenAPI()
	doc.Components.Schemas = huma.NewMapRegistry(refPrefix, s.schemaName)
	doc.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT", Description: "An access token or an API key."},
		"cookie": {Type: "apiKey", In: "cookie", Name: httpx.AccessCookie, Description: "The session of a browser. Every method but GET and HEAD needs the header " +
			httpx.CSRFHeader + " with the value of the cookie " + httpx.CSRFCookie + ". Over TLS the names of the cookies begin with __Host-."},
	}
	doc.Security = []map[string][]string{{"bearer": {}}, {"cookie": {}}}
	failure := s.registry().Schema(reflect.TypeFor[httpx.ErrorObject](), true, "")
	s.put("Links", &huma.Schema{Type: "object", Description: "Addresses; null is none", AdditionalProperties: &huma.Schema{Type: "string", Nullable: true}})
	s.put("Meta", &huma.Schema{Type: "object", AdditionalProperties: true})
	s.put("Version", object([]string{"version"}, map[string]*huma.Schema{"version": text("1.1")}))
	s.put("AnyResource", &huma.Schema{Type: "object", Required: []string{"type", "id"}, AdditionalProperties: true,
		Properties: map[string]*huma.Schema{"type": text(), "id": text()}})
	s.put("ErrorDocument", object([]string{"errors"}, map[string]*huma.Schema{"errors": array(failure), "jsonapi": refTo("Version")}))
}

// schemaName names a Go type once: an attributes struct after its resource, any other after itself, and
// after its package too when that is taken.
func (s *API) schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if name, ok := s.names[t]; ok {
		return name
	}
	name := pascal(huma.DefaultSchemaNamer(t, hint))
	if t.Kind() != reflect.Struct {
		return name
	}
	if other, ok := s.taken[name]; ok && other != t {
		name = pascal(t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:]) + name
	}
	return s.claim(t, name)
}

func (s *API) claim(t reflect.Type, name string) string {
	s.names[t], s.taken[name] = name, t
	return name
}

func (s *API) put(name string, schema *huma.Schema) {
	prepare(schema)
	s.registry().Map()[name] = schema
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

// describe makes the components of a type, once.
func (s *API) describe(p *plan, attributes reflect.Type) schemas {
	if d, ok := s.kinds[attributes]; ok {
		return d
	}
	d := schemas{attributesType: attributes, name: pascal(p.typ)}
	if s.taken[d.name+"Attributes"] != nil { // another struct of the same resource type
		d.name = pascal(attributes.Name())
	}
	s.claim(attributes, d.name+"Attributes")
	full := s.registry().SchemaFromRef(s.registry().Schema(attributes, true, "").Ref)
	d.judge(p, full)
	s.divide(&d, p, full)
	s.putDocuments(&d, p)
	s.kinds[attributes] = d
	return d
}

// judge finds what creation demands and lays in.
func (d *schemas) judge(p *plan, full *huma.Schema) {
	defaults := map[string]any{}
	for i := range p.attrs {
		f := &p.attrs[i]
		property := full.Properties[f.name]
		if property.Default != nil {
			defaults[f.name] = property.Default
		}
		optional := f.readOnly || property.Default != nil || f.nullable && !f.demanded
		if !optional && slices.Contains(full.Required, f.name) {
			d.required = append(d.required, f.name)
		}
	}
	d.defaults, _ = json.Marshal(defaults) // they came from tags, as JSON
}

// divide makes of one struct what is read, what creation takes and what an update takes.
func (s *API) divide(d *schemas, p *plan, full *huma.Schema) {
	read, create, update, rules := object(nil, nil), object(d.required, nil), object(nil, nil), object(nil, nil)
	for i := range p.attrs {
		f := &p.attrs[i]
		property := full.Properties[f.name]
		shown := property
		if f.nullable && property.Ref != "" {
			shown = &huma.Schema{AnyOf: []*huma.Schema{{Ref: property.Ref}, {Type: "null"}}, Description: property.Description}
		}
		if !f.writeOnly {
			read.Properties[f.name] = shown
			if !f.omitEmpty {
				read.Required = append(read.Required, f.name)
			}
		}
		if f.readOnly {
			continue
		}
		create.Properties[f.name], rules.Properties[f.name] = shown, property
		if !f.immutable {
			update.Properties[f.name] = shown
		}
	}
	prepare(rules)
	d.rules = rules
	s.put(d.name+"Attributes", read)
	s.put(d.name+"CreateAttributes", create)
	s.put(d.name+"UpdateAttributes", update)
}

func (s *API) putDocuments(d *schemas, p *plan) {
	shown, created, changed := object(nil, nil), object(nil, nil), object(nil, nil)
	for i := range p.rels {
		f := &p.rels[i]
		shown.Properties[f.name] = linkageSchema(f)
		shown.Required = append(shown.Required, f.name)
		if f.readOnly {
			continue
		}
		created.Properties[f.name] = linkageSchema(f)
		if f.required {
			created.Required = append(created.Required, f.name)
		}
		if !f.immutable {
			changed.Properties[f.name] = linkageSchema(f)
		}
	}
	resource := func(attributes string, required []string, relationships *huma.Schema) *huma.Schema {
		o := object(required, map[string]*huma.Schema{
			"type": text(p.typ), "id": text(), "attributes": refTo(attributes), "meta": refTo("Meta"),
		})
		if len(relationships.Properties) > 0 {
			o.Properties["relationships"] = relationships
		}
		return o
	}
	out := resource(d.name+"Attributes", []string{"type", "id", "attributes"}, object(nil, nil))
	if len(p.rels) > 0 {
		s.put(d.name+"Relationships", shown)
		out.Properties["relationships"] = refTo(d.name + "Relationships")
		out.Required = append(out.Required, "relationships")
	}
	out.Properties["links"] = refTo("Links")
	s.put(d.name+"Resource", out)
	s.put(d.name+"Document", s.topLevel(refTo(d.name+"Resource")))
	s.put(d.name+"Collection", s.topLevel(array(refTo(d.name+"Resource"))))
	in := resource(d.name+"CreateAttributes", []string{"type", "attributes"}, created)
	in.Properties["lid"] = text()
	if len(created.Required) > 0 {
		in.Required = append(in.Required, "relationships")
	}
	s.put(d.name+"Create", object([]string{"data"}, map[string]*huma.Schema{"data": in}))
	s.put(d.name+"Update", object([]string{"data"}, map[string]*huma.Schema{
		"data": resource(d.name+"UpdateAttributes", []string{"type", "id"}, changed),
	}))
}

// topLevel is a document we answer; a sparse fieldset may leave out what it calls required.
func (s *API) topLevel(data *huma.Schema) *huma.Schema {
	return object([]string{"data"}, map[string]*huma.Schema{
		"data": data, "included": array(refTo("AnyResource")), "links": refTo("Links"), "meta": refTo("Meta"), "jsonapi": refTo("Version"),
	})
}

// linkageSchema is a relationship object, and the document of a relationship.
func linkageSchema(f *relField) *huma.Schema {
	data := object([]string{"type", "id"}, map[string]*huma.Schema{"type": text(f.target), "id": text(), "meta": refTo("Meta")})
	if f.many {
		data = array(data)
	} else {
		data.Nullable = true
	}
	o := object([]string{"data"}, map[string]*huma.Schema{"data": data, "links": refTo("Links"), "meta": refTo("Meta"), "jsonapi": refTo("Version")})
	prepare(o)
	return o
}

func text(enum ...any) *huma.Schema         { return &huma.Schema{Type: "string", Enum: enum} }
func array(items *huma.Schema) *huma.Schema { return &huma.Schema{Type: "array", Items: items} }
func refTo(name string) *huma.Schema        { return &huma.Schema{Ref: refPrefix + name} }

func object(required []string, properties map[string]*huma.Schema) *huma.Schema {
	if properties == nil {
		properties = map[string]*huma.Schema{}
	}
	return &huma.Schema{Type: "object", Properties: properties, Required: required, AdditionalProperties: false}
}
