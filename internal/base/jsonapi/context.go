package jsonapi

import (
	"context"
	"net/http"
)

type exchangeKey struct{}

type exchange struct {
	w http.ResponseWriter
	r *http.Request
}

// Header is the header of the answer to come: a handler adds cookies to it.
// Outside a request it is a header that nobody reads.
func Header(ctx context.Context) http.Header {
	if x, ok := ctx.Value(exchangeKey{}).(exchange); ok {
		return x.w.Header()
	}
	return http.Header{}
}

// Request is the request a handler answers, for path variables, cookies and the client's address; nil
// outside a request. Its body is not for handlers.
func Request(ctx context.Context) *http.Request {
	if x, ok := ctx.Value(exchangeKey{}).(exchange); ok {
		return x.r
	}
	return nil
}
