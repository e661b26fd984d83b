package auth_test

import (
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	contract "github.com/codecraft-hq/codecraft/internal/contract/auth"
)

// TestASessionReachesOnePlace: an attempt, in a row as the release before writes and reads it, or another place.
func TestASessionReachesOnePlace(t *testing.T) {
	attempt := ids.New[ids.Attempt]()
	each(t, func(w *world) {
		verifier := identity.NewVerifier(w.s.Keys).WithClock(w.clock.now)
		for _, c := range []struct {
			place     identity.Place
			role      identity.Role
			row       string
			attemptID any
		}{
			{identity.InAttempt(attempt), identity.Candidate, string(attempt), string(attempt)},
			{identity.Place{Kind: identity.PlaceInterview, ID: "i"}, identity.Guest, "interview:i", nil},
		} {
			in := contract.CandidateSession{Organization: ids.New[ids.Organization](), Place: c.place, Name: "Grace", EndsAt: w.clock.now().Add(time.Hour)}
			tokens, err := w.s.CandidateSession(t.Context(), in)
			ok(t, err)
			row, err := db.One[string](t.Context(), w.db, `SELECT kind || ' ' || attempt_id FROM sessions WHERE id = $1`, tokens.Session)
			if want := string(c.role) + " " + c.row; err != nil || row != want {
				t.Errorf("the row says %q, not %q: %v", row, want, err)
			}
			again := w.caller().post("session-refreshes", fields{"refreshToken": tokens.RefreshToken}).must(w.t, 201)
			for says, token := range map[string]string{"the first": tokens.AccessToken, "a refreshed": again.text("accessToken")} {
				p, err := verifier.Verify(t.Context(), token)
				want := identity.Principal{Organization: in.Organization, Role: c.role, Session: tokens.Session, Place: c.place}
				if err != nil || p != want {
					t.Errorf("%s token is of %+v, not %+v: %v", says, p, want, err)
				}
				as := w.caller()
				as.token = token
				now := as.get("/v1/sessions/current").must(w.t, 200).one()
				if now.Attributes["kind"] != string(c.role) || now.Attributes["attemptId"] != c.attemptID {
					t.Errorf("%s token's session is %+v", says, now.Attributes)
				}
				as.get("/v1/memberships").must(w.t, 403)
			}
		}
	})
}
