package assessments

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// serve sends a request to the service's routes.
func (w *world) serve(ctx context.Context, method, path, body string) *httptest.ResponseRecorder {
	mux, to := http.NewServeMux(), httptest.NewRecorder()
	w.Register(jsonapi.Open(mux, "assessments", "test", ""), mux)
	q := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	if body != "" {
		q.Header.Set("Content-Type", jsonapi.MediaType)
	}
	httpx.RequestIDs(jsonapi.RouterErrors(mux)).ServeHTTP(to, q)
	return to
}

// ask is serve, and reads the answer into a document.
func (w *world) ask(t *testing.T, ctx context.Context, method, path, body string, into any) *httptest.ResponseRecorder {
	t.Helper()
	to := w.serve(ctx, method, path, body)
	must(t, json.Unmarshal(to.Body.Bytes(), into))
	return to
}

// shown is an assessment as its resource shows it.
func (w *world) shown(t *testing.T, a catalog.Assessment) catalog.AssessmentAttributes {
	t.Helper()
	var doc struct {
		Data struct{ Attributes catalog.AssessmentAttributes }
	}
	if to := w.ask(t, w.staff, "GET", "/v1/assessments/"+string(a.ID), "", &doc); to.Code != http.StatusOK {
		t.Fatalf("the assessment is answered %d: %s", to.Code, to.Body)
	}
	return doc.Data.Attributes
}

// listed are the assessments of a list in its order.
func (w *world) listed(t *testing.T, query string) (titles []string) {
	t.Helper()
	var doc struct {
		Data []struct{ Attributes catalog.AssessmentAttributes }
	}
	if to := w.ask(t, w.staff, "GET", "/v1/assessments"+query, "", &doc); to.Code != http.StatusOK {
		t.Fatalf("the list is answered %d: %s", to.Code, to.Body)
	}
	for _, a := range doc.Data {
		titles = append(titles, a.Attributes.Title)
	}
	return titles
}

// refused wants a path to be refused with a code.
func (w *world) refused(t *testing.T, ctx context.Context, path, code string) {
	t.Helper()
	var doc struct{ Errors []struct{ Code string } }
	if to := w.ask(t, ctx, "GET", path, "", &doc); len(doc.Errors) != 1 || doc.Errors[0].Code != code {
		t.Errorf("%s is answered %d, not with %s: %s", path, to.Code, code, to.Body)
	}
}
