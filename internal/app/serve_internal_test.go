package app

import (
	"net/http/httptest"
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
		s.keepAnswers(moduleNamed(name), open(name))
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
		"POST /v1/attempts": true, "POST /v1/users": true, "GET /v1/attempts": false, "GET /v1/webhooks": false, "POST /v1/runs": false, "GET /assets/x.js": false,
	} {
		method, path, _ := strings.Cut(request, " ")
		if got := secretive(httptest.NewRequestWithContext(t.Context(), method, path, nil)); got != want {
			t.Errorf("%s: %v, want %v", request, got, want)
		}
	}
}
