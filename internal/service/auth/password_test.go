package auth_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/auth"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestPasswordResetByMail(t *testing.T) {
	staffed(t, func(w *world) {
		signedIn := w.as("author@example.org")
		var answers []string
		for _, email := range []string{"author@example.org", "nobody@example.org"} {
			a := w.caller().post("password-resets", fields{"email": email}).must(w.t, 202)
			answers = append(answers, a.body)
		}
		if answers[0] != answers[1] {
			w.t.Errorf("answers differ: %q", answers)
		}
		ok(w.t, auth.SendResets(w.s, w.t.Context()))
		if got := len(w.mails()); got != 1 {
			w.t.Fatalf("%d mails", got)
		}
		token := w.tokenTo("author@example.org")
		change := func(token, secret string) answer {
			return w.caller().post("password-changes", fields{"token": token, "password": secret})
		}
		preview := func() answer { return w.caller().post("password-reset-previews", fields{"token": token}) }
		if a := preview().must(w.t, 200); a.text("email") != "author@example.org" || strings.Contains(a.body, token) {
			w.t.Errorf("the link is read as %s", a.body)
		}
		if a := change(token, "author@example.org"); a.fault() != "password_is_email /data/attributes/password" {
			w.t.Errorf("a bad password: %s", a.body)
		}
		change(token, "three quiet rivers").must(w.t, 204)
		change(token, "four quiet rivers").must(w.t, 410)
		if a := preview().must(w.t, 410); a.fault() != "reset_token_invalid /data/attributes/token" {
			w.t.Errorf("a link that was used is read as %s", a.body)
		}
		signedIn.get("/v1/sessions/current").must(w.t, 401)
		w.caller().post("sessions", fields{"email": "author@example.org", "password": password}).must(w.t, 401)
		w.caller().post("sessions", fields{"email": "author@example.org", "password": "three quiet rivers"}).must(w.t, 201)
		if mails := w.mails(); mails[len(mails)-1].Kind != "password-changed" {
			w.t.Error("nobody told the owner")
		}
		if w.audited("password.reset_asked") != 1 || w.audited("password.reset") != 1 {
			w.t.Error("the reset is not in the audit log")
		}
	})
}

func TestAResetLinkEnds(t *testing.T) {
	staffed(t, func(w *world) {
		w.caller().post("password-resets", fields{"email": "author@example.org"}).must(w.t, 202)
		ok(w.t, auth.SendResets(w.s, w.t.Context()))
		w.clock.pass(time.Hour)
		w.caller().post("password-changes", fields{"token": w.tokenTo("author@example.org"), "password": "three quiet rivers"}).must(w.t, 410)
	})
}

func TestNobodyIsFloodedWithResets(t *testing.T) {
	staffed(t, func(w *world) {
		for range 6 {
			w.caller().post("password-resets", fields{"email": "author@example.org"}).must(w.t, 202)
			ok(w.t, auth.SendResets(w.s, w.t.Context()))
		}
		if got := len(w.mails()); got != 3 {
			w.t.Errorf("%d mails within the hour", got)
		}
	})
}

func TestChangingOnesOwnPassword(t *testing.T) {
	staffed(t, func(w *world) {
		here, elsewhere := w.as("author@example.org"), w.as("author@example.org")
		here.post("password-changes", fields{"currentPassword": password, "password": "three quiet rivers"}).must(w.t, 204)
		here.get("/v1/sessions/current").must(w.t, 200)
		elsewhere.get("/v1/sessions/current").must(w.t, 401)
	})
}

func TestNothingSecretIsLogged(t *testing.T) {
	staffed(t, func(w *world) {
		c := w.caller()
		a := c.post("sessions", fields{"email": "owner@example.org", "password": password}).must(w.t, 201)
		c.token = a.text("accessToken")
		c.post("sessions", fields{"email": "owner@example.org", "password": "wrong guess of it"}).must(w.t, 401)
		w.caller().post("session-refreshes", fields{"refreshToken": a.text("refreshToken")}).must(w.t, 201)
		c.post("member-invitations", fields{"email": "ada@example.com", "role": "author"}).must(w.t, 201)
		c.post("password-resets", fields{"email": "owner@example.org"}).must(w.t, 202)
		ok(w.t, auth.SendResets(w.s, w.t.Context()))
		reset := w.tokenTo("owner@example.org")
		w.caller().post("password-changes", fields{"token": reset, "password": "short"}).must(w.t, 422)
		if !strings.Contains(w.logs.String(), "route") {
			w.t.Fatal("nothing was logged at all")
		}
		for _, secret := range []string{
			password, "wrong guess of it", a.text("accessToken"), a.text("refreshToken"), reset, w.tokenTo("ada@example.com"),
			"@example", "198.51.100.7",
		} {
			if strings.Contains(w.logs.String(), secret) {
				w.t.Errorf("the log shows %q", secret)
			}
		}
	})
}

func TestMailsReadAsTheGoldenFiles(t *testing.T) {
	staffed(t, func(w *world) {
		owner := w.as("owner@example.org")
		owner.patch("organizations", string(w.org), fields{"name": "Bits & <Bytes>"}).must(w.t, 200)
		owner.post("member-invitations", fields{"email": "ada@example.com", "role": "author"}).must(w.t, 201)
		owner.post("password-resets", fields{"email": "owner@example.org"}).must(w.t, 202)
		ok(w.t, auth.SendResets(w.s, w.t.Context()))
		owner.post("password-changes", fields{"currentPassword": password, "password": "three quiet rivers"}).must(w.t, 204)
		for _, m := range w.mails() {
			w.golden(m)
		}
	})
}

// golden holds a mail to its files, but for the token of its link.
func (w *world) golden(m mail.Message) {
	w.t.Helper()
	text := m.Text
	if found := tokenInLink.FindStringSubmatch(m.Text); found != nil {
		if !strings.Contains(m.HTML, found[1]) {
			w.t.Errorf("%s: the page has no link", m.Kind)
		}
		text = strings.ReplaceAll(text, found[1], "TOKEN")
		m.HTML = strings.ReplaceAll(m.HTML, found[1], "TOKEN")
	}
	golden(w.t, m.Kind+".txt", "To: "+m.To+"\nSubject: "+m.Subject+"\n\n"+text)
	golden(w.t, m.Kind+".html", m.HTML)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		ok(t, os.MkdirAll("testdata", 0o755))
		ok(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	ok(t, err)
	if string(want) != got {
		t.Errorf("%s differs; run with -update and look at the difference:\n%s", path, got)
	}
}
