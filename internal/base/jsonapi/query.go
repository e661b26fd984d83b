package jsonapi

import (
	"errors"
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

type Sort struct {
	Field string
	Desc  bool
}
type Filter struct {
	Field, Op string
	Values    []string
}
type Query struct {
	Sort          []Sort
	Filter        []Filter
	Size          int
	After, Before string
	Include       [][]string
	Fields        map[string]map[string]bool
	raw           url.Values
}

func family(key string) (base string, members []string) {
	base, rest, ok := strings.Cut(key, "[")
	if !ok {
		return key, nil
	}
	return base, strings.Split(strings.TrimSuffix(rest, "]"), "][")
}

// parse applies the query rules of JSON:API 1.1 and reports every fault at once.
func (s *API) parse(c *spec, raw string, list bool) (*Query, error) {
	q := &Query{Size: c.pageSize}
	if raw == "" {
		return q, nil
	}
	vals, err := url.ParseQuery(raw)
	if err != nil {
		return nil, fault(400, "malformed_query", err.Error(), nil)
	}
	q.raw = vals
	var faults []error
	bad := func(key, code, f string, a ...any) {
		faults = append(faults, fault(400, code, fmt.Sprintf(f, a...), &source{parameter: key}))
	}
	for key, vs := range vals {
		base, m := family(key)
		v := vs[len(vs)-1]
		switch {
		case base == "include" && m == nil:
			if v == "" {
				q.Include = [][]string{}
				continue
			}
			for path := range strings.SplitSeq(v, ",") {
				steps, at := strings.Split(path, "."), c
				for i, st := range steps {
					var r *relField
					if at != nil {
						r = at.plan.rel(st)
					}
					if r == nil || s.specs[r.target] == nil || s.specs[r.target].fetch == nil || i >= 3 {
						bad(key, "unsupported_include", "%q is not an includable path", path)
						break
					}
					at = s.specs[r.target]
				}
				q.Include = append(q.Include, steps)
			}
		case base == "fields" && len(m) == 1:
			t := s.specs[m[0]]
			if t == nil {
				bad(key, "unknown_type", "no resource type %q", m[0])
				continue
			}
			set := map[string]bool{}
			for f := range strings.SplitSeq(v, ",") {
				if f != "" && !t.field(f) {
					bad(key, "unknown_field", "%s has no field %q", m[0], f)
				}
				set[f] = true
			}
			if q.Fields == nil {
				q.Fields = map[string]map[string]bool{}
			}
			q.Fields[m[0]] = set
		case base == "sort" && m == nil && list:
			for f := range strings.SplitSeq(v, ",") {
				name, desc := strings.CutPrefix(f, "-")
				if !slices.Contains(c.sort, name) {
					bad(key, "unsupported_sort", "cannot sort by %q", name)
				}
				q.Sort = append(q.Sort, Sort{name, desc})
			}
		case base == "filter" && (len(m) == 1 || len(m) == 2) && list:
			op := "eq"
			if len(m) == 2 {
				op = m[1]
			}
			if !slices.Contains(c.filter[m[0]], op) {
				bad(key, "unsupported_filter", "cannot filter %q by %q", m[0], op)
				continue
			}
			q.Filter = append(q.Filter, Filter{m[0], op, strings.Split(v, ",")})
		case base == "page" && len(m) == 1 && list:
			switch m[0] {
			case "size":
				n, err := strconv.Atoi(v)
				if err != nil || n < 1 || n > c.maxPage {
					bad(key, "bad_page_size", "page[size] must be 1 to %d", c.maxPage)
				}
				q.Size = n
			case "after":
				q.After = v
			case "before":
				q.Before = v
			default:
				bad(key, "unsupported_page", "use page[size], page[after], page[before]")
			}
		default:
			bad(key, "unknown_parameter", "query parameter %q is not supported here", key)
		}
	}
	if faults != nil {
		return nil, errors.Join(faults...)
	}
	return q, nil
}

const AtomicExt = "https://jsonapi.org/ext/atomic"

// mediaType checks one media type instance: known=false if it carries parameters besides ext and profile;
// ok=false if an extension is not among allowed.
func mediaParams(v string, allowed string) (known, ok bool, ext string) {
	if v == MediaType {
		return true, true, ""
	}
	_, params, err := mime.ParseMediaType(v)
	if err != nil {
		return false, false, ""
	}
	known, ok = true, true
	for k, p := range params {
		switch k {
		case "ext":
			ext = p
			for u := range strings.FieldsSeq(p) {
				ok = ok && u == allowed
			}
		case "profile", "q":
		default:
			known = false
		}
	}
	return known, ok, ext
}

func checkContentType(v, allowed string) error {
	base, _, _ := strings.Cut(v, ";")
	if !strings.EqualFold(strings.TrimSpace(base), MediaType) {
		return fault(415, "unsupported_media_type", "send "+MediaType, &source{header: "Content-Type"})
	}
	if known, ok, ext := mediaParams(v, allowed); !known || !ok || ext != allowed {
		return fault(415, "unsupported_media_type", "media type parameters or extension not supported", &source{header: "Content-Type"})
	}
	return nil
}

func checkAccept(v, allowed string) error {
	if v == "" || v == MediaType || v == "*/*" {
		return nil
	}
	for part := range strings.SplitSeq(v, ",") {
		part = strings.TrimSpace(part)
		base, _, _ := strings.Cut(part, ";")
		switch strings.ToLower(strings.TrimSpace(base)) {
		case MediaType:
			if known, ok, _ := mediaParams(part, allowed); known && ok {
				return nil
			}
		case "*/*", "application/*":
			return nil
		}
	}
	return fault(406, "not_acceptable", "accept "+MediaType+" without parameters besides ext and profile", &source{header: "Accept"})
}
