package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/idempotency"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestAnswersThatHandOutSecretsAreNotKept(t *testing.T) {
	for path, want := range map[string]bool{
		"/v1/sessions": true, "/v1/session-refreshes": true, "/v1/attempts": true, "/v1/invitations": true,
		"/v1/webhooks": true, "/v1/webhooks/1/secret": true,
		"/v1/submissions": true, // they know their keys themselves
		"/v1/problems":    false, "/v1/rejudgings": false, "/v1/webhook-deliveries/1/redelivery": false,
	} {
		if got := unrepeatable(path); got != want {
			t.Errorf("POST %s: %v, want %v", path, got, want)
		}
	}
}

func TestAnswersAreKeptWithTheServiceWhosePathItIs(t *testing.T) {
	s := &system{log: harness.Log(t)}
	open := harness.Database(t)
	for _, name := range []string{"problems", "execution"} { // the others run elsewhere
		m, _ := newWiring(modules(), nil, nil).row(name)
		s.keepAnswers(m, open(name))
	}
	for path, want := range map[string]string{
		"/v1/problems": "problems", "/v1/problems/1/copies": "problems", "/v1/rejudgings": "execution",
		"/v1/runs": "", "/v1/problemsx": "", "/v1/users": "", "/v1/submissions": "", "/": "",
	} {
		got := ""
		if store, ok := s.answersOf(httptest.NewRequestWithContext(t.Context(), "POST", path, nil)).(idempotency.Store); ok {
			got = store.DB.Schema()
		}
		if got != want {
			t.Errorf("POST %s: kept in %q, want %q", path, got, want)
		}
	}
}

func TestAnswersWithSecretsAreNotCompressed(t *testing.T) {
	for request, want := range map[string]bool{
		"POST /v1/sessions": true, "POST /v1/session-refreshes": true, "POST /v1/invitations": true, "POST /v1/webhooks/1/secret": true,
		"POST /v1/attempts": true, "POST /v1/users": true, "POST /v1/invitation-links": true, "POST /v1/assessment-previews": true, "GET /v1/attempts": false, "GET /v1/webhooks": false, "POST /v1/runs": false, "GET /assets/x.js": false,
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := secretive(httptest.NewRequestWithContext(t.Context(), method, path, nil)); got != want {
			t.Errorf("%s: %v, want %v", request, got, want)
		}
	}
}

// TestWhatHandsOutSecretsIsKnownAsThat asks the API's document which requests are answered with a token, a link or a secret.
func TestWhatHandsOutSecretsIsKnownAsThat(t *testing.T) {
	raw, err := OpenAPI("")
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths map[string]map[string]struct {
			Responses map[string]struct {
				Content map[string]struct {
					Schema struct {
						Ref string `json:"$ref"`
					} `json:"schema"`
				} `json:"content"`
			} `json:"responses"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(raw, &document); err != nil {
		t.Fatal(err)
	}
	reference, secret := regexp.MustCompile(`"#/components/schemas/(\w+)"`), regexp.MustCompile(`"(accessToken|refreshToken|link|secret)":`)
	var holds func(schema string, seen map[string]bool) bool
	holds = func(schema string, seen map[string]bool) bool {
		if seen[schema] {
			return false
		}
		seen[schema] = true
		text := document.Components.Schemas[schema]
		if secret.Match(text) {
			return true
		}
		return slices.ContainsFunc(reference.FindAllSubmatch(text, -1), func(m [][]byte) bool { return holds(string(m[1]), seen) })
	}
	found := 0
	for path, operations := range document.Paths {
		for status, answer := range operations["post"].Responses {
			for _, body := range answer.Content {
				_, schema, _ := strings.Cut(body.Schema.Ref, "schemas/")
				if status >= "300" || !holds(schema, map[string]bool{}) {
					continue
				}
				found++
				request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, strings.ReplaceAll(path, "{id}", "1"), nil)
				if !secretive(request) || !unrepeatable(request.URL.Path) {
					t.Errorf("POST %s hands out a token, a link or a secret: secretive %v, unrepeatable %v", path, secretive(request), unrepeatable(request.URL.Path))
				}
			}
		}
	}
	if found < 5 {
		t.Fatalf("found %d: the reading of the document is broken", found)
	}
}

func TestEveryRouteOfAServiceElsewhereIsPassedOn(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }))
	defer elsewhere.Close()
	c := Config{Services: []string{"web"}, Upstreams: map[string]string{}}
	for _, m := range modules() {
		c.Upstreams[m.name] = elsewhere.URL
	}
	mux := http.NewServeMux()
	if err := passOn(mux, http.NewServeMux(), c, harness.Log(t)); err != nil {
		t.Fatal(err)
	}
	for _, m := range modules() {
		if m.register == nil || c.runs(m.name) {
			continue
		}
		api := newAPI(http.NewServeMux())
		m.register(api, http.NewServeMux())
		for _, route := range api.Routes() {
			answer := httptest.NewRecorder()
			path := regexp.MustCompile(`\{\w+\}`).ReplaceAllString(route.Path, "1")
			mux.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), route.Method, path, nil))
			if answer.Code != http.StatusTeapot {
				t.Errorf("%s %s is not passed on to %s: %d", route.Method, route.Path, m.name, answer.Code)
			}
		}
	}
}
