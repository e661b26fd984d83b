package auth_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/internal/service/auth/session"
)

func TestSigningInWithABearerToken(t *testing.T) {
	staffed(t, func(w *world) {
		c := w.caller()
		a := c.post("sessions", fields{"email": " Author@Example.org ", "password": password}).must(w.t, 201)
		if a.text("refreshToken") == "" || len(a.header.Values("Set-Cookie")) > 0 {
			w.t.Error("tokens belong into the document, not into cookies")
		}
		if expires, _ := time.Parse(time.RFC3339, a.text("accessExpiresAt")); expires.Sub(w.clock.now()) != 10*time.Minute {
			w.t.Errorf("the access token ends at %v", expires)
		}
		c.token = a.text("accessToken")
		now := c.get("/v1/sessions/current").must(w.t, 200)
		for name, want := range map[string]string{
			"kind": "member", "email": "author@example.org", "role": "author", "organizationName": "Analytical Engines",
			"organizationId": string(w.org), "userId": string(w.users["author@example.org"]), "device": "browser/1",
		} {
			if now.text(name) != want {
				w.t.Errorf("%s is %q, want %q", name, now.text(name), want)
			}
		}
		c.delete("/v1/sessions/current").must(w.t, 204)
		if a := c.get("/v1/sessions/current"); a.status != 401 || a.fault() != "session_ended" {
			w.t.Errorf("after signing out: %d %s", a.status, a.body)
		}
		w.caller().post("session-refreshes", fields{"refreshToken": a.text("refreshToken")}).must(w.t, 401)
		if w.audited("session.started") != 1 || w.audited("session.ended") != 1 {
			w.t.Error("sign-in and sign-out are not in the audit log")
		}
	})
}

func TestACallerWithoutATokenIsNobody(t *testing.T) {
	staffed(t, func(w *world) {
		for _, path := range []string{"/v1/sessions/current", "/v1/sessions", "/v1/memberships", "/v1/organizations", "/v1/member-invitations"} {
			w.caller().get(path).must(w.t, 401)
		}
	})
}

func TestWrongPasswordAndUnknownAccountAreAnsweredAlike(t *testing.T) {
	staffed(t, func(w *world) {
		var answers []string
		for _, email := range []string{"author@example.org", "nobody@example.org"} {
			c := w.caller()
			for range 5 {
				a := c.post("sessions", fields{"email": email, "password": "not the password"})
				answers = append(answers, a.fault()+a.header.Get("Retry-After"))
			}
		}
		if known, unknown := strings.Join(answers[:5], "|"), strings.Join(answers[5:], "|"); known != unknown {
			w.t.Errorf("known:   %s\nunknown: %s", known, unknown)
		}
		if answers[0] != "credentials_wrong" || answers[4] != "sign_in_throttled1" {
			w.t.Errorf("answers: %q", answers)
		}
	})
}

func TestFailedSignInsWaitLongerAndLonger(t *testing.T) {
	staffed(t, func(w *world) {
		c := w.caller()
		try := func(secret string) answer {
			return c.post("sessions", fields{"email": "owner@example.org", "password": secret})
		}
		for range 3 {
			try("wrong").must(w.t, 401)
		}
		for _, wait := range []string{"1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "900", "900"} {
			a := try(password).must(w.t, 429)
			if got := a.header.Get("Retry-After"); got != wait {
				w.t.Fatalf("Retry-After is %s, want %s", got, wait)
			}
			w.clock.pass(retryAfter(w.t, a))
			try("wrong").must(w.t, 401)
		}
		elsewhere := w.caller()
		elsewhere.address = "203.0.113.9:1"
		elsewhere.post("sessions", fields{"email": "owner@example.org", "password": password}).must(w.t, 201)
		w.clock.pass(15*time.Minute + time.Second)
		try(password).must(w.t, 201)
		for range 3 {
			try("wrong").must(w.t, 401) // a success forgave what was before
		}
	})
}

func retryAfter(t *testing.T, a answer) time.Duration {
	t.Helper()
	d, err := time.ParseDuration(a.header.Get("Retry-After") + "s")
	ok(t, err)
	return d
}

func TestOneNetworkCannotTryManyAccounts(t *testing.T) {
	staffed(t, func(w *world) {
		c := w.caller()
		for i := range 30 {
			c.address = "[2001:db8::" + string(rune('a'+i%6)) + "]:99" // one household
			c.post("sessions", fields{"email": string(rune('a'+i%26)) + string(rune('a'+i/26)) + "@example.org", "password": "wrong"}).must(w.t, 401)
		}
		c.post("sessions", fields{"email": "fresh@example.org", "password": "wrong"}).must(w.t, 429)
	})
}

func TestGuessesSentAtOnceAreCountedEach(t *testing.T) {
	staffed(t, func(w *world) {
		var mu sync.Mutex
		var group sync.WaitGroup
		looked := 0
		for range 20 {
			group.Go(func() {
				a := w.caller().post("sessions", fields{"email": "owner@example.org", "password": "wrong"})
				mu.Lock()
				defer mu.Unlock()
				if a.status == 401 {
					looked++
				}
			})
		}
		group.Wait()
		if looked != 3 {
			w.t.Errorf("%d guesses were looked at, 3 are free", looked)
		}
	})
}

