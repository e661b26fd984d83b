package auth_test

import (
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// proven runs the test where who registers proves their address, on each database.
func proven(t *testing.T, test func(w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("auth"), func(c *auth.Config) { c.People.ProveAddresses = true })
		w.seed()
		test(w)
	})
}

func (w *world) askToRegister(email string) answer {
	w.t.Helper()
	a := w.caller().post("registrations", fields{"email": email}).must(w.t, 202)
	ok(w.t, auth.SendProofs(w.s, w.t.Context()))
	return a
}

func TestRegisteringTellsNobodyWhoHasAnAccount(t *testing.T) {
	proven(t, func(w *world) {
		if a := w.caller().get("/v1/setup"); a.body != `{"meta":{"required":false,"openRegistration":true,"provenAddresses":true},"jsonapi":{"version":"1.1"}}` {
			w.t.Errorf("setup: %s", a.body)
		}
		taken, free := w.askToRegister("owner@example.org"), w.askToRegister("ada@example.com")
		if taken.body != free.body {
			w.t.Errorf("answers differ: %q, %q", taken.body, free.body)
		}
		register := func(email, token string) answer {
			return w.caller().post("users", fields{"email": email, "name": "Ada", "password": password, "organizationName": "Engines", "registrationToken": token})
		}
		for _, email := range []string{"owner@example.org", "ada@example.com"} {
			if a := register(email, ""); a.status != 403 || a.fault() != "registration_unproven /data/attributes/registrationToken" {
				w.t.Errorf("%s without a link: %s", email, a.body)
			}
		}
		var kinds []string
		for _, m := range w.mails() {
			kinds = append(kinds, m.To+" "+m.Kind)
		}
		if len(kinds) != 2 || kinds[0] != "owner@example.org registration-known" || kinds[1] != "ada@example.com registration" {
			w.t.Fatalf("the mails are %q", kinds)
		}
		for _, m := range w.mails() {
			w.golden(m)
		}
		token := w.tokenTo("ada@example.com")
		preview := func() answer { return w.caller().post("registration-previews", fields{"token": token}) }
		if a := preview().must(w.t, 200); a.text("email") != "ada@example.com" {
			w.t.Errorf("the link is read as %s", a.body)
		}
		if a := register("eve@example.com", token); a.status != 403 || a.fault() != "registration_of_another /data/attributes/email" {
			w.t.Errorf("with another's link: %s", a.body)
		}
		register("ada@example.com", token).must(w.t, 201)
		if now := w.as("ada@example.com").get("/v1/sessions/current"); now.text("role") != "owner" || now.text("organizationName") != "Engines" {
			w.t.Errorf("registered as %s", now.body)
		}
		if a := register("ada@example.com", token).must(w.t, 410); a.fault() != "registration_invalid /data/attributes/registrationToken" {
			w.t.Errorf("again: %s", a.body)
		}
		if a := preview().must(w.t, 410); a.fault() != "registration_invalid /data/attributes/token" {
			w.t.Errorf("a link that was used is read as %s", a.body)
		}
	})
}

func TestALinkToRegisterEnds(t *testing.T) {
	proven(t, func(w *world) {
		w.askToRegister("ada@example.com")
		w.clock.pass(24 * time.Hour)
		w.caller().post("users", fields{"email": "ada@example.com", "name": "Ada", "password": password, "registrationToken": w.tokenTo("ada@example.com")}).must(w.t, 410)
		ok(w.t, auth.Purge(w.s, w.t.Context()))
	})
}

func TestNobodyIsFloodedWithLinksToRegister(t *testing.T) {
	proven(t, func(w *world) {
		for range 5 {
			w.askToRegister("ada@example.com")
			w.askToRegister("owner@example.org")
		}
		if got := len(w.mails()); got != 6 {
			w.t.Errorf("%d mails to two people within the hour", got)
		}
	})
}

func TestWhereRegistrationIsClosedNobodyIsMailed(t *testing.T) {
	w := newWorld(t, harness.Database(t)("auth"), func(c *auth.Config) { c.People.OpenRegistration, c.People.ProveAddresses = false, true })
	w.seed()
	if a := w.caller().post("registrations", fields{"email": "ada@example.com"}).must(t, 403); a.fault() != "registration_closed" {
		t.Errorf("refused with %s", a.body)
	}
}
