package jsonapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

type Page[A Named, R any] struct {
	Items      []Resource[A, R]
	Next, Prev string // cursors
	Total      *int
}
type Changes struct {
	Fields  map[string]bool // names of the attributes and relationships the client sent
	IfMatch string
}

// Collection is all a service writes beside the two structs; a nil function means no such endpoint.
// Every function answers errors of package errs; several at once by errors.Join.
type Collection[A Named, R any] struct {
	Path string // such as "/v1/problems"
	Tag  string // heading in the documents

	Sort              []string            // what may be sorted by
	Filter            map[string][]string // field -> operators; nil is just "eq". A relationship is filtered by id
	PageSize, MaxPage int                 // 20 and 100 unless set
	MaxBody           int64               // 1 MiB unless set

	ClientIDs      bool // POST may name the id
	Accepted       bool // POST answers 202: the work is still to be done
	RequireIfMatch bool // PATCH and DELETE without If-Match are refused with 428

	Links func(r *Resource[A, R]) map[string]string // more links of a resource, such as "events"

	List   func(ctx context.Context, q *Query) (Page[A, R], error)
	Get    func(ctx context.Context, ids []string) ([]Resource[A, R], error) // batched: also serves include; who may not see one does not get it
	Create func(ctx context.Context, r *Resource[A, R]) error                // fills ID, Version and what the server decides
	Update func(ctx context.Context, r *Resource[A, R], c Changes) error     // r is the stored resource with the changes laid over it
	Delete func(ctx context.Context, id string) error
}

type spec struct {
	plan              *plan
	sort              []string
	filter            map[string][]string
	pageSize, maxPage int
	fetch             func(ctx context.Context, ids []string) ([]node, error)
	create            func(ctx context.Context, doc map[string]any, base string) (node, error)
	update            func(ctx context.Context, id string, doc map[string]any, base, ifMatch string) (node, error)
	remove            func(ctx context.Context, id string) error
}

func (s *spec) field(name string) bool {
	return s.plan.rel(name) != nil || slices.ContainsFunc(s.plan.attrs, func(a attrField) bool { return a.name == name })
}

type API struct {
	huma.API
	specs map[string]*spec
	Tx    func(ctx context.Context, f func(context.Context) error) error
}

func New(a huma.API) *API {
	huma.ValidateStrictCasing = true // member names are case sensitive
	return &API{API: a, specs: map[string]*spec{}, Tx: func(ctx context.Context, f func(context.Context) error) error { return f(ctx) }}
}

var pool = sync.Pool{New: func() any { b := make([]byte, 0, 8192); return &b }}

func (s *API) send(ctx huma.Context, status int, ext string, body []byte) {
	ct := MediaType
	if ext != "" {
		ct += `;ext="` + ext + `"`
	}
	ctx.SetHeader("Content-Type", ct)
	ctx.SetHeader("Vary", "Accept")
	ctx.SetStatus(status)
	_, _ = ctx.BodyWriter().Write(body)
}

// handle wraps negotiation, the query, errors and the buffer around an endpoint.
func (s *API) handle(op *huma.Operation, c *spec, list bool, f func(huma.Context, *Query, []byte) ([]byte, int, error)) {
	failure := s.errorSchema()
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	for _, code := range []string{"400", "401", "403", "404", "406", "409", "415", "422", "429", "500"} {
		op.Responses[code] = &huma.Response{Description: "Error", Content: map[string]*huma.MediaType{MediaType: {Schema: failure}}}
	}
	s.OpenAPI().AddOperation(op)
	s.Adapter().Handle(op, s.Middlewares().Handler(func(ctx huma.Context) {
		bp := pool.Get().(*[]byte)
		b := (*bp)[:0]
		status := 200
		err := checkAccept(ctx.Header("Accept"), "")
		if err == nil && op.RequestBody != nil {
			err = checkContentType(ctx.Header("Content-Type"), "")
		}
		var q *Query
		if err == nil {
			u := ctx.URL()
			q, err = s.parse(c, u.RawQuery, list)
		}
		if err == nil {
			b, status, err = f(ctx, q, b)
		}
		if err != nil {
			r, w := humago.Unwrap(ctx)
			httpx.WriteError(w, r, err)
		} else if status == http.StatusNoContent {
			ctx.SetStatus(status)
		} else {
			s.send(ctx, status, "", b)
		}
		*bp = b
		pool.Put(bp)
	}))
}

