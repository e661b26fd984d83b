package piston

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// Paths are all that Handler serves, for whoever passes requests on; a path also stands for what is below it.
var Paths = []string{"/api/v2"}

const (
	maxBody = 4 << 20
	// patience is how long a client is kept while there is no room.
	patience = 30 * time.Second
)

// Handler serves Piston's routes, with or without a slash at their end; below /api/v2/piston, too, where its public
// server had them.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v2/runtimes", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, runtimes(s.runner.Languages()))
	})
	mux.HandleFunc("POST /api/v2/execute", s.execute)
	mux.HandleFunc("GET /api/v2/connect", s.connect)
	mux.HandleFunc("GET /api/v2/packages", s.listPackages)
	mux.HandleFunc("POST /api/v2/packages", s.refusePackage)
	mux.HandleFunc("DELETE /api/v2/packages", s.refusePackage)
	return s.guard(mux)
}

func (s *Service) guard(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.allowOrigin(w, r) {
			fail(w, http.StatusForbidden, "only this machine may ask, by 127.0.0.1 or localhost, while no token is asked for: start the server with --dropin-token")
			return
		}
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		if !s.knowsToken(r) {
			fail(w, http.StatusUnauthorized, "the Authorization header lacks the token of this server")
			return
		}
		if !mayBeJSON(r) {
			fail(w, http.StatusUnsupportedMediaType, "requests must be of type application/json")
			return
		}
		path := strings.TrimRight(r.URL.Path, "/")
		if rest, ok := strings.CutPrefix(path, "/api/v2/piston"); ok {
			path = "/api/v2" + rest
		}
		if path != r.URL.Path {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = path, ""
		}
		_, pattern := mux.Handler(r)
		httpx.SetRoute(r.Context(), pattern)
		if pattern == "" {
			fail(w, http.StatusNotFound, "Not Found")
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// mayBeJSON wants JSON of what has a body. Some clients do not say so: what says nothing, or text, is taken for it.
func mayBeJSON(r *http.Request) bool {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	return r.Method == http.MethodGet || r.Method == http.MethodHead || kind == "" || kind == "application/json" || kind == "text/plain"
}

// allowOrigin tells browsers whether a page may read the answer. With a token every page may that knows it; without
// one only this machine may ask, since any page that somebody visits could reach an address on loopback.
func (s *Service) allowOrigin(w http.ResponseWriter, r *http.Request) bool {
	if s.config.Token == "" && !httpx.Local(r) {
		return false
	}
	if r.Header.Get("Origin") == "" {
		return true
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type, Authorization")
	h.Set("Access-Control-Max-Age", "86400")
	return true
}

func (s *Service) knowsToken(r *http.Request) bool {
	sent := r.Header.Get("Authorization")
	if scheme, rest, ok := strings.Cut(sent, " "); ok && strings.EqualFold(scheme, "Bearer") {
		sent = strings.TrimSpace(rest)
	}
	return s.config.Token == "" || subtle.ConstantTimeCompare([]byte(sent), []byte(s.config.Token)) == 1
}

func answer(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"message":"the answer could not be written"}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client has gone
}

func fail(w http.ResponseWriter, status int, message string) {
	answer(w, status, map[string]string{"message": message})
}

// failWith answers an error: what is wrong with a job is 400 there, whatever it is.
func failWith(w http.ResponseWriter, r *http.Request, err error) {
	e := errs.All(httpx.Known(r.Context(), err))[0]
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
	status := httpx.Status(e.Kind)
	switch e.Kind {
	case errs.Invalid:
		status = http.StatusBadRequest
	case errs.Internal:
		httpx.Annotate(r.Context(), "error", err.Error())
	}
	fail(w, status, e.Detail)
}

// read takes a request's document.
func read(w http.ResponseWriter, r *http.Request) (document, error) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return document{}, errs.New(errs.TooLarge, "body_too_large", "the request is too large")
	case err != nil:
		return document{}, refuse("the request could not be read")
	}
	return readDocument(data)
}

func (s *Service) execute(w http.ResponseWriter, r *http.Request) {
	d, err := read(w, r)
	if err != nil {
		failWith(w, r, err)
		return
	}
	j, err := d.job(runtimes(s.runner.Languages()))
	if err != nil {
		failWith(w, r, err)
		return
	}
	if err := s.limit.Admit(r.Context(), ""); err != nil {
		failWith(w, r, err)
		return
	}
	out, err := s.run(s.withPrincipal(r.Context()), j)
	if err != nil {
		failWith(w, r, err)
		return
	}
	answer(w, http.StatusOK, out)
}

// run runs a job to its end; it waits for room, for as long as patience.
func (s *Service) run(ctx context.Context, j job) (outcome, error) {
	until := time.Now().Add(patience)
	for {
		_, result, err := s.runner.Execute(ctx, j.program)
		if err == nil {
			return j.result(result), nil
		}
		if !errs.Is(errs.All(err)[0], errs.Unavailable) || time.Now().After(until) {
			return outcome{}, err
		}
		select {
		case <-ctx.Done():
			return outcome{}, err
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// listPackages answers every language of the table; one that is not installed has no version here.
func (s *Service) listPackages(w http.ResponseWriter, _ *http.Request) {
	rows := []map[string]any{}
	for _, l := range s.runner.Languages() {
		r := runtimeOf(l)
		version := r.Version
		if !l.Available {
			version = ""
		}
		rows = append(rows, map[string]any{"language": r.Language, "language_version": version, "installed": l.Available})
	}
	answer(w, http.StatusOK, rows)
}

// refusePackage: what is installed on a host is its operator's to say.
func (s *Service) refusePackage(w http.ResponseWriter, r *http.Request) {
	d, err := read(w, r)
	if err != nil {
		failWith(w, r, err)
		return
	}
	var language, version string
	if json.Unmarshal(d.Language, &language) != nil || json.Unmarshal(d.Version, &version) != nil {
		fail(w, http.StatusBadRequest, "language and version are required as strings")
		return
	}
	for _, l := range s.runner.Languages() {
		if runtimeOf(l).Language == language {
			fail(w, http.StatusForbidden, "packages are installed by this server's operator: codecraft toolchain install "+l.ID)
			return
		}
	}
	fail(w, http.StatusNotFound, "the requested package does not exist")
}
