package jsonapi

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Sort is one field to sort by.
type Sort struct {
	Field string
	Desc  bool
}

// Filter keeps what Field compares to any of Values by Op ("eq" unless the client names another).
type Filter struct {
	Field, Op string
	Values    []string
}

// Query is what a client asks of a list, held against what the collection declares. Filters are all to
// hold; they stand in the order of their names.
type Query struct {
	Sort          []Sort
	Filter        []Filter
	Size          int
	After, Before string // cursors; at most one is set
	Include       [][]string
	Fields        map[string]map[string]bool

	raw url.Values
}

// Bounds of one query.
const (
	maxIncludes     = 10
	maxIncludeDepth = 3
	maxSorts        = 5
	maxValues       = 100
)

// queryReader applies the query rules of JSON:API to one request and gathers every fault.
type queryReader struct {
	api    *API
	sp     *spec // nil where there is no primary data
	list   bool
	own    []Parameter
	q      *Query
	faults []error
}

func (s *API) parseQuery(sp *spec, raw string, list bool, own []Parameter) (*Query, error) {
	p := &queryReader{api: s, sp: sp, list: list, own: own, q: &Query{}}
	if sp != nil {
		p.q.Size = sp.pageSize
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, errs.New(errs.Malformed, "malformed_query", "the query string cannot be read: %s", err)
	}
	p.q.raw = values
	for _, key := range slices.Sorted(maps.Keys(values)) {
		p.read(key, values[key])
	}
	if p.q.After != "" && p.q.Before != "" {
		p.badCursor("page[before]", "range-pagination-not-supported", nil, "range_unsupported", "send page[after] or page[before], not both")
	}
	for _, parameter := range own {
		if parameter.Required && !values.Has(parameter.Name) {
			p.bad(parameter.Name, "parameter_missing", "%s must be there", parameter.Name)
		}
	}
	return p.q, errors.Join(p.faults...)
}

func (p *queryReader) bad(key, code, detail string, args ...any) {
	p.faults = append(p.faults, errs.New(errs.Malformed, code, detail, args...).In(key))
}

// badCursor is a fault that the profile of cursors has a type for.
func (p *queryReader) badCursor(key, typ string, meta map[string]any, code, detail string, args ...any) {
	p.faults = append(p.faults, errs.New(errs.Malformed, code, detail, args...).In(key).Typed(CursorProfile+typ, meta))
}

func (p *queryReader) badSize(key string, n int) {
	if n <= p.sp.maxPage {
		p.bad(key, "bad_page_size", "page[size] must be from 1 to %d", p.sp.maxPage)
		return
	}
	meta := map[string]any{"page": map[string]any{"maxSize": p.sp.maxPage}}
	p.badCursor(key, "max-size-exceeded", meta, "bad_page_size", "page[size] must be from 1 to %d", p.sp.maxPage)
}

// family splits "filter[points][gte]" into its base and members; ok says that it is well formed.
func family(key string) (base string, names []string, ok bool) {
	base, rest, found := strings.Cut(key, "[")
	if !found {
		return base, nil, base != "" && !strings.Contains(base, "]")
	}
	rest, ok = strings.CutSuffix(rest, "]")
	names = strings.Split(rest, "][")
	for _, name := range names {
		ok = ok && name != "" && !strings.ContainsAny(name, "[]")
	}
	return base, names, ok && base != ""
}

func (p *queryReader) read(key string, values []string) {
	base, names, ok := family(key)
	value := values[0]
	switch {
	case !ok:
		p.bad(key, "malformed_parameter", "a query parameter is a name, then any number of [names]")
	case len(values) > 1:
		p.bad(key, "repeated_parameter", "%s is sent %d times: join the values with commas", key, len(values))
	case strings.IndexByte(value, 0) >= 0 || !utf8.ValidString(value):
		p.bad(key, "bad_characters", "the value must be UTF-8 without NUL characters")
	case slices.ContainsFunc(p.own, func(own Parameter) bool { return own.Name == key }):
	case p.sp == nil:
		p.unknown(key)
	case base == "include" && names == nil:
		p.include(key, value)
	case base == "fields" && len(names) == 1:
		p.fields(key, names[0], value)
	case base == "sort" && names == nil && p.list:
		p.sort(key, value)
	case base == "filter" && (len(names) == 1 || len(names) == 2) && p.list:
		p.filter(key, names, value)
	case base == "page" && len(names) == 1 && p.list:
		p.page(key, names[0], value)
	default:
		p.unknown(key)
	}
}

