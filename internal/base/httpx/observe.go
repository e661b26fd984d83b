package httpx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Log writes one line a request, when it has ended, with everything that was annotated on the way. It
// names the route and what was made, never the path, the query, a token or an address.
func Log(logger *slog.Logger) Middleware {
	told := NewLimiter(1, time.Minute, 10_000)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began, out := time.Now(), watch(w)
			defer func() {
				ctx := r.Context()
				status, fields := out.answered(), fieldsOf(ctx)
				if what := made(status, w.Header()); what != "" {
					fields = append(fields, slog.String("made", what))
				}
				logger.LogAttrs(context.WithoutCancel(ctx), levelOf(status, who(fields), told), "request", append([]slog.Attr{
					Whence(ctx),
					slog.String("method", r.Method),
					slog.String("route", routeOf(ctx)),
					slog.Int("status", status),
					slog.Int64("bytes", out.bytes),
					slog.Duration("duration", time.Since(began)),
				}, fields...)...)
			}()
			next.ServeHTTP(out, r)
		})
	}
}

// made is the resource that a request has made, by its own link, which opens nothing without rights to it. Whoever passes a request
// on knows by it, too, what came of the request.
func made(status int, header http.Header) string {
	if link := header.Get("Location"); (status == http.StatusCreated || status == http.StatusAccepted) && strings.HasPrefix(link, "/v1/") {
		return link
	}
	return ""
}

// levelOf is how much a status matters to an operator. That somebody is refused for want of room, or does too much, is a
// warning once a minute: who goes on all the same would fill the log.
func levelOf(status int, who string, told *Limiter) slog.Level {
	switch {
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		if told.Allow(who) == nil {
			return slog.LevelWarn
		}
	case status >= http.StatusInternalServerError:
		return slog.LevelError
	}
	return slog.LevelInfo
}

// who is the person of a request's line; strangers are one.
func who(fields []slog.Attr) (name string) {
	for _, field := range fields {
		if field.Key == "user" || field.Key == "place" {
			name += field.Value.String()
		}
	}
	return name
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