// included walks include paths level by level, one batched Get per type and level: no N+1.
func (s *API) included(ctx context.Context, b []byte, c *spec, roots []node, q *Query) ([]byte, error) {
	if q.Include == nil {
		return b, nil
	}
	type key struct{ t, id string }
	seen, first := map[key]bool{}, true
	for _, n := range roots {
		seen[key{c.plan.typ, n.rid()}] = true
	}
	b = append(b, `,"included":[`...)
	cache := map[string][]node{} // path prefix -> nodes
	for _, path := range q.Include {
		at, level, prefix := c, roots, ""
		for _, step := range path {
			f := at.plan.rel(step)
			next := s.specs[f.target]
			prefix += "." + step
			nodes, done := cache[prefix]
			if !done {
				var ids []string
				dup := map[string]bool{}
				for _, n := range level {
					for _, id := range n.relation(f.index).refs() {
						if !dup[id] {
							dup[id] = true
							ids = append(ids, id)
						}
					}
				}
				var err error
				if len(ids) > 0 {
					if nodes, err = next.fetch(ctx, ids); err != nil {
						return b, err
					}
				}
				cache[prefix] = nodes
				for _, n := range nodes {
					if k := (key{f.target, n.rid()}); !seen[k] {
						seen[k] = true
						if !first {
							b = append(b, ',')
						}
						first = false
						if b, err = n.encode(b, next.plan, q.Fields[f.target]); err != nil {
							return b, err
						}
					}
				}
			}
			at, level = next, nodes
		}
	}
	return append(b, ']'), nil
}

func (s *API) one(ctx context.Context, b []byte, c *spec, n node, q *Query) ([]byte, error) {
	b = append(b, `{"data":`...)
	var err error
	if b, err = n.encode(b, c.plan, q.Fields[c.plan.typ]); err != nil {
		return b, err
	}
	if b, err = s.included(ctx, b, c, []node{n}, q); err != nil {
		return b, err
	}
	b = append(b, `,"links":{"self":`...)
	b = quote(b, c.plan.path+"/"+n.rid())
	return append(b, `},"jsonapi":{"version":"1.1"}}`...), nil
}

func (s *API) collection(ctx context.Context, b []byte, c *spec, ns []node, q *Query, self, next, prev string, total *int) ([]byte, error) {
	b = append(b, `{"data":[`...)
	var err error
	for i, n := range ns {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = n.encode(b, c.plan, q.Fields[c.plan.typ]); err != nil {
			return b, err
		}
	}
	b = append(b, ']')
	if b, err = s.included(ctx, b, c, ns, q); err != nil {
		return b, err
	}
	b = append(b, `,"links":{"self":`...)
	b = quote(b, self)
	link := func(name, cursor, param string) {
		b = append(b, `,"`+name+`":`...)
		if cursor == "" {
			b = append(b, "null"...)
			return
		}
		v := url.Values{}
		maps.Copy(v, q.raw)
		v.Del("page[after]")
		v.Del("page[before]")
		v.Set(param, cursor)
		b = quote(b, c.plan.path+"?"+v.Encode())
	}
	link("next", next, "page[after]")
	link("prev", prev, "page[before]")
	b = append(b, '}')
	if total != nil {
		b = fmt.Appendf(b, `,"meta":{"page":{"total":%d}}`, *total)
	}
	return append(b, `,"jsonapi":{"version":"1.1"}}`...), nil
}

// body reads and parses a document; numbers stay exact because attributes are decoded again from bytes.
func body(ctx huma.Context) (map[string]any, error) {
	raw, err := io.ReadAll(io.LimitReader(ctx.BodyReader(), 1<<20+1))
	if err != nil || len(raw) > 1<<20 {
		return nil, fault(413, "too_large", "request body over 1 MiB", nil)
	}
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, fault(400, "malformed_json", err.Error(), locate(""))
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, fault(400, "malformed_document", "the document must be an object", locate(""))
	}
	return m, nil
}

func (s *API) validate(schema *huma.Schema, base string, v any) error {
	pb, res := huma.NewPathBuffer([]byte(base), len(base)), &huma.ValidateResult{}
	huma.Validate(s.OpenAPI().Components.Schemas, schema, pb, huma.ModeWriteToServer, v, res)
	var faults []error
	for _, e := range res.Errors {
		faults = append(faults, fromDetail(422, e.(huma.ErrorDetailer).ErrorDetail()))
	}
	if faults != nil {
		return errors.Join(faults...)
	}
	return nil
}

