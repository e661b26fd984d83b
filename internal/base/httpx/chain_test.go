package httpx_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func serve(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func request(t *testing.T, method, path, body string, headers ...string) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	return r
}

// first is the first error of an error document.
func first(t *testing.T, w *httptest.ResponseRecorder) httpx.ErrorObject {
	t.Helper()
	var doc struct{ Errors []httpx.ErrorObject }
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || len(doc.Errors) == 0 {
		t.Fatalf("no error document: %d %s", w.Code, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != httpx.MediaType {
		t.Errorf("Content-Type is %q", got)
	}
	return doc.Errors[0]
}

func failing(err error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { httpx.WriteError(w, r, err) })
}

func TestWriteError(t *testing.T) {
	for says, c := range map[string]struct {
		err    error
		status int
		code   string
		retry  string
	}{
		"invalid is 422":                     {errs.New(errs.Invalid, "x", "y").At("/data"), 422, "x", ""},
		"gone is 410":                        {errs.New(errs.Gone, "x", "y"), 410, "x", ""},
		"waiting is rounded up":              {errs.New(errs.TooMany, "x", "y").After(1100 * time.Millisecond), 429, "x", "2"},
		"two of one status keep it":          {errors.Join(errs.New(errs.Invalid, "a", "b"), errs.New(errs.Invalid, "c", "d")), 422, "a", ""},
		"two of one class become 400":        {errors.Join(errs.New(errs.Invalid, "a", "b"), errs.New(errs.Forbidden, "c", "d")), 400, "a", ""},
		"the unknown is internal":            {io.ErrShortBuffer, 500, "internal", ""},
		"the unknown hides what is known":    {errors.Join(errs.New(errs.Invalid, "a", "b"), io.ErrShortBuffer), 500, "internal", ""},
		"an internal error's code is hidden": {errs.New(errs.Internal, "secret", "secret"), 500, "internal", ""},
		"a deadline is 503":                  {fmt.Errorf("select: %w", context.DeadlineExceeded), 503, "timeout", "2"},
		"a wrapped error keeps its kind":     {fmt.Errorf("get: %w", errs.New(errs.NotFound, "x", "y")), 404, "x", ""},
		"an oversized body is 413":           {&http.MaxBytesError{Limit: 3}, 413, "body_too_large", ""},
	} {
		t.Run(says, func(t *testing.T) {
			w := serve(httpx.Chain(failing(c.err), httpx.RequestIDs), request(t, "GET", "/", "", "X-Request-Id: request-1"))
			e := first(t, w)
			if w.Code != c.status || e.Code != c.code || w.Header().Get("Retry-After") != c.retry {
				t.Errorf("answered %d %s, Retry-After %q", w.Code, w.Body, w.Header().Get("Retry-After"))
			}
			if e.ID != "request-1" {
				t.Errorf("the id is %q", e.ID)
			}
		})
	}
}

func TestRequestIDs(t *testing.T) {
	for says, c := range map[string]struct {
		sent string
		kept bool
	}{
		"a sane one is kept":              {"abcdef-123.X_", true},
		"a short one is replaced":         {"abc", false},
		"a line break is replaced":        {"abcdefgh\nforged", false},
		"a long one is replaced":          {strings.Repeat("a", 65), false},
		"quotes are replaced":             {`abcdefgh"`, false},
		"when there is none, one is made": {"", false},
	} {
		t.Run(says, func(t *testing.T) {
			var inside string
			h := httpx.RequestIDs(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { inside = httpx.RequestID(r.Context()) }))
			r := request(t, "GET", "/", "")
			r.Header["X-Request-Id"] = []string{c.sent}
			got := serve(h, r).Header().Get("X-Request-Id")
			if got != inside || len(got) < 8 || (got == c.sent) != c.kept {
				t.Errorf("answered %q, inside it was %q", got, inside)
			}
		})
	}
}

