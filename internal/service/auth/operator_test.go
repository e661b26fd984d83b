package auth_test

import (
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
)

// TestTheFirstOrganizationRunsTheInstallation: whatever is founded later, under whichever id; and of its people, those alone are told
// that they see operations who may.
func TestTheFirstOrganizationRunsTheInstallation(t *testing.T) {
	each(t, func(w *world) {
		if o, err := w.s.Operator(t.Context()); err != nil || o.Organization != "" {
			t.Errorf("before the set-up it is run by %q, %v", o.Organization, err)
		}
		w.seed()
		w.clock.pass(time.Minute)
		_, _, err := w.s.Seed(t.Context(), "Later", []auth.SeedUser{
			{Founds: "00000000-0000-7000-8000-000000000000", Email: "owner@later.example", Name: "L", Password: password, Role: identity.Owner},
		})
		ok(t, err)
		if o, err := w.s.Operator(t.Context()); err != nil || o.Organization != w.org {
			t.Errorf("it is run by %q and not by %q: %v", o.Organization, w.org, err)
		}
		for email, want := range map[string]bool{
			"owner@example.org": true, "admin@example.org": true, "author@example.org": false, "recruiter@example.org": false, "interviewer@example.org": false,
			"owner@later.example": false,
		} {
			person := w.as(email)
			shown := []fields{person.get("/v1/sessions/current").must(t, 200).one().Attributes}
			for _, r := range person.get("/v1/sessions").must(t, 200).many() {
				shown = append(shown, r.Attributes)
			}
			shown = append(shown, person.post("sessions", fields{"email": email, "password": password}).must(t, 201).one().Attributes)
			for i, session := range shown {
				may, _ := session["permissions"].([]any)
				if got := slices.Contains(may, any("operations:read")); got != want || !slices.Contains(may, any("organization:read")) {
					t.Errorf("session %d of %s may %v", i, email, may)
				}
			}
		}
	})
}
