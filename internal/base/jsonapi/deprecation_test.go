package jsonapi_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

var (
	since = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	old   = &jsonapi.Deprecation{Since: since, Sunset: since.AddDate(1, 0, 0), Link: "https://example.org/moved"}
)

func ask(t *testing.T, h http.Handler, line string) *httptest.ResponseRecorder {
	t.Helper()
	method, path, _ := strings.Cut(line, " ")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, path, nil))
	return w
}

func TestWhatIsDeprecatedSaysSo(t *testing.T) {
	_, api, h := newDemo(t, func(c *jsonapi.Collection[task, taskRels]) { c.Deprecated = old })
	for line, want := range map[string]struct {
		status int
		old    bool
	}{
		"GET /v1/problems": {200, true}, "GET /v1/problems/1": {200, true}, "GET /v1/problems/1/author": {200, true},
		"GET /v1/problems/1/relationships/tags": {200, true}, "DELETE /v1/problems/2": {204, true},
		"GET /v1/problems/9": {404, true}, "POST /v1/problems": {415, true}, "GET /v1/problems?x=1": {400, true},
		"GET /v1/users/a": {200, false}, "GET /v1/users/a/problems": {200, false},
	} {
		got := ask(t, h, line)
		if got.Code != want.status {
			t.Errorf("%s: %d %s", line, got.Code, got.Body)
		}
		said := [3]string{got.Header().Get("Deprecation"), got.Header().Get("Sunset"), got.Header().Get("Link")}
		is := [3]string{}
		if want.old {
			is = [3]string{"@1772323200", "Mon, 01 Mar 2027 00:00:00 GMT", `<https://example.org/moved>; rel="deprecation"`}
		}
		if said != is {
			t.Errorf("%s: said %q, want %q", line, said, is)
		}
	}
	raw, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct{ Deprecated bool }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	for _, r := range api.Routes() {
		want := strings.HasPrefix(r.Path, "/v1/problems") && !strings.HasSuffix(r.Path, "/export") // an endpoint of its own
		if r.Deprecated != want || !r.Quiet && doc.Paths[r.Path][strings.ToLower(r.Method)].Deprecated != want {
			t.Errorf("%s %s: %v, in the document %v", r.Method, r.Path, r.Deprecated, doc.Paths[r.Path])
		}
	}
}

// Who is refused by the guard is told, too; a deprecation without an end or a link says neither.
func TestDeprecatedActionsSaySo(t *testing.T) {
	mux := http.NewServeMux()
	api := jsonapi.Open(mux, "Demo", "1", "")
	api.Guard = func(context.Context, identity.Needs) error {
		return errs.New(errs.Unauthorized, "signed_out", "sign in")
	}
	d := &jsonapi.Deprecation{Since: since}
	jsonapi.Handle(api, jsonapi.Action{Method: "POST", Path: "/v1/x", Name: "doX", Public: true, Deprecated: d},
		func(context.Context, *jsonapi.Nothing) (*jsonapi.Nothing, error) { return nil, nil })
	jsonapi.HandlePlain(api, jsonapi.Plain{Method: "GET", Path: "/v1/y", Name: "getY", Deprecated: d}, func(http.ResponseWriter, *http.Request) {})
	h := httpx.Chain(jsonapi.RouterErrors(mux), httpx.RequestIDs)
	for line, status := range map[string]int{"POST /v1/x": 204, "GET /v1/y": 401} {
		got := ask(t, h, line)
		_, ends := got.Header()["Sunset"]
		_, leads := got.Header()["Link"]
		if got.Code != status || got.Header().Get("Deprecation") != "@1772323200" || ends || leads {
			t.Errorf("%s: %d %v", line, got.Code, got.Header())
		}
	}
}

func TestADeprecationThatIsNone(t *testing.T) {
	for says, d := range map[string]jsonapi.Deprecation{
		"without a beginning":   {Sunset: since},
		"over before it begins": {Since: since, Sunset: since.Add(-time.Hour)},
	} {
		t.Run(says, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was accepted")
				}
			}()
			newDemo(t, func(c *jsonapi.Collection[task, taskRels]) { c.Deprecated = &d })
		})
	}
}
