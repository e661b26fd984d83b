package jsonapi

import (
	"context"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/request"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi/schema"
)

// Empty is the attributes type of Nothing.
type Empty struct{}

// ResourceType is no type: no document holds an Empty.
func (Empty) ResourceType() string { return "" }

// Nothing stands for no document: what an action does not read or does not answer.
type Nothing = Resource[Empty, None]

// Parameter is a query parameter of an action, its name with a character outside a-z (JSON:API keeps the
// others), such as "dryRun".
type Parameter struct {
	Name     string
	Doc      string
	Required bool
}

// Action is an endpoint beside the collections that speaks JSON:API, such as the current session or a
// password reset. Path variables and parameters are read from Request(ctx).
type Action struct {
	Method, Path string
	Name         string // operation id, such as "getCurrentSession"
	Tag          string
	Summary      string
	Status       int // of success; 200 with a document and 204 without one unless set
	Parameters   []Parameter
	MaxBody      int64 // 1 MiB unless set
	Public       bool  // open to anybody: no Guard
	Needs        identity.Needs
	Deprecated   *Deprecation // nil unless it is
}

// Handle mounts an action. The types f takes and answers say what is read and written: *Nothing is no
// document, and a nil answer of another type is a document whose data is null. What is read is judged like
// the creation of a resource.
func Handle[A Named, R any, B Named, S any](s *API, a Action, f func(ctx context.Context, in *Resource[A, R]) (*Resource[B, S], error)) {
	op := &huma.Operation{Method: a.Method, Path: a.Path, OperationID: a.Name, Summary: a.Summary, Tags: tags(a.Tag)}
	op.Parameters = append(pathParams(a.Path), ownParams(a.Parameters)...)
	guarded(op, a.Public, a.Needs)
	s.deprecate(op, a.Deprecated)
	in := s.payload(nameOf[A](), reflect.TypeFor[A](), reflect.TypeFor[R]())
	out := s.payload(nameOf[B](), reflect.TypeFor[B](), reflect.TypeFor[S]())
	if in != nil {
		in.maxBody = or(a.MaxBody, in.maxBody)
		takes(op, in.Ref("Create"))
	}
	status := or(a.Status, http.StatusOK)
	if out == nil {
		status = or(a.Status, http.StatusNoContent)
		success(op, status, nil)
	} else {
		success(op, status, out.Ref("Document"))
		op.Parameters = append(op.Parameters, s.readParams(out)...)
	}
	s.handle(op, endpoint{sp: out, parameters: a.Parameters}, func(c *call) (answer, error) {
		r := &Resource[A, R]{}
		if in != nil {
			if err := s.readInto(c, in, r); err != nil {
				return answer{}, err
			}
		}
		done, err := f(c.ctx, r)
		switch {
		case err != nil:
			return answer{}, err
		case out == nil:
			return answer{status: status}, nil
		case done == nil:
			return answer{status, []byte(`{"data":null` + tail)}, nil
		}
		return s.resource(c, s.linked(out), done, status)
	})
}

// payload is the spec of a type an action reads or answers; nil for Empty.
func (s *API) payload(typ string, attributes, relationships reflect.Type) *spec {
	if attributes == reflect.TypeFor[Empty]() {
		return nil
	}
	return s.newSpec(typ, "", attributes, relationships)
}

// readInto reads the request's document into n as a creation is read.
func (s *API) readInto(c *call, sp *spec, n node) error {
	in, err := readBody(c.r, sp, request.Envelope{Type: sp.Type})
	if err != nil {
		return err
	}
	return s.fill(sp, n, in)
}

// Plain is an endpoint that does not speak JSON:API: an export, an event stream, a WebSocket.
type Plain struct {
	Method, Path string
	Name         string // operation id
	Tag          string
	Summary      string
	Status       int    // of success; 200 unless set
	Produces     string // media type of the answer, such as "text/event-stream"; empty for none
	Consumes     string // media type of the body; empty for none
	Parameters   []Parameter
	Public       bool // open to anybody: no Guard
	Needs        identity.Needs
	Deprecated   *Deprecation // nil unless it is
}

// plainSchema is what is said of a body that is no document of a resource: JSON is an object, anything else text.
func plainSchema(mediaType string) *huma.Schema {
	if strings.HasSuffix(mediaType, "json") {
		return &huma.Schema{Type: "object", AdditionalProperties: true}
	}
	return schema.Text()
}

// HandlePlain mounts h and lists it in the OpenAPI document. Its errors go through httpx.WriteError.
func HandlePlain(s *API, p Plain, h http.HandlerFunc) {
	op := &huma.Operation{Method: p.Method, Path: p.Path, OperationID: p.Name, Summary: p.Summary, Tags: tags(p.Tag)}
	op.Parameters = append(pathParams(p.Path), ownParams(p.Parameters)...)
	guarded(op, p.Public, p.Needs)
	s.deprecate(op, p.Deprecated)
	success(op, or(p.Status, http.StatusOK), nil)
	if p.Produces != "" {
		for _, response := range op.Responses {
			response.Content = content(p.Produces, plainSchema(p.Produces))
		}
	}
	if p.Consumes != "" {
		op.RequestBody = &huma.RequestBody{Required: true, Content: content(p.Consumes, schema.Text())}
	}
	s.document(op)
	s.enter(op, false)
	s.huma.Adapter().Handle(op, s.huma.Middlewares().Handler(func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		if p.Produces == MediaType {
			if err := request.CheckAccept(r.Header); err != nil {
				httpx.WriteError(w, r, err)
				return
			}
		}
		w.Header().Set("Cache-Control", "no-store") // unless the handler says something else
		h(w, r)
	}))
}
