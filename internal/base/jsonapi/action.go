package jsonapi

import (
	"context"
	"net/http"
)

// Empty is the attributes type of Nothing.
type Empty struct{}

// ResourceType is no type: no document holds an Empty.
func (Empty) ResourceType() string { return "" }

// Nothing stands for no document: what an action does not read or does not answer.
type Nothing = Resource[Empty, None]

// Parameter is a query parameter of an action.
type Parameter struct {
	Name     string // with a character outside a-z, such as "dryRun"
	Doc      string
	Required bool
}

// Action is an endpoint beside the collections that speaks JSON:API, such as the current session or a
// password reset. Path variables and parameters are read from Request(ctx).
type Action struct {
	Method, Path string
	Name         string // operation id, such as "get-current-session"
	Tag          string
	Summary      string
	Status       int // of success; 200 with a document and 204 without one unless set
	Parameters   []Parameter
	MaxBody      int64 // 1 MiB unless set
}

// Handle mounts an action. What f takes and answers says what is read and written: *Nothing is no
// document. A nil answer of another type is a document whose data is null.
func Handle[A Named, R any, B Named, S any](s *API, a Action, f func(ctx context.Context, in *Resource[A, R]) (*Resource[B, S], error)) {
	panic("not yet")
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
}

// HandlePlain mounts h and lists it in the OpenAPI document. Its errors go through httpx.WriteError.
func HandlePlain(s *API, p Plain, h http.HandlerFunc) {
	panic("not yet")
}
