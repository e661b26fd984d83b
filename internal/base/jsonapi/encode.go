package jsonapi

import (
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// node is a *Resource without its type parameters.
type node interface {
	id() string
	version() string
	meta() map[string]any
	relation(i int) relation
	attributes() reflect.Value
	assign(i int, ids []string)
	begin(id, lid string, defaults []byte) error
}

func (r *Resource[A, R]) id() string                { return r.ID }
func (r *Resource[A, R]) version() string           { return r.Version }
func (r *Resource[A, R]) meta() map[string]any      { return r.Meta }
func (r *Resource[A, R]) attributes() reflect.Value { return reflect.ValueOf(&r.Attributes).Elem() }
func (r *Resource[A, R]) relation(i int) relation {
	return reflect.ValueOf(&r.Relationships).Elem().Field(i).Interface().(relation)
}
func (r *Resource[A, R]) assign(i int, ids []string) {
	reflect.ValueOf(&r.Relationships).Elem().Field(i).Addr().Interface().(assignable).assign(ids)
}

// begin makes r what it is before anything the client sent is laid over it.
func (r *Resource[A, R]) begin(id, lid string, defaults []byte) error {
	r.ID, r.LID = id, lid
	return json.Unmarshal(defaults, &r.Attributes)
}

// fieldset is the names a client asked for of one type; nil is all of them.
type fieldset map[string]bool

func (f fieldset) wants(name string) bool { return f == nil || f[name] }

// encode appends the resource object of n.
func (sp *spec) encode(b []byte, n node, fields fieldset) ([]byte, error) {
	b = identifier(b, sp.Type, n.id())
	b = b[:len(b)-1] // the identifier's members open the resource's
	b, err := sp.encodeAttributes(b, n.attributes(), fields)
	if err != nil {
		return b, err
	}
	b = sp.encodeRelationships(b, n, fields)
	b = sp.encodeLinks(b, n)
	if len(n.meta()) > 0 {
		meta, err := json.Marshal(n.meta())
		if err != nil {
			return b, err
		}
		b = append(append(b, `,"meta":`...), meta...)
	}
	return append(b, '}'), nil
}

func (sp *spec) encodeAttributes(b []byte, v reflect.Value, fields fieldset) ([]byte, error) {
	b = append(b, `,"attributes":{`...)
	first := true
	for i := range sp.Attrs {
		f := &sp.Attrs[i]
		if f.WriteOnly || !fields.wants(f.Name) {
			continue
		}
		value := v.FieldByIndex(f.Index)
		if f.OmitEmpty && empty(value) {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(quote(b, f.Name), ':')
		switch {
		case f.List && value.IsNil():
			b = append(b, "[]"...)
		case f.Table && value.IsNil():
			b = append(b, "{}"...)
		default:
			raw, err := json.Marshal(value.Addr().Interface())
			if err != nil {
				return b, err
			}
			b = append(b, raw...)
		}
	}
	return append(b, '}'), nil
}

func empty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

func (sp *spec) encodeRelationships(b []byte, n node, fields fieldset) []byte {
	first := true
	for i := range sp.Rels {
		f := &sp.Rels[i]
		if !fields.wants(f.Name) {
			continue
		}
		if first {
			b = append(b, `,"relationships":{`...)
		} else {
			b = append(b, ',')
		}
		first = false
		b = linkage(append(quote(b, f.Name), `:{"data":`...), n.relation(f.Index))
		b = append(sp.relationLinks(b, n.id(), f), '}')
	}
	if !first {
		b = append(b, '}')
	}
	return b
}

// relationLinks appends the links of a relationship: only those that lead somewhere.
func (sp *spec) relationLinks(b []byte, id string, f *schema.Relationship) []byte {
	if sp.fetch == nil {
		return b
	}
	b = quote(append(b, `,"links":{"self":`...), sp.self(id)+"/relationships/"+f.Name)
	if sp.related[f.Name] {
		b = quote(append(b, `,"related":`...), sp.self(id)+"/"+f.Name)
	}
	return append(b, '}')
}

func (sp *spec) encodeLinks(b []byte, n node) []byte {
	links := map[string]string{}
	if sp.links != nil {
		maps.Copy(links, sp.links(n))
	}
	if sp.fetch != nil {
		links["self"] = sp.self(n.id())
	}
	if len(links) == 0 {
		return b
	}
	return encodeStrings(append(b, `,"links":`...), links)
}

// self is the address of a resource.
func (sp *spec) self(id string) string { return sp.Path + "/" + url.PathEscape(id) }

func encodeStrings(b []byte, m map[string]string) []byte {
	b = append(b, '{')
	for i, name := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = quote(append(quote(b, name), ':'), m[name])
	}
	return append(b, '}')
}

func identifier(b []byte, typ, id string) []byte {
	b = quote(append(b, `{"type":`...), typ)
	b = quote(append(b, `,"id":`...), id)
	return append(b, '}')
}

func linkage(b []byte, rel relation) []byte {
	refs := rel.refs()
	if !rel.Many() {
		if len(refs) == 0 {
			return append(b, "null"...)
		}
		return identifier(b, rel.Target(), refs[0])
	}
	b = append(b, '[')
	for i, id := range refs {
		if i > 0 {
			b = append(b, ',')
		}
		b = identifier(b, rel.Target(), id)
	}
	return append(b, ']')
}

// quote appends s as JSON; plain ASCII, which nearly all names and ids are, without a detour.
func quote(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			q, _ := json.Marshal(s) // a string: cannot fail
			return append(b, q...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
