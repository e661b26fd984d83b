// Package jsonapi maps plain Go structs to JSON:API 1.1 documents and to OpenAPI 3.1 schemas.
package jsonapi

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// MediaType is the media type of every document.
const MediaType = httpx.MediaType

// Named is implemented by every attributes struct: its JSON:API type.
type Named interface{ ResourceType() string }

type None struct{} // for a resource without relationships

type Resource[A Named, R any] struct {
	ID            string
	LID           string
	Attributes    A
	Relationships R
	Meta          map[string]any
	Version       string // becomes the ETag
}

// One and Many are relationships to resources whose attributes are T.
type One[T Named] struct {
	ID  string
	set bool
}
type Many[T Named] struct {
	IDs []string
	set bool
}

func ToOne[T Named](id string) One[T]       { return One[T]{id, true} }
func ToMany[T Named](ids ...string) Many[T] { return Many[T]{ids, true} }

type relation interface {
	refs() []string
	target() string
	many() bool
	schema() *huma.Schema
}

func nameOf[T Named]() string    { var t T; return t.ResourceType() }
func (o One[T]) target() string  { return nameOf[T]() }
func (m Many[T]) target() string { return nameOf[T]() }
func (o One[T]) many() bool      { return false }
func (m Many[T]) many() bool     { return true }
func (m Many[T]) refs() []string { return m.IDs }
func (o One[T]) schema() *huma.Schema {
	s := identifier(o.target())
	s.Nullable = true
	return linkage(s)
}
func (m Many[T]) schema() *huma.Schema {
	return linkage(&huma.Schema{Type: "array", Items: identifier(m.target())})
}
func (o One[T]) refs() []string {
	if o.ID == "" {
		return nil
	}
	return []string{o.ID}
}

type ref struct {
	Type string `json:"type"`
	ID   string `json:"id"`
	LID  string `json:"lid"`
}

func (o *One[T]) UnmarshalJSON(b []byte) error {
	var w struct{ Data *ref }
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	o.set, o.ID = true, ""
	if w.Data != nil {
		o.ID = w.Data.ID
	}
	return nil
}
func (m *Many[T]) UnmarshalJSON(b []byte) error {
	var w struct{ Data []ref }
	if err := json.Unmarshal(b, &w); err != nil {
		return err
	}
	m.set, m.IDs = true, m.IDs[:0:0]
	for _, r := range w.Data {
		m.IDs = append(m.IDs, r.ID)
	}
	return nil
}

func str(enum ...any) *huma.Schema { return &huma.Schema{Type: "string", Enum: enum} }
func object(req []string, props map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: "object", Properties: props, Required: req, AdditionalProperties: false}
}
func identifier(typ string) *huma.Schema {
	return object([]string{"type", "id"}, map[string]*huma.Schema{"type": str(typ), "id": str(), "meta": {Type: "object"}})
}
func linkage(data *huma.Schema) *huma.Schema {
	return object([]string{"data"}, map[string]*huma.Schema{"data": data, "links": {Type: "object", ReadOnly: true}, "meta": {Type: "object"}})
}

// ---- errors ----

type source struct{ pointer, parameter, header string }

func locate(pointer string) *source { return &source{pointer: pointer} }

func fault(status int, code, detail string, src *source) *errs.Error {
	e := errs.New(httpx.Kind(status), code, "%s", detail)
	if src != nil {
		e.Pointer, e.Parameter, e.Header = src.pointer, src.parameter, src.header
	}
	return e
}

func notFound(t, id string) *errs.Error { return errs.Missing(t, id) }

// pointer turns huma's "body.data.tags[2].id" into "/data/tags/2/id" (names hold no dots: spec 'member names').
func pointer(loc string) string {
	loc = strings.TrimPrefix(loc, "body")
	return strings.NewReplacer("~", "~0", "/", "~1", ".", "/", "[", "/", "]", "").Replace(loc)
}

func fromDetail(status int, d *huma.ErrorDetail) *errs.Error {
	return fault(status, "invalid", d.Message, locate(pointer(d.Location)))
}

// ---- encoding ----

type relField struct {
	name, target string
	index        int
	many         bool
	schema       *huma.Schema
}
type attrField struct {
	name  string
	index int
	omit  bool
}
type plan struct {
	typ, path string
	attrs     []attrField
	rels      []relField
}

func jsonName(f reflect.StructField) (string, bool) {
	n, opt, _ := strings.Cut(f.Tag.Get("json"), ",")
	if n == "" {
		n = f.Name
	}
	return n, strings.Contains(opt, "omitempty") || strings.Contains(opt, "omitzero")
}