// Register mounts a collection's endpoints and documents them.
func Register[A Named, R any](s *API, c Collection[A, R]) {
	typ := nameOf[A]()
	at, rt := reflect.TypeFor[A](), reflect.TypeFor[R]()
	p := newPlan(typ, c.Path, at, rt)
	sp := &spec{plan: p, sort: c.Sort, filter: c.Filter, pageSize: cmpOr(c.PageSize, 20), maxPage: cmpOr(c.MaxPage, 100)}
	s.specs[typ] = sp
	create, update := s.schemas(sp, at, c.ClientIDs)
	defaults := map[string]any{}
	attrs := s.OpenAPI().Components.Schemas.Map()[at.Name()]
	for n, f := range attrs.Properties {
		if f.Default != nil {
			defaults[n] = f.Default
		}
	}
	defJSON, _ := json.Marshal(defaults)

	// apply validates doc (a whole document) and lays it over r, remembering what was sent.
	apply := func(r *Resource[A, R], doc map[string]any, schema *huma.Schema, base, wantID string) (map[string]bool, error) {
		d, _ := doc["data"].(map[string]any)
		if t, ok := d["type"].(string); ok && t != typ {
			return nil, fault(409, "type_conflict", "type must be "+typ, locate(pointer(base)+"/data/type"))
		}
		if id, ok := d["id"].(string); ok && wantID != "" && id != wantID {
			return nil, fault(409, "id_conflict", "id must be "+wantID, locate(pointer(base)+"/data/id"))
		} else if ok && wantID == "" && !c.ClientIDs {
			return nil, fault(403, "client_id", "client-generated ids are not supported", locate(pointer(base)+"/data/id"))
		}
		if err := s.validate(schema, base, doc); err != nil {
			return nil, err
		}
		sent := map[string]bool{}
		in, _ := d["attributes"].(map[string]any)
		v := reflect.ValueOf(&r.Attributes).Elem()
		for _, f := range p.attrs {
			if x, ok := in[f.name]; ok {
				if attrs.Properties[f.name].ReadOnly {
					return nil, fault(403, "read_only", f.name+" is read-only", locate(pointer(base)+"/data/attributes/"+f.name))
				}
				if x == nil && v.Field(f.index).Kind() != reflect.Pointer {
					return nil, fault(422, "invalid", f.name+" must not be null", locate(pointer(base)+"/data/attributes/"+f.name))
				}
				v.Field(f.index).SetZero() // replace, never merge into, nested values
				sent[f.name] = true
			}
		}
		raw, _ := json.Marshal(in)
		if err := json.Unmarshal(raw, &r.Attributes); err != nil {
			var te *json.UnmarshalTypeError
			src := locate(pointer(base) + "/data/attributes")
			if errors.As(err, &te) {
				src.pointer += "/" + strings.ReplaceAll(te.Field, ".", "/")
			}
			return nil, fault(422, "invalid", err.Error(), src)
		}
		rels, _ := d["relationships"].(map[string]any)
		for n := range rels {
			sent[n] = true
		}
		raw, _ = json.Marshal(rels)
		if err := json.Unmarshal(raw, &r.Relationships); err != nil {
			return nil, fault(422, "invalid", err.Error(), locate(pointer(base)+"/data/relationships"))
		}
		if id, ok := d["id"].(string); ok {
			r.ID = id
		}
		return sent, nil
	}
	get := func(ctx context.Context, id string) (*Resource[A, R], error) {
		rs, err := c.Get(ctx, []string{id})
		if err == nil && len(rs) == 0 {
			err = notFound(typ, id)
		}
		if err != nil {
			return nil, err
		}
		return &rs[0], nil
	}
	if c.Get != nil {
		sp.fetch = func(ctx context.Context, ids []string) ([]node, error) {
			rs, err := c.Get(ctx, ids)
			ns := make([]node, len(rs))
			for i := range rs {
				ns[i] = &rs[i]
			}
			return ns, err
		}
	}
	if c.Create != nil {
		sp.create = func(ctx context.Context, doc map[string]any, base string) (node, error) {
			r := &Resource[A, R]{}
			_ = json.Unmarshal(defJSON, &r.Attributes)
			if _, err := apply(r, doc, create, base, ""); err != nil {
				return nil, err
			}
			return r, c.Create(ctx, r)
		}
	}
	if c.Update != nil {
		sp.update = func(ctx context.Context, id string, doc map[string]any, base, ifMatch string) (node, error) {
			r, err := get(ctx, id)
			if err != nil {
				return nil, err
			}
			if ifMatch != "" && ifMatch != `"`+r.Version+`"` {
				return nil, fault(412, "version_conflict", "the resource has changed", &source{header: "If-Match"})
			}
			sent, err := apply(r, doc, update, base, id)
			if err != nil {
				return nil, err
			}
			return r, c.Update(ctx, r, Changes{sent, strings.Trim(ifMatch, `"`)})
		}
	}
	sp.remove = c.Delete
	mount(s, sp, c.Tag, create, update, c.List)
}