func TestOneLogLineARequest(t *testing.T) {
	var out bytes.Buffer
	logger := slog.New(slog.NewJSONHandler(&out, nil))
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		httpx.SetRoute(r.Context(), "GET /v1/problems/{id}")
		httpx.Annotate(r.Context(), "problem", "7")
		httpx.Annotate(r.Context(), "problem", "8")
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprint(w, "tea")
	}), httpx.RequestIDs, httpx.Log(logger))
	serve(h, request(t, "GET", "/v1/problems/secret?token=hush", "", "X-Request-Id: request-1", "Authorization: Bearer hush"))
	var line map[string]any
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("not one line: %s", out.String())
	}
	for key, want := range map[string]any{"request": "request-1", "method": "GET", "route": "GET /v1/problems/{id}", "status": 418.0, "bytes": 3.0, "problem": "8"} {
		if line[key] != want {
			t.Errorf("%s is %v, want %v", key, line[key], want)
		}
	}
	for _, secret := range []string{"hush", "secret", "192.0.2.1"} {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the line holds %q: %s", secret, out.String())
		}
	}
}

func TestARefusalIsAWarningOnceAPersonAndMinute(t *testing.T) {
	var out bytes.Buffer
	refusal := errs.New(errs.TooMany, "rate_limited", "slow down")
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		httpx.Annotate(r.Context(), r.Header.Get("Key"), r.Header.Get("Value"))
		httpx.WriteError(w, r, refusal)
	}), httpx.RequestIDs, httpx.Log(slog.New(slog.NewJSONHandler(&out, nil))))
	for _, by := range []string{"user: kim", "user: kim", "place: attempt 1", "user: kim", "place: attempt 2", "place: attempt 1", "other: x", "other: y"} {
		key, value, _ := strings.Cut(by, ": ")
		serve(h, request(t, "GET", "/", "", "Key: "+key, "Value: "+value))
	}
	var levels []string
	for in := json.NewDecoder(&out); in.More(); {
		var line struct{ Level string }
		if err := in.Decode(&line); err != nil {
			t.Fatal(err)
		}
		levels = append(levels, line.Level)
	}
	if got := strings.Join(levels, " "); got != "WARN INFO WARN INFO WARN INFO WARN INFO" {
		t.Errorf("logged as %s", got)
	}
}

func TestRecover(t *testing.T) {
	var out bytes.Buffer
	chain := func(h http.HandlerFunc) http.Handler {
		return httpx.Chain(h, httpx.RequestIDs, httpx.Log(slog.New(slog.NewJSONHandler(&out, nil))), httpx.Recover)
	}
	t.Run("a panic is an internal error, told to the log alone", func(t *testing.T) {
		w := serve(chain(func(http.ResponseWriter, *http.Request) { panic("broken pipe of ours") }), request(t, "GET", "/", ""))
		if w.Code != 500 || strings.Contains(w.Body.String(), "ours") || !strings.Contains(out.String(), "broken pipe of ours") || !strings.Contains(out.String(), `"level":"ERROR"`) {
			t.Errorf("answered %d %s and logged %s", w.Code, w.Body, out.String())
		}
	})
	t.Run("a panic in the middle of an answer cuts the connection", func(t *testing.T) {
		defer func() {
			if err, ok := recover().(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				t.Error("the connection was not cut")
			}
		}()
		serve(chain(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "half"); panic("x") }), request(t, "GET", "/", ""))
	})
}

func TestMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		httpx.SetRoute(r.Context(), "/v1/x/{id}")
		if under := harness.Figure(t, registry, "codecraft_http_requests_in_flight"); under != 1 {
			t.Errorf("%v are counted as under way", under)
		}
		w.WriteHeader(http.StatusNotFound)
	}), httpx.RequestIDs, httpx.Metrics(registry))
	for i := range 5 {
		serve(h, request(t, []string{"GET", "BREW"}[i%2], fmt.Sprintf("/v1/x/%d", i), ""))
	}
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, family := range families {
		if family.GetName() != "codecraft_http_request_duration_seconds" {
			continue
		}
		for _, m := range family.GetMetric() {
			var labels []string
			for _, l := range m.GetLabel() {
				labels = append(labels, l.GetValue())
			}
			got = append(got, fmt.Sprint(strings.Join(labels, " "), " ", m.GetHistogram().GetSampleCount()))
		}
	}
	if fmt.Sprint(got) != "[GET /v1/x/{id} 404 3 other /v1/x/{id} 404 2]" {
		t.Errorf("measured %q", got)
	}
}

func TestLimitBody(t *testing.T) {
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			httpx.WriteError(w, r, err)
		}
	}), httpx.LimitBody(3))
	if w := serve(h, request(t, "POST", "/", "123")); w.Code != 200 {
		t.Errorf("three bytes answered %d", w.Code)
	}
	if w := serve(h, request(t, "POST", "/", "1234")); w.Code != 413 || first(t, w).Source.Header != "Content-Length" {
		t.Errorf("four bytes answered %d %s", w.Code, w.Body)
	}
}