func newPlan(typ, path string, a, r reflect.Type) *plan {
	p := &plan{typ: typ, path: path}
	for i := range a.NumField() {
		n, omit := jsonName(a.Field(i))
		if n == "id" || n == "type" || n == "lid" {
			panic("jsonapi: " + typ + ": attribute named " + n)
		}
		if n != "-" {
			p.attrs = append(p.attrs, attrField{n, i, omit})
		}
	}
	for i := range r.NumField() {
		n, _ := jsonName(r.Field(i))
		rel, ok := reflect.New(r.Field(i).Type).Elem().Interface().(relation)
		if !ok {
			panic("jsonapi: " + typ + "." + n + " is not One or Many")
		}
		for _, at := range p.attrs {
			if at.name == n {
				panic("jsonapi: " + typ + ": attribute and relationship share the name " + n)
			}
		}
		p.rels = append(p.rels, relField{n, rel.target(), i, rel.many(), rel.schema()})
	}
	return p
}
func (p *plan) rel(name string) *relField {
	for i := range p.rels {
		if p.rels[i].name == name {
			return &p.rels[i]
		}
	}
	return nil
}

func quote(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			q, _ := json.Marshal(s)
			return append(b, q...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
func ident(b []byte, typ, id string) []byte {
	b = append(b, `{"type":`...)
	b = quote(b, typ)
	b = append(b, `,"id":`...)
	b = quote(b, id)
	return append(b, '}')
}
func linkageOf(b []byte, rel relation) []byte {
	refs := rel.refs()
	if !rel.many() {
		if len(refs) == 0 {
			return append(b, "null"...)
		}
		return ident(b, rel.target(), refs[0])
	}
	b = append(b, '[')
	for i, id := range refs {
		if i > 0 {
			b = append(b, ',')
		}
		b = ident(b, rel.target(), id)
	}
	return append(b, ']')
}

// node is a *Resource[A, R] without its type parameters.
type node interface {
	rid() string
	version() string
	relation(i int) relation
	encode(b []byte, p *plan, fields map[string]bool) ([]byte, error)
}

func (r *Resource[A, R]) rid() string     { return r.ID }
func (r *Resource[A, R]) version() string { return r.Version }
func (r *Resource[A, R]) relation(i int) relation {
	return reflect.ValueOf(&r.Relationships).Elem().Field(i).Interface().(relation)
}
func (r *Resource[A, R]) encode(b []byte, p *plan, fields map[string]bool) ([]byte, error) {
	b = append(b, `{"type":`...)
	b = quote(b, p.typ)
	b = append(b, `,"id":`...)
	b = quote(b, r.ID)
	if fields == nil {
		a, err := json.Marshal(&r.Attributes)
		if err != nil {
			return b, err
		}
		b = append(append(b, `,"attributes":`...), a...)
	} else {
		b = append(b, `,"attributes":{`...)
		v, first := reflect.ValueOf(&r.Attributes).Elem(), true
		for _, f := range p.attrs {
			if !fields[f.name] || f.omit && v.Field(f.index).IsZero() {
				continue
			}
			a, err := json.Marshal(v.Field(f.index).Interface())
			if err != nil {
				return b, err
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(append(quote(b, f.name), ':'), a...)
		}
		b = append(b, '}')
	}
	first := true
	for i := range p.rels {
		f := &p.rels[i]
		if fields != nil && !fields[f.name] {
			continue
		}
		if first {
			b = append(b, `,"relationships":{`...)
		} else {
			b = append(b, ',')
		}
		first = false
		b = append(quote(b, f.name), `:{"data":`...)
		b = linkageOf(b, r.relation(f.index))
		b = append(b, `,"links":{"self":`...)
		b = quote(b, p.path+"/"+r.ID+"/relationships/"+f.name)
		b = append(b, `,"related":`...)
		b = quote(b, p.path+"/"+r.ID+"/"+f.name)
		b = append(b, "}}"...)
	}
	if !first {
		b = append(b, '}')
	}
	b = append(b, `,"links":{"self":`...)
	b = quote(b, p.path+"/"+r.ID)
	b = append(b, '}')
	if len(r.Meta) > 0 {
		m, err := json.Marshal(r.Meta)
		if err != nil {
			return b, err
		}
		b = append(append(b, `,"meta":`...), m...)
	}
	return append(b, '}'), nil
}