func cmpOr(a, b int) int {
	if a != 0 {
		return a
	}
	return b
}

func mount[A Named, R any](s *API, sp *spec, tag string, create, update *huma.Schema, list func(context.Context, *Query) (Page[A, R], error)) {
	p := sp.plan
	op := func(method, path, id, summary string, status int, out *huma.Schema, in *huma.Schema) *huma.Operation {
		o := &huma.Operation{Method: method, Path: path, OperationID: id, Summary: summary, Tags: []string{tag}, Parameters: s.params(sp, path, strings.HasPrefix(id, "list-"))}
		r := &huma.Response{Description: http.StatusText(status)}
		if out != nil {
			r.Content = map[string]*huma.MediaType{MediaType: {Schema: out}}
		}
		o.Responses = map[string]*huma.Response{fmt.Sprint(status): r}
		if in != nil {
			o.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{MediaType: {Schema: in}}}
		}
		return o
	}
	n, ref := typeName(p.typ), func(suffix string) *huma.Schema {
		return &huma.Schema{Ref: "#/components/schemas/" + typeName(p.typ) + suffix}
	}
	item := p.path + "/{id}"
	if list != nil {
		s.handle(op("GET", p.path, "list-"+p.typ, "List "+p.typ, 200, ref("Collection"), nil), sp, true, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
			pg, err := list(inside(ctx), q)
			if err != nil {
				return b, 0, err
			}
			ns := make([]node, len(pg.Items))
			for i := range pg.Items {
				ns[i] = &pg.Items[i]
			}
			self := p.path // encoded again: raw [ and ] are not allowed in a URI
			if len(q.raw) > 0 {
				self += "?" + q.raw.Encode()
			}
			b, err = s.collection(inside(ctx), b, sp, ns, q, self, pg.Next, pg.Prev, pg.Total)
			return b, 200, err
		})
	}
	fetchOne := func(ctx context.Context, id string) (node, error) {
		ns, err := sp.fetch(ctx, []string{id})
		if err == nil && len(ns) == 0 {
			err = notFound(p.typ, id)
		}
		if err != nil {
			return nil, err
		}
		return ns[0], nil
	}
	if sp.fetch != nil {
		s.handle(op("GET", item, "get-"+p.typ, "Fetch one of "+n, 200, ref("Document"), nil), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
			r, err := fetchOne(inside(ctx), ctx.Param("id"))
			if err != nil {
				return b, 0, err
			}
			if v := r.version(); v != "" {
				ctx.SetHeader("ETag", `"`+v+`"`)
			}
			b, err = s.one(inside(ctx), b, sp, r, q)
			return b, 200, err
		})
		for i := range p.rels {
			f := &p.rels[i]
			s.handle(op("GET", item+"/relationships/"+f.name, "get-"+p.typ+"-rel-"+f.name, "Linkage of "+f.name, 200, f.schema, nil), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
				r, err := fetchOne(inside(ctx), ctx.Param("id"))
				if err != nil {
					return b, 0, err
				}
				b = linkageOf(append(b, `{"data":`...), r.relation(f.index))
				if b, err = s.included(inside(ctx), b, sp, []node{r}, q); err != nil {
					return b, 0, err
				}
				base := p.path + "/" + r.rid()
				b = quote(append(b, `,"links":{"self":`...), base+"/relationships/"+f.name)
				b = quote(append(b, `,"related":`...), base+"/"+f.name)
				return append(b, "}}"...), 200, nil
			})
			if t := s.specs[f.target]; t != nil && t.fetch != nil {
				suffix := "Document"
				if f.many {
					suffix = "Collection"
				}
				s.handle(op("GET", item+"/"+f.name, "get-"+p.typ+"-"+f.name, "Related "+f.name, 200, &huma.Schema{Ref: "#/components/schemas/" + typeName(f.target) + suffix}, nil), t, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
					r, err := fetchOne(inside(ctx), ctx.Param("id"))
					if err != nil {
						return b, 0, err
					}
					ns, err := t.fetch(inside(ctx), r.relation(f.index).refs())
					if err != nil {
						return b, 0, err
					}
					self := p.path + "/" + r.rid() + "/" + f.name
					if f.many {
						b, err = s.collection(inside(ctx), b, t, ns, q, self, "", "", nil)
					} else if len(ns) == 0 {
						b = append(quote(append(b, `{"data":null,"links":{"self":`...), self), "}}"...)
					} else {
						b, err = s.one(inside(ctx), b, t, ns[0], q)
					}
					return b, 200, err
				})
			}
			if sp.update != nil {
				for _, m := range []string{"PATCH", "POST", "DELETE"} {
					if !f.many && m != "PATCH" {
						continue
					}
					s.handle(op(m, item+"/relationships/"+f.name, strings.ToLower(m)+"-"+p.typ+"-rel-"+f.name, m+" linkage of "+f.name, 204, nil, f.schema), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
						doc, err := body(ctx)
						if err != nil {
							return b, 0, err
						}
						if err := s.validate(f.schema, "body", doc); err != nil {
							return b, 0, err
						}
						r, err := fetchOne(inside(ctx), ctx.Param("id"))
						if err != nil {
							return b, 0, err
						}
						if m != "PATCH" { // POST adds what is not there yet, DELETE removes what is
							have, sent := r.relation(f.index).refs(), doc["data"].([]any)
							ids := slices.Clone(have)
							for _, x := range sent {
								id := x.(map[string]any)["id"].(string)
								i := slices.Index(ids, id)
								if m == "POST" && i < 0 {
									ids = append(ids, id)
								} else if m == "DELETE" && i >= 0 {
									ids = slices.Delete(ids, i, i+1)
								}
							}
							var all []any
							for _, id := range ids {
								all = append(all, map[string]any{"type": f.target, "id": id})
							}
							doc["data"] = append([]any{}, all...)
						}
						_, err = sp.update(inside(ctx), r.rid(), map[string]any{"data": map[string]any{"type": p.typ, "id": r.rid(), "relationships": map[string]any{f.name: map[string]any{"data": doc["data"]}}}}, "body", ctx.Header("If-Match"))
						return b, 204, err
					})
				}
			}
		}
	}
	if sp.create != nil {
		s.handle(op("POST", p.path, "create-"+p.typ, "Create one of "+n, 201, ref("Document"), create), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
			doc, err := body(ctx)
			if err != nil {
				return b, 0, err
			}
			r, err := sp.create(inside(ctx), doc, "body")
			if err != nil {
				return b, 0, err
			}
			ctx.SetHeader("Location", p.path+"/"+r.rid())
			b, err = s.one(inside(ctx), b, sp, r, q)
			return b, 201, err
		})
	}
	if sp.update != nil {
		s.handle(op("PATCH", item, "update-"+p.typ, "Update one of "+n, 200, ref("Document"), update), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
			doc, err := body(ctx)
			if err != nil {
				return b, 0, err
			}
			r, err := sp.update(inside(ctx), ctx.Param("id"), doc, "body", ctx.Header("If-Match"))
			if err != nil {
				return b, 0, err
			}
			if v := r.version(); v != "" {
				ctx.SetHeader("ETag", `"`+v+`"`)
			}
			b, err = s.one(inside(ctx), b, sp, r, q)
			return b, 200, err
		})
	}
	if sp.remove != nil {
		s.handle(op("DELETE", item, "delete-"+p.typ, "Delete one of "+n, 204, nil, nil), sp, false, func(ctx huma.Context, q *Query, b []byte) ([]byte, int, error) {
			return b, 204, sp.remove(inside(ctx), ctx.Param("id"))
		})
	}
}