func TestTimeout(t *testing.T) {
	wait := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := r.Context().Deadline(); !ok {
			return
		}
		<-r.Context().Done()
		httpx.WriteError(w, r, r.Context().Err())
	})
	synctest.Test(t, func(t *testing.T) {
		h := httpx.Timeout(time.Minute, httpx.Streams)(wait)
		if w := serve(h, request(t, "GET", "/", "")); w.Code != 503 || first(t, w).Code != "timeout" {
			t.Errorf("a slow request answered %d", w.Code)
		}
		if w := serve(h, request(t, "GET", "/", "", "Accept: text/event-stream")); w.Code != 200 {
			t.Errorf("a stream answered %d", w.Code)
		}
		if w := serve(h, request(t, "GET", "/", "", "Upgrade: WebSocket")); w.Code != 200 {
			t.Errorf("a WebSocket answered %d", w.Code)
		}
	})
}

func TestSecurityHeaders(t *testing.T) {
	none := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	h := serve(httpx.SecurityHeaders(httpx.Policy{Secure: true, Connect: []string{"wss://video.example.com"}})(none), request(t, "GET", "/", "")).Header()
	csp := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'self';", "script-src 'self' 'wasm-unsafe-eval';", "style-src 'self' 'unsafe-inline';", "connect-src 'self' wss://video.example.com;", "img-src 'self' data: blob:;", "media-src 'self' blob:;", "frame-ancestors 'none'"} {
		if !strings.Contains(csp, part) {
			t.Errorf("the policy lacks %s: %s", part, csp)
		}
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Strict-Transport-Security": "max-age=31536000; includeSubDomains", "Referrer-Policy": "strict-origin-when-cross-origin"} {
		if h.Get(name) != want {
			t.Errorf("%s is %q", name, h.Get(name))
		}
	}
	if got := serve(httpx.SecurityHeaders(httpx.Policy{})(none), request(t, "GET", "/", "")).Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS browsers are told to stay there: %q", got)
	}
}

func TestLimiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := httpx.NewLimiter(2, time.Minute, 2)
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := l.Allow(r.URL.Query().Get("who")); err != nil {
				httpx.WriteError(w, r, err)
			}
		})
		status := func(who string) int { return serve(h, request(t, "GET", "/?who="+who, "")).Code }
		if a, b, c := status("a"), status("a"), status("a"); a != 200 || b != 200 || c != 429 {
			t.Errorf("answered %d %d %d", a, b, c)
		}
		w := serve(h, request(t, "GET", "/?who=a", ""))
		if first(t, w).Code != "rate_limited" || w.Header().Get("Retry-After") != "30" {
			t.Errorf("Retry-After is %q: %s", w.Header().Get("Retry-After"), w.Body)
		}
		if status("b") != 200 {
			t.Error("another key was refused")
		}
		time.Sleep(30 * time.Second) // the bubble's clock: a token is back
		if status("a") != 200 || status("a") != 429 {
			t.Error("the bucket was not refilled by one")
		}
		if status("b"); status("c") != 200 || status("a") != 200 {
			t.Error("the quietest key was not forgotten")
		}
	})
}

func TestManyFaultsAreToldOfInPart(t *testing.T) {
	var all []error
	for i := range 5000 {
		all = append(all, errs.New(errs.Invalid, "unknown_member", "there is no member %d", i).At(fmt.Sprintf("/data/attributes/m%d", i)))
	}
	all = append(all, errs.New(errs.TooMany, "rate_limited", "slow down").After(7*time.Second))
	w := httptest.NewRecorder()
	httpx.WriteError(w, httptest.NewRequest(http.MethodPost, "/", nil), errors.Join(all...))
	var doc struct{ Errors []httpx.ErrorObject }
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || len(doc.Errors) != 50 || w.Body.Len() > 20_000 {
		t.Errorf("%d errors in %d bytes, %v", len(doc.Errors), w.Body.Len(), err)
	}
	if w.Code != http.StatusBadRequest || w.Header().Get("Retry-After") != "7" {
		t.Errorf("%d after %q: what is not told of counts all the same", w.Code, w.Header().Get("Retry-After"))
	}
}
