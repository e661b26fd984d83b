package httpx

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"sync"

	"github.com/google/uuid"
)

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain wraps h so that the first middleware sees a request first.
func Chain(h http.Handler, middlewares ...Middleware) http.Handler {
	for i := len(middlewares) - 1; i >= 0; i-- {
		h = middlewares[i](h)
	}
	return h
}

type recordKey struct{}

// record is what one request gathers for its log line.
type record struct {
	id     string
	mu     sync.Mutex
	route  string
	fields []slog.Attr
	limits []limit
	answer http.Header // nil when it came by another way than HTTP
}

// RequestIDs gives every request an id: the caller's X-Request-Id when it is sane, else a new one.
// It must come before every middleware that logs or answers.
func RequestIDs(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get("X-Request-Id")
		if !saneID(id) {
			id = uuid.Must(uuid.NewV7()).String()
		}
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), recordKey{}, &record{id: id, answer: w.Header()})))
	})
}

// WithRequestID carries on a request that another process began, such as one that came over the bus.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, recordKey{}, &record{id: id})
}

// saneID refuses what could forge a log line or fill it.
func saneID(id string) bool {
	for _, c := range []byte(id) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return len(id) >= 8 && len(id) <= 64
}

// RequestID is the id of the request that ctx belongs to, or "" outside a request.
func RequestID(ctx context.Context) string {
	if rec, ok := ctx.Value(recordKey{}).(*record); ok {
		return rec.id
	}
	return ""
}

// Annotate adds a field to the request's log line; a key said again replaces what was said before.
// Keys are constants; values are never tokens, addresses or anybody's code. Outside a request it does nothing.
func Annotate(ctx context.Context, key string, value any) {
	rec, ok := ctx.Value(recordKey{}).(*record)
	if !ok {
		return
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	for i := range rec.fields {
		if rec.fields[i].Key == key {
			rec.fields[i] = slog.Any(key, value)
			return
		}
	}
	if len(rec.fields) < maxFields {
		rec.fields = append(rec.fields, slog.Any(key, value))
	}
}

// SetRoute notes the pattern that serves the request, for the log line and the metrics: unlike paths,
// patterns are few and hold no secrets.
func SetRoute(ctx context.Context, pattern string) {
	if rec, ok := ctx.Value(recordKey{}).(*record); ok {
		rec.mu.Lock()
		defer rec.mu.Unlock()
		rec.route = pattern
	}
}

// noRoute stands where no pattern serves a request.
const noRoute = "none"

// routeOf is the pattern that serves the request, or noRoute.
func routeOf(ctx context.Context) string {
	rec, ok := ctx.Value(recordKey{}).(*record)
	if !ok {
		return noRoute
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	if rec.route == "" {
		return noRoute
	}
	return rec.route
}

// fieldsOf is what was annotated so far.
func fieldsOf(ctx context.Context) []slog.Attr {
	rec, ok := ctx.Value(recordKey{}).(*record)
	if !ok {
		return nil
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return slices.Clone(rec.fields)
}

// maxFields bounds one log line.
const maxFields = 32