func TestRefreshTokens(t *testing.T) {
	type step struct {
		says  string
		pass  time.Duration
		agent string
		end   int  // status of replaying the first token
		same  bool // and whether it yields the same successor
		later int  // status of then using the successor
	}
	for _, c := range []step{
		{"a replay at once gets the same successor", 0, "browser/1", 201, true, 201},
		{"a replay after a minute gets the same successor", time.Minute, "browser/1", 201, true, 201},
		{"a replay after more than a minute ends the session", time.Minute + time.Second, "browser/1", 401, false, 401},
		{"a replay by another device ends the session", 0, "thief/1", 401, false, 401},
	} {
		t.Run(c.says, func(t *testing.T) {
			staffed(t, func(w *world) {
				browser := w.caller()
				first := browser.post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 201).text("refreshToken")
				w.clock.pass(9 * time.Minute)
				second := browser.post("session-refreshes", fields{"refreshToken": first}).must(w.t, 201).text("refreshToken")
				w.clock.pass(c.pass)
				other := w.caller()
				other.agent = c.agent
				replayed := other.post("session-refreshes", fields{"refreshToken": first}).must(w.t, c.end)
				if c.same != (replayed.text("refreshToken") == second) {
					w.t.Errorf("the replay was answered %s", replayed.body)
				}
				browser.post("session-refreshes", fields{"refreshToken": second}).must(w.t, c.later)
				if ended := w.audited("session.refresh_reused") > 0; ended == c.same {
					w.t.Errorf("reuse in the audit log: %v", ended)
				}
			})
		})
	}
}

func TestRefreshesAtOnceGetOneSuccessor(t *testing.T) {
	staffed(t, func(w *world) {
		token := w.caller().post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 201).text("refreshToken")
		var mu sync.Mutex
		var group sync.WaitGroup
		successors := map[string]bool{}
		for range 8 {
			group.Go(func() {
				tokens, err := auth.Sessions(w.s).Refresh(w.t.Context(), token, session.Device{Agent: "browser/1"})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					w.t.Error(err)
				}
				successors[tokens.RefreshToken] = true
			})
		}
		group.Wait()
		if len(successors) != 1 {
			w.t.Errorf("%d successors", len(successors))
		}
	})
}

func TestRefreshRefuses(t *testing.T) {
	staffed(t, func(w *world) {
		token := w.caller().post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 201).text("refreshToken")
		for _, wrong := range []string{"nonsense", "ccr_" + strings.Repeat("A", 43)} {
			w.caller().post("session-refreshes", fields{"refreshToken": wrong}).must(w.t, 401)
		}
		w.clock.pass(14*24*time.Hour + time.Second)
		w.caller().post("session-refreshes", fields{"refreshToken": token}).must(w.t, 401)
	})
}

func TestASessionEndsHoweverBusyItIs(t *testing.T) {
	staffed(t, func(w *world) {
		token := w.caller().post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 201).text("refreshToken")
		for range 9 {
			w.clock.pass(9 * 24 * time.Hour)
			token = w.caller().post("session-refreshes", fields{"refreshToken": token}).must(w.t, 201).text("refreshToken")
		}
		w.clock.pass(9 * 24 * time.Hour)
		w.caller().post("session-refreshes", fields{"refreshToken": token}).must(w.t, 401)
	})
}

func TestOwnDevices(t *testing.T) {
	staffed(t, func(w *world) {
		laptop, phone, other := w.as("author@example.org"), w.as("author@example.org"), w.as("recruiter@example.org")
		all := laptop.get("/v1/sessions").must(w.t, 200).many()
		if len(all) != 2 || all[1].Attributes["isCurrent"] != true || all[0].Attributes["isCurrent"] != false {
			w.t.Fatalf("devices: %v", all)
		}
		first := laptop.get("/v1/sessions?page%5Bsize%5D=1").must(w.t, 200)
		if len(first.many()) != 1 || !strings.Contains(first.body, "page%5Bafter%5D") {
			w.t.Errorf("a page of one: %s", first.body)
		}
		foreign := other.get("/v1/sessions/current").one().ID
		laptop.delete("/v1/sessions/"+foreign).must(w.t, 404)
		laptop.get("/v1/sessions/"+foreign).must(w.t, 404)
		laptop.delete("/v1/sessions/"+all[0].ID).must(w.t, 204)
		phone.get("/v1/sessions/current").must(w.t, 401)
		laptop.get("/v1/sessions/current").must(w.t, 200)
	})
}

func TestAllOtherDevicesAreSignedOutAtOnce(t *testing.T) {
	staffed(t, func(w *world) {
		one, two, admin := w.as("owner@example.org"), w.as("owner@example.org"), w.as("admin@example.org")
		one.delete("/v1/sessions/others").must(w.t, 204)
		two.get("/v1/sessions/current").must(w.t, 401)
		admin.get("/v1/sessions/current").must(w.t, 200)
		only := func(c *caller) {
			if left := c.get("/v1/sessions").must(w.t, 200).many(); len(left) != 1 || left[0].Attributes["isCurrent"] != true {
				w.t.Errorf("left: %v", left)
			}
		}
		only(one)
		w.clock.pass(14 * 24 * time.Hour) // unused, it lets nobody in any more
		only(w.as("owner@example.org"))
		if w.audited("session.others_ended") != 1 {
			w.t.Error("it is not in the audit log")
		}
		w.caller().delete("/v1/sessions/others").must(w.t, 401)
	})
}

func TestPurgeKeepsWhatIsNeeded(t *testing.T) {
	staffed(t, func(w *world) {
		token := w.caller().post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 201).text("refreshToken")
		ok(w.t, auth.Purge(w.s, w.t.Context()))
		token = w.caller().post("session-refreshes", fields{"refreshToken": token}).must(w.t, 201).text("refreshToken")
		w.clock.pass(365 * 24 * time.Hour)
		ok(w.t, auth.Purge(w.s, w.t.Context()))
		if _, err := auth.Sessions(w.s).Refresh(w.t.Context(), token, session.Device{}); !errs.Is(err, errs.Unauthorized) {
			w.t.Errorf("got %v", err)
		}
	})
}
