package httpx_test

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestLimitsAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own, all := httpx.NewLimiter(2, time.Minute, 9).Named("member"), httpx.NewLimiter(3, time.Hour, 9).Named("organization")
		h := httpx.RequestIDs(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for _, l := range []*httpx.Limiter{own, all} {
				if err := l.Admit(r.Context(), "a"); err != nil {
					httpx.WriteError(w, r, err)
					return
				}
			}
		}))
		const policies = `"member";q=2;w=60, "organization";q=3;w=3600`
		for i, want := range []struct {
			status                   int
			policy, limit, comeAgain string
		}{
			{200, policies, `"member";r=1;t=30, "organization";r=2;t=1200`, ""},
			{200, policies, `"member";r=0;t=60, "organization";r=1;t=2400`, ""},
			{429, `"member";q=2;w=60`, `"member";r=0;t=60`, "30"},
		} {
			w := serve(h, request(t, "GET", "/", ""))
			got := w.Header()
			if w.Code != want.status || got.Get("RateLimit-Policy") != want.policy || got.Get("RateLimit") != want.limit || got.Get("Retry-After") != want.comeAgain {
				t.Errorf("request %d: %d %v", i, w.Code, got)
			}
		}
		time.Sleep(45 * time.Second) // the bubble's clock: one and a half tokens are back
		if got := serve(h, request(t, "GET", "/", "")).Header().Get("RateLimit"); got != `"member";r=0;t=45, "organization";r=0;t=3555` {
			t.Errorf("later: %s", got)
		}
		if err := own.Admit(context.Background(), "b"); err != nil {
			t.Errorf("outside a request: %v", err)
		}
	})
}

// A limiter that is asked several times for one request is told of once.
func TestALimitIsToldOnce(t *testing.T) {
	l := httpx.NewLimiter(5, time.Hour, 9).Named("judge0")
	h := httpx.RequestIDs(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		for range 3 {
			if err := l.Admit(r.Context(), ""); err != nil {
				t.Error(err)
			}
		}
	}))
	if got := serve(h, request(t, "GET", "/", "")).Header().Values("RateLimit-Policy"); len(got) != 1 || got[0] != `"judge0";q=5;w=3600` {
		t.Errorf("told %q", got)
	}
}
