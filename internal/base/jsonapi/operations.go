package jsonapi

import (
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

var failures = []int{
	http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusNotAcceptable,
	http.StatusConflict, http.StatusGone, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable,
}

// ofBodies are the failures only a request with a body meets.
var ofBodies = []int{http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity}

// document lists an operation with the error documents it may answer.
func (s *API) document(op *huma.Operation) {
	all := failures
	if op.RequestBody != nil {
		all = append(slices.Clone(failures), ofBodies...)
	}
	if slices.ContainsFunc(op.Parameters, func(p *huma.Param) bool { return p.Name == "If-Match" }) {
		all = append(slices.Clone(all), http.StatusPreconditionFailed)
	}
	for _, status := range all {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: content(MediaType, schema.RefTo("ErrorDocument"))}
	}
	s.huma.OpenAPI().AddOperation(op)
}

func content(mediaType string, schema *huma.Schema) map[string]*huma.MediaType {
	return map[string]*huma.MediaType{mediaType: {Schema: schema}}
}

// success says what an operation answers when all goes well; a nil schema is no document.
func success(op *huma.Operation, status int, schema *huma.Schema) {
	response := &huma.Response{Description: http.StatusText(status)}
	if schema != nil {
		response.Content = content(MediaType, schema)
	}
	op.Responses = map[string]*huma.Response{strconv.Itoa(status): response}
}

// takes says what an operation reads.
func takes(op *huma.Operation, schema *huma.Schema) {
	op.RequestBody = &huma.RequestBody{Required: true, Content: content(MediaType, schema)}
}

func tags(tag string) []string {
	if tag == "" {
		return nil
	}
	return []string{tag}
}

var pathVariable = regexp.MustCompile(`\{(\w+)(\.\.\.)?\}`)

func pathParams(path string) (params []*huma.Param) {
	for _, found := range pathVariable.FindAllStringSubmatch(path, -1) {
		params = append(params, &huma.Param{Name: found[1], In: "path", Required: true, Schema: schema.Text()})
	}
	return params
}

func queryParam(name, doc string, schema *huma.Schema) *huma.Param {
	return &huma.Param{Name: name, In: "query", Description: doc, Schema: schema}
}

func ownParams(parameters []Parameter) (params []*huma.Param) {
	for _, p := range parameters {
		param := queryParam(p.Name, p.Doc, schema.Text())
		param.Required = p.Required
		params = append(params, param)
	}
	return params
}

// readParams are the parameters of whatever answers a resource.
func (s *API) readParams(sp *spec) []*huma.Param {
	fields := queryParam("fields["+sp.Type+"]", "The only fields to send, separated by commas", schema.Text())
	return append([]*huma.Param{fields}, s.includeParam(sp)...)
}

func (s *API) includeParam(sp *spec) []*huma.Param {
	if len(sp.Rels) == 0 {
		return nil
	}
	names := make([]string, len(sp.Rels))
	for i := range sp.Rels {
		names[i] = sp.Rels[i].Name
	}
	return []*huma.Param{queryParam("include", "Related resources to send along, as paths separated by commas, from: "+strings.Join(names, ", "), schema.Text())}
}

func (s *API) listParams(sp *spec) []*huma.Param {
	params := s.readParams(sp)
	if len(sp.sort) > 0 {
		params = append(params, queryParam("sort", "Fields separated by commas, - before one for descending: "+strings.Join(sp.sort, ", "), schema.Text()))
	}
	for _, field := range slices.Sorted(maps.Keys(sp.filter)) {
		for _, op := range sp.filter[field] {
			name, doc := "filter["+field+"]["+op+"]", ""
			if op == "eq" {
				name, doc = "filter["+field+"]", "Any of the values, separated by commas"
			}
			params = append(params, queryParam(name, doc, schema.Text()))
		}
	}
	one, most := 1.0, float64(sp.maxPage)
	size := &huma.Schema{Type: "integer", Minimum: &one, Maximum: &most, Default: sp.pageSize}
	return append(params, queryParam("page[size]", "", size),
		queryParam("page[after]", "Cursor, from links.next", schema.Text()), queryParam("page[before]", "Cursor, from links.prev", schema.Text()))
}

func ifMatch() *huma.Param {
	return &huma.Param{Name: "If-Match", In: "header", Schema: schema.Text(),
		Description: "The ETag that was read: refused with 412 if the resource has changed since"}
}

func idempotencyKey() *huma.Param {
	return &huma.Param{Name: "Idempotency-Key", In: "header", Schema: schema.Text(),
		Description: "A name of your own for this request: sent again with it, the first answer comes again and nothing is done twice"}
}