func (p *queryReader) unknown(key string) {
	p.bad(key, "unknown_parameter", "the query parameter %s is not supported here", key)
}

func (p *queryReader) include(key, value string) {
	p.q.Include = [][]string{}
	if value == "" {
		return
	}
	for path := range strings.SplitSeq(value, ",") {
		steps := strings.Split(path, ".")
		if !p.api.includable(p.sp, steps) {
			p.bad(key, "unsupported_include", "%q is not a path that can be included", path)
			continue
		}
		p.q.Include = append(p.q.Include, steps)
	}
	if len(p.q.Include) > maxIncludes {
		p.bad(key, "too_many_includes", "include at most %d paths", maxIncludes)
	}
}

// includable says that every step is a relationship to a type that can be fetched here.
func (s *API) includable(at *spec, steps []string) bool {
	if len(steps) > maxIncludeDepth {
		return false
	}
	for _, step := range steps {
		f := at.Rel(step)
		if f == nil || s.specs[f.Target] == nil || s.specs[f.Target].fetch == nil {
			return false
		}
		at = s.specs[f.Target]
	}
	return true
}

func (p *queryReader) fields(key, typ, value string) {
	sp := p.api.specs[typ]
	if typ == p.sp.Type {
		sp = p.sp
	}
	if sp == nil {
		p.bad(key, "unknown_type", "there is no resource type %q", typ)
		return
	}
	set := map[string]bool{}
	for name := range strings.SplitSeq(value, ",") {
		if name == "" {
			continue
		}
		if !sp.Has(name) {
			p.bad(key, "unknown_field", "%s has no field %q", typ, name)
		}
		set[name] = true
	}
	if p.q.Fields == nil {
		p.q.Fields = map[string]map[string]bool{}
	}
	p.q.Fields[typ] = set
}

func (p *queryReader) sort(key, value string) {
	for name := range strings.SplitSeq(value, ",") {
		field, desc := strings.CutPrefix(name, "-")
		if !slices.Contains(p.sp.sort, field) {
			p.badCursor(key, "unsupported-sort", nil, "unsupported_sort", "cannot sort by %q: use %s", field, oneOf(p.sp.sort))
			continue
		}
		p.q.Sort = append(p.q.Sort, Sort{field, desc})
	}
	if len(p.q.Sort) > maxSorts {
		p.bad(key, "too_many_sorts", "sort by at most %d fields", maxSorts)
	}
}

func (p *queryReader) filter(key string, names []string, value string) {
	op := "eq"
	if len(names) == 2 {
		op = names[1]
	}
	ops := p.sp.filter[names[0]]
	if !slices.Contains(ops, op) {
		p.bad(key, "unsupported_filter", "cannot filter by %s with %s", names[0], op)
		return
	}
	values := strings.Split(value, ",")
	if len(values) > maxValues {
		p.bad(key, "too_many_values", "filter by at most %d values", maxValues)
	}
	p.q.Filter = append(p.q.Filter, Filter{names[0], op, values})
}

func (p *queryReader) page(key, name, value string) {
	switch name {
	case "size":
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > p.sp.maxPage {
			p.badSize(key, n)
		}
		p.q.Size = n
	case "after", "before":
		if value == "" {
			p.bad(key, "bad_cursor", "a cursor is never empty: leave the parameter out")
		}
		if name == "after" {
			p.q.After = value
		} else {
			p.q.Before = value
		}
	default:
		p.unknown(key)
	}
}

func oneOf(names []string) string {
	if len(names) == 0 {
		return "none: this list has one order"
	}
	return strings.Join(names, ", ")
}