// ---- OpenAPI ----

func typeName(t string) string {
	var b bytes.Buffer
	for w := range strings.FieldsFuncSeq(t, func(r rune) bool { return r == '-' || r == '_' }) {
		b.WriteString(strings.ToUpper(w[:1]) + w[1:])
	}
	return b.String()
}

func (s *API) put(name string, sc *huma.Schema) *huma.Schema {
	prepare(sc)
	s.OpenAPI().Components.Schemas.Map()[name] = sc
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}
func prepare(sc *huma.Schema) {
	sc.PrecomputeMessages()
	for _, x := range sc.Properties {
		prepare(x)
	}
	if sc.Items != nil {
		prepare(sc.Items)
	}
}

func (s *API) errorSchema() *huma.Schema {
	reg := s.OpenAPI().Components.Schemas
	if reg.Map()["Errors"] == nil {
		e := reg.Schema(reflect.TypeFor[httpx.ErrorObject](), true, "")
		s.put("Errors", object([]string{"errors"}, map[string]*huma.Schema{"errors": {Type: "array", Items: e}, "jsonapi": {Type: "object"}}))
	}
	return &huma.Schema{Ref: "#/components/schemas/Errors"}
}

func (s *API) schemas(sp *spec, at reflect.Type, clientIDs bool) (create, update *huma.Schema) {
	p, n := sp.plan, typeName(sp.plan.typ)
	reg := s.OpenAPI().Components.Schemas
	attrs := reg.Schema(at, true, "")
	full := reg.SchemaFromRef(attrs.Ref)
	partial := *full
	partial.Required, partial.Properties = nil, maps.Clone(full.Properties)
	s.put(at.Name()+"Patch", &partial)
	rels := map[string]*huma.Schema{}
	for _, f := range p.rels {
		prepare(f.schema)
		rels[f.name] = f.schema
	}
	links := &huma.Schema{Type: "object", Description: "links object"}
	res := func(req []string, a *huma.Schema) *huma.Schema {
		m := map[string]*huma.Schema{"type": str(p.typ), "id": str(), "lid": str(), "attributes": a, "meta": {Type: "object"}, "links": links}
		if len(rels) > 0 {
			m["relationships"] = object(nil, rels)
		}
		return object(req, m)
	}
	out := s.put(n+"Resource", res([]string{"type", "id", "attributes"}, attrs))
	top := func(data *huma.Schema) *huma.Schema {
		return object([]string{"data"}, map[string]*huma.Schema{"data": data, "included": {Type: "array", Items: &huma.Schema{Type: "object", AdditionalProperties: true}}, "links": links, "meta": {Type: "object"}, "jsonapi": {Type: "object"}})
	}
	s.put(n+"Document", top(out))
	s.put(n+"Collection", top(&huma.Schema{Type: "array", Items: out}))
	create = s.put(n+"Create", object([]string{"data"}, map[string]*huma.Schema{"data": res([]string{"type", "attributes"}, attrs), "meta": {Type: "object"}}))
	update = s.put(n+"Update", object([]string{"data"}, map[string]*huma.Schema{"data": res([]string{"type", "id"}, &huma.Schema{Ref: "#/components/schemas/" + at.Name() + "Patch"}), "meta": {Type: "object"}}))
	return create, update
}

