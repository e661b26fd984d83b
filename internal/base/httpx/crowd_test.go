package httpx_test

import (
	"net/http"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

func TestLimitUnderWay(t *testing.T) {
	candidate := identity.Principal{Organization: "o", Role: identity.Candidate, Place: identity.InAttempt("a")}
	guest := identity.Principal{Organization: "o", Role: identity.Guest, Session: "1", Place: identity.Place{Kind: identity.PlaceInterview, ID: "i"}}
	another := guest
	another.Session = "2"
	for says, c := range map[string]struct {
		outer, inner identity.Principal
		most, status int
	}{
		"one more than allowed is refused":    {candidate, candidate, 1, 429},
		"as many as allowed pass":             {candidate, candidate, 2, 200},
		"another candidate has a count":       {candidate, identity.Principal{Organization: "o", Role: identity.Candidate, Place: identity.InAttempt("b")}, 1, 200},
		"a member has a count":                {candidate, identity.Principal{Organization: "o", Role: identity.Owner, User: "u"}, 1, 200},
		"nobody is limited by other means":    {identity.Principal{}, identity.Principal{}, 0, 200},
		"a guest's count is the session's":    {guest, guest, 1, 429},
		"another guest of a place has one":    {guest, another, 1, 200},
		"a session more is the same person's": {candidate, identity.Principal{Organization: "o", Role: identity.Candidate, Place: identity.InAttempt("a"), Session: "2"}, 1, 429},
	} {
		t.Run(says, func(t *testing.T) {
			var h http.Handler
			as := func(p identity.Principal, path string) int {
				r := request(t, "GET", path, "")
				return serve(h, r.WithContext(identity.With(r.Context(), p))).Code
			}
			inner := 0
			h = httpx.LimitUnderWay(c.most)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/outer" {
					inner = as(c.inner, "/inner")
				}
			}))
			if outer := as(c.outer, "/outer"); outer != 200 || inner != c.status {
				t.Errorf("the first answered %d, the second %d, not %d", outer, inner, c.status)
			}
			if again := as(c.outer, "/inner"); again != 200 {
				t.Errorf("afterwards it answers %d", again)
			}
		})
	}
}
