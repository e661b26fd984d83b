package identity_test

import (
	"encoding/json"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// What a process of the release before writes, and reads.
type (
	oldClaims struct {
		Attempt ids.Attempt `json:"att,omitempty"`
	}
	oldPrincipal struct{ Attempt ids.Attempt }
)

// TestReleasesReadEachOthersAttempts in tokens and in the headers of messages, both ways.
func TestReleasesReadEachOthersAttempts(t *testing.T) {
	for says, c := range map[string]struct{ old, now, oldAgain, nowAgain any }{
		"a token of an attempt": {oldClaims{"a"}, identity.Claims{Place: identity.InAttempt("a")}, &oldClaims{}, &identity.Claims{}},
		"a token of a member":   {oldClaims{}, identity.Claims{}, &oldClaims{}, &identity.Claims{}},
		"a candidate who asks":  {oldPrincipal{"a"}, identity.Principal{Place: identity.InAttempt("a")}, &oldPrincipal{}, &identity.Principal{}},
		"a member who asks":     {oldPrincipal{}, identity.Principal{}, &oldPrincipal{}, &identity.Principal{}},
	} {
		t.Run(says, func(t *testing.T) {
			carry(t, c.old, c.nowAgain)
			carry(t, c.now, c.oldAgain)
			if got, want := text(t, c.nowAgain), text(t, c.now); got != want {
				t.Errorf("of the release before we read %s, not %s", got, want)
			}
			if got, want := text(t, c.oldAgain), text(t, c.old); got != want {
				t.Errorf("the release before reads %s, not %s", got, want)
			}
		})
	}
}

func carry(t *testing.T, from, to any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text(t, from)), to); err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAPlaceIsText(t *testing.T) {
	for says, c := range map[string]struct {
		place   identity.Place
		text    string
		attempt ids.Attempt
		role    identity.Role
	}{
		"nowhere":                     {identity.Place{}, "", "", ""},
		"an attempt":                  {identity.InAttempt("a"), "a", "a", identity.Candidate},
		"no attempt":                  {identity.InAttempt(""), "", "", ""},
		"an interview":                {identity.Place{Kind: identity.PlaceInterview, ID: "i"}, "interview:i", "", identity.Guest},
		"a kind of a later release's": {identity.Place{Kind: "party", ID: "p"}, "party:p", "", identity.Guest},
	} {
		t.Run(says, func(t *testing.T) {
			if c.place.String() != c.text || c.place.Attempt() != c.attempt || c.place.Role() != c.role {
				t.Errorf("it is %q, the attempt %q, the role %q", c.place, c.place.Attempt(), c.place.Role())
			}
			var back, stored identity.Place
			carry(t, c.place, &back)
			value, err := c.place.Value()
			if err != nil || stored.Scan(value) != nil || back != c.place || stored != c.place {
				t.Errorf("it is read again as %+v and %+v: %v", back, stored, err)
			}
		})
	}
	if err := new(identity.Place).Scan(1); err == nil {
		t.Error("a number is read as a place")
	}
}

func TestVerifierKnowsGuestsOfPlaces(t *testing.T) {
	i := newIssuer(t, "one")
	for _, claims := range []*identity.Claims{i.visitor(identity.Guest, interview), i.visitor(identity.Candidate, identity.InAttempt("a"))} {
		if p, err := i.verifier().Verify(t.Context(), i.sign("one", claims)); err != nil || p != claims.Principal() || p.Place != claims.Place {
			t.Errorf("%s is %+v: %v", claims.Role, p, err)
		}
	}
}
