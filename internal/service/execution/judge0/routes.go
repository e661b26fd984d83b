package judge0

import (
	"crypto/subtle"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// Paths are all that Handler serves, for whoever passes requests on; a path also stands for what is below it.
var Paths = []string{
	"/submissions", "/languages", "/statuses", "/system_info", "/config_info", "/about", "/version", "/workers", "/license",
	"/authenticate", "/authorize",
}

// Handler serves Judge0's routes, with or without a slash at their end.
func (s *Service) Handler() http.Handler {
	mux := http.NewServeMux()
	open := func(pattern string, h http.HandlerFunc) { mux.HandleFunc(pattern, h) }
	open("POST /submissions", s.create)
	open("POST /submissions/batch", s.createBatch)
	open("GET /submissions/batch", s.showBatch)
	open("GET /submissions/{token}", s.show)
	open("GET /submissions", s.authorized(s.list))
	open("DELETE /submissions/{token}", s.authorized(s.delete))
	open("GET /languages", s.listLanguages)
	open("GET /languages/all", s.listLanguages)
	open("GET /languages/{id}", s.showLanguage)
	open("GET /statuses", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, statuses) })
	open("GET /config_info", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, s.configInfo()) })
	open("GET /system_info", s.systemInfo)
	open("GET /about", s.about)
	open("GET /version", plain(version))
	open("GET /license", plain(license))
	open("GET /workers", s.workers)
	open("POST /authenticate", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })
	open("POST /authorize", s.authorized(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) }))
	return s.guard(mux)
}

// guard lets in those who know the token, answers browsers of other pages, and speaks Judge0's shape where the mux
// would not.
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
		if !s.knows(r, s.config.Token, "X-Auth-Token") {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		if path := strings.TrimRight(r.URL.Path, "/"); path != "" && path != r.URL.Path {
			r = r.Clone(r.Context())
			r.URL.Path, r.URL.RawPath = path, ""
		}
		_, pattern := mux.Handler(r)
		httpx.SetRoute(r.Context(), pattern)
		if pattern == "" {
			fail(w, http.StatusNotFound, "there is nothing at this address, or not by this method")
			return
		}
		mux.ServeHTTP(w, r)
	})
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
	h.Set("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type, X-Auth-Token, X-Auth-User, Tokens, X-Judge0-App, X-Judge0-App-Version")
	h.Set("Access-Control-Max-Age", "86400")
	return true
}

// knows compares a secret sent as a header or, as Judge0 takes it too, as a query parameter.
func (s *Service) knows(r *http.Request, secret, name string) bool {
	sent := r.Header.Get(name)
	if sent == "" {
		sent = r.URL.Query().Get(name)
	}
	return subtle.ConstantTimeCompare([]byte(sent), []byte(secret)) == 1 || secret == ""
}

// authorized guards what is about everybody's submissions: without a user token nobody may.
func (s *Service) authorized(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.config.UserToken == "" || !s.knows(r, s.config.UserToken, "X-Auth-User") {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		next(w, r)
	}
}

func answer(w http.ResponseWriter, status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		fail(w, http.StatusInternalServerError, "the answer could not be written")
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(data) // the client has gone
}

func fail(w http.ResponseWriter, status int, why string) {
	answer(w, status, map[string]string{"error": why})
}

// failWith answers what went wrong on our side: too much asked, or no room.
func (s *Service) failWith(w http.ResponseWriter, r *http.Request, err error) {
	e := errs.Of(httpx.Known(r.Context(), err))
	if e.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(e.RetryAfter.Seconds()))))
	}
	status, why := httpx.Status(e.Kind), e.Detail
	if e.Kind == errs.Internal {
		httpx.Annotate(r.Context(), "error", err.Error())
	}
	if e.Kind == errs.Unavailable {
		why = "queue is full"
	}
	fail(w, status, why)
}

func plain(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte(text))
	}
}
