package jsonapi

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// API is one set of endpoints with its OpenAPI document. It is complete before the first request.
type API struct {
	huma  huma.API
	specs map[string]*spec // by type: the collections that can be fetched
	book  *schema.Book     // of the components

	registered []*spec // every collection, in order

	// Guard, unless nil, is asked before anything of a request is read, and told what the operation needs: none of it
	// where that was not declared. Operations that are public go without.
	Guard func(ctx context.Context, needs identity.Needs) error

	routes     []Route
	deprecated map[*huma.Operation]Deprecation
}

// Open starts an API whose endpoints are mounted on mux. Member names become case sensitive and arrays never
// null, in the whole process.
func Open(mux *http.ServeMux, title, version, description string) *API {
	huma.ValidateStrictCasing, huma.DefaultArrayNullable = true, false
	s := &API{specs: map[string]*spec{}, deprecated: map[*huma.Operation]Deprecation{}}
	s.huma = humago.New(mux, huma.Config{OpenAPI: &huma.OpenAPI{
		OpenAPI: "3.1.0", Info: &huma.Info{Title: title, Version: version, Description: description}, Components: &huma.Components{},
		Servers: []*huma.Server{{URL: "/", Description: "The server that answers this document"}},
	}})
	s.huma.UseMiddleware(s.guard)
	s.book = schema.Open(s.huma.OpenAPI())
	return s
}

func (s *API) guard(c huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(c)
	if d, ok := s.deprecated[c.Operation()]; ok {
		d.tell(w.Header())
	}
	if s.Guard != nil && !isPublic(c.Operation()) {
		if err := s.Guard(r.Context(), needsOf(c.Operation())); err != nil {
			httpx.WriteError(w, r, err)
			return
		}
	}
	next(c)
}

// Document is the OpenAPI 3.1 document, indented, the same for the same endpoints.
func (s *API) Document() ([]byte, error) {
	raw, err := json.Marshal(s.huma.OpenAPI())
	if err != nil {
		return nil, err
	}
	var tree any // sorts every object's members
	if err := json.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	return json.MarshalIndent(tree, "", "  ")
}

func (s *API) registry() huma.Registry { return s.huma.OpenAPI().Components.Schemas }

// call is one request on its way through an endpoint.
type call struct {
	ctx    context.Context
	r      *http.Request
	header http.Header // of the answer
	query  *Query
}

// answer is what an endpoint has to say; an empty body is no document.
type answer struct {
	status int
	body   []byte
}

// endpoint is what handle needs to know beside the operation.
type endpoint struct {
	sp         *spec // of the primary data; nil without
	list       bool
	parameters []Parameter
	quiet      bool // served but not documented
}

// handle mounts an endpoint: negotiation, the query and errors are the same for all.
func (s *API) handle(op *huma.Operation, e endpoint, serve func(c *call) (answer, error)) {
	if !e.quiet {
		s.document(op)
	}
	s.enter(op, e.quiet)
	s.huma.Adapter().Handle(op, s.huma.Middlewares().Handler(func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		a, err := s.serve(w, r, op, e, serve)
		if err != nil {
			httpx.WriteError(w, r, err)
			return
		}
		send(w, a, e)
	}))
}

func (s *API) serve(w http.ResponseWriter, r *http.Request, op *huma.Operation, e endpoint, serve func(c *call) (answer, error)) (answer, error) {
	if err := request.CheckAccept(r.Header); err != nil {
		return answer{}, err
	}
	if op.RequestBody != nil {
		if err := request.CheckContentType(r.Header); err != nil {
			return answer{}, err
		}
	}
	q, err := s.parseQuery(e.sp, r.URL.RawQuery, e.list, e.parameters)
	if err != nil {
		return answer{}, err
	}
	return serve(&call{context.WithValue(r.Context(), exchangeKey{}, exchange{w, r}), r, w.Header(), q})
}

func send(w http.ResponseWriter, a answer, e endpoint) {
	h := w.Header()
	h.Add("Vary", "Accept")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	if len(a.body) == 0 {
		w.WriteHeader(a.status)
		return
	}
	contentType := MediaType
	if e.list {
		contentType += `;profile="` + CursorProfile + `"`
	}
	h.Set("Content-Type", contentType)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // the client has gone
}
