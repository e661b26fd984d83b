package httpx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Log writes one line a request, when it has ended, with everything that was annotated on the way. It
// names the route, never the path, the query, a token or an address.
func Log(logger *slog.Logger) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			defer func() {
				ctx := r.Context()
				status := out.answered()
				logger.LogAttrs(context.WithoutCancel(ctx), levelOf(status), "request", append([]slog.Attr{
					slog.String("request", RequestID(ctx)),
					slog.String("method", r.Method),
					slog.String("route", routeOf(ctx)),
					slog.Int("status", status),
					slog.Int64("bytes", out.bytes),
					slog.Duration("duration", time.Since(began)),
				}, fieldsOf(ctx)...)...)
			}()
			next.ServeHTTP(out, r)
		})
	}
}

// levelOf is how much a status matters to an operator: a 503 says that there is no room at the moment, which is told to come again.
func levelOf(status int) slog.Level {
	switch {
	case status == http.StatusServiceUnavailable:
		return slog.LevelWarn
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	}
	return slog.LevelInfo
}

// Recover turns a panic into an internal error, or cuts the connection when half an answer is out already.
func Recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out := watch(w)
		defer func() {
			cause := recover()
			if cause == nil {
				return
			}
			if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(http.ErrAbortHandler)
			}
			Annotate(r.Context(), "stack", string(debug.Stack()))
			err := errs.New(errs.Internal, "panic", "internal error").Because(fmt.Errorf("panic: %v", cause))
			if out.status != 0 {
				Annotate(r.Context(), "error", err.Error())
				panic(http.ErrAbortHandler)
			}
			WriteError(out, r, err)
		}()
		next.ServeHTTP(out, r)
	})
}
