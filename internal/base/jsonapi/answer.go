package jsonapi

import (
	"context"
	"maps"
	"net/url"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

const tail = `,"jsonapi":{"version":"1.1"}}`

// one is the document of a single resource.
func (s *API) one(ctx context.Context, sp *spec, n node, q *Query) ([]byte, error) {
	b, err := sp.encode([]byte(`{"data":`), n, q.Fields[sp.Type])
	if err != nil {
		return nil, err
	}
	if b, err = s.included(ctx, b, sp, []node{n}, q); err != nil {
		return nil, err
	}
	if sp.fetch != nil {
		b = append(quote(append(b, `,"links":{"self":`...), sp.self(n.id())), '}')
	}
	return append(b, tail...), nil
}

// many is the document of a list at address self.
func (s *API) many(ctx context.Context, sp *spec, page listing, q *Query, self string) ([]byte, error) {
	b := []byte(`{"data":[`)
	var err error
	for i, n := range page.nodes {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = sp.encode(b, n, q.Fields[sp.Type]); err != nil {
			return nil, err
		}
	}
	b = append(b, ']')
	if b, err = s.included(ctx, b, sp, page.nodes, q); err != nil {
		return nil, err
	}
	b = quote(append(b, `,"links":{"self":`...), address(self, q.raw))
	b = pageLink(append(b, `,"next":`...), self, q.raw, "page[after]", page.next)
	b = pageLink(append(b, `,"prev":`...), self, q.raw, "page[before]", page.prev)
	b = append(b, '}')
	if page.total != nil {
		b = append(strconv.AppendInt(append(b, `,"meta":{"page":{"total":`...), int64(*page.total), 10), "}}"...)
	}
	return append(b, tail...), nil
}

func pageLink(b []byte, self string, query url.Values, parameter, cursor string) []byte {
	if cursor == "" {
		return append(b, "null"...)
	}
	v := maps.Clone(query)
	v.Del("page[after]")
	v.Del("page[before]")
	v.Set(parameter, cursor)
	return quote(b, address(self, v))
}

// address encodes [ and ] too, which a URI's query must not hold raw.
func address(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

type resourceKey struct{ typ, id string }

// inclusion gathers the resources beside the primary data, none of them twice.
type inclusion struct {
	seen  map[resourceKey]bool
	nodes map[string][]node // what stands at the end of a path
	first bool
}

// included walks the include paths level by level with one Get a type and level: never one a resource.
func (s *API) included(ctx context.Context, b []byte, sp *spec, roots []node, q *Query) ([]byte, error) {
	if q.Include == nil {
		return b, nil
	}
	in := &inclusion{seen: map[resourceKey]bool{}, nodes: map[string][]node{}, first: true}
	for _, n := range roots {
		in.seen[resourceKey{sp.Type, n.id()}] = true
	}
	b = append(b, `,"included":[`...)
	for _, path := range q.Include {
		at, level, prefix := sp, roots, ""
		for _, step := range path {
			f := at.Rel(step)
			next := s.specs[f.Target]
			prefix += "." + step
			nodes, done := in.nodes[prefix]
			if !done {
				var err error
				if nodes, err = fetchLevel(ctx, next, level, f); err != nil {
					return nil, err
				}
				in.nodes[prefix] = nodes
				if b, err = in.add(b, next, nodes, q.Fields[f.Target]); err != nil {
					return nil, err
				}
			}
			at, level = next, nodes
		}
	}
	return append(b, ']'), nil
}

// fetchLevel fetches what the relationship f of the nodes refers to, each once.
func fetchLevel(ctx context.Context, next *spec, level []node, f *schema.Relationship) ([]node, error) {
	var ids []string
	asked := map[string]bool{}
	for _, n := range level {
		for _, id := range n.relation(f.Index).refs() {
			if !asked[id] {
				asked[id] = true
				ids = append(ids, id)
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return next.fetch(ctx, ids)
}

func (in *inclusion) add(b []byte, sp *spec, nodes []node, fields fieldset) ([]byte, error) {
	for _, n := range nodes {
		key := resourceKey{sp.Type, n.id()}
		if in.seen[key] {
			continue
		}
		in.seen[key] = true
		if !in.first {
			b = append(b, ',')
		}
		in.first = false
		var err error
		if b, err = sp.encode(b, n, fields); err != nil {
			return nil, err
		}
	}
	return b, nil
}
