package operations_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// owned is whose installation it is.
type owned struct {
	by  ids.Organization
	err error
}

func (o owned) Operator(context.Context) (contract.Operator, error) {
	return contract.Operator{Organization: o.by}, o.err
}

// asked is what somebody is answered of an installation.
func asked(t *testing.T, of owned, who identity.Principal) *httptest.ResponseRecorder {
	t.Helper()
	mux := http.NewServeMux()
	api := jsonapi.Open(mux, "x", "1", "")
	api.Guard = identity.Admit
	operations.API{Board: operations.NewBoard(harness.Log(t), time.Now), Modules: []string{"auth"}, Operators: of}.Register(api, mux)
	answer := httptest.NewRecorder()
	request := httptest.NewRequestWithContext(identity.With(t.Context(), who), http.MethodGet, "/v1/operations", nil)
	request.Header.Set("Accept", jsonapi.MediaType)
	mux.ServeHTTP(answer, request)
	return answer
}

// TestOperationsAreForWhoRunsTheInstallation tries every role of the organization that set it up, and of another one.
func TestOperationsAreForWhoRunsTheInstallation(t *testing.T) {
	first, other := ids.New[ids.Organization](), ids.New[ids.Organization]()
	tried := 0
	for role := range identity.Roles {
		for organization, mayIn := range map[ids.Organization]bool{first: true, other: false} {
			tried++
			want := http.StatusForbidden
			if mayIn && (role == identity.Owner || role == identity.Admin) {
				want = http.StatusOK
			}
			a := asked(t, owned{by: first}, identity.Principal{Organization: organization, Role: role})
			if a.Code != want || strings.Contains(a.Body.String(), `"parts"`) != (want == http.StatusOK) {
				t.Errorf("%s of the first organization (%v) is answered %d: %s", role, mayIn, a.Code, a.Body)
			}
		}
	}
	if tried < 16 {
		t.Errorf("%d were tried", tried)
	}
	if a := asked(t, owned{by: first}, identity.Principal{}); a.Code != http.StatusUnauthorized {
		t.Errorf("nobody is answered %d", a.Code)
	}
	owner := identity.Principal{Organization: first, Role: identity.Owner}
	if a := asked(t, owned{}, owner); a.Code != http.StatusForbidden {
		t.Errorf("before the set-up an owner is answered %d", a.Code)
	}
	for err, want := range map[error]int{errs.New(errs.Unavailable, "service_unavailable", "auth is away"): http.StatusServiceUnavailable, errors.New("broken"): http.StatusInternalServerError} {
		if a := asked(t, owned{first, err}, owner); a.Code != want || strings.Contains(a.Body.String(), `"parts"`) {
			t.Errorf("while auth says %v it is answered %d: %s", err, a.Code, a.Body)
		}
	}
}

// TestAnEmptyOverviewHasNoNulls: lists are lists.
func TestAnEmptyOverviewHasNoNulls(t *testing.T) {
	org := ids.New[ids.Organization]()
	a := asked(t, owned{by: org}, identity.Principal{Organization: org, Role: identity.Owner})
	var document struct{ Data struct{ Type, ID string } }
	if err := json.Unmarshal(a.Body.Bytes(), &document); err != nil || document.Data.Type != "operations" || document.Data.ID != "current" {
		t.Errorf("%v: %s", err, a.Body)
	}
	if strings.Contains(a.Body.String(), "null") {
		t.Errorf("there is a null in %s", a.Body)
	}
}