func (s *API) params(sp *spec, path string, list bool) (out []*huma.Param) {
	q := func(name, doc string, sc *huma.Schema) {
		out = append(out, &huma.Param{Name: name, In: "query", Description: doc, Schema: sc})
	}
	if strings.Contains(path, "{id}") {
		out = append(out, &huma.Param{Name: "id", In: "path", Required: true, Schema: str()})
	}
	q("fields["+sp.plan.typ+"]", "Sparse fieldset, comma separated", str())
	if len(sp.plan.rels) > 0 {
		var names []string
		for _, f := range sp.plan.rels {
			names = append(names, f.name)
		}
		q("include", "Comma-separated paths: "+strings.Join(names, ", "), str())
	}
	if list {
		q("sort", "Comma separated, - for descending: "+strings.Join(sp.sort, ", "), str())
		for _, f := range slices.Sorted(maps.Keys(sp.filter)) {
			for _, o := range sp.filter[f] {
				name := "filter[" + f + "][" + o + "]"
				if o == "eq" {
					name = "filter[" + f + "]"
				}
				q(name, "", str())
			}
		}
		one, max := 1.0, float64(sp.maxPage)
		q("page[size]", "", &huma.Schema{Type: "integer", Minimum: &one, Maximum: &max, Default: sp.pageSize})
		q("page[after]", "Cursor", str())
		q("page[before]", "Cursor", str())
	}
	return out
}
