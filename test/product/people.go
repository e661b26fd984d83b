package product

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// Owner is the address of the first owner of a product that StartEmpty started.
const Owner = "owner@first.example"

// StartEmpty runs everything in one process without the demo; Owner is there, made by the link that the start printed.
func StartEmpty(tb testing.TB, flags ...string) *Product {
	tb.Helper()
	p := Open(tb, tb.TempDir(), flags...)
	p.firstOwner()
	return p
}

func (p *Product) firstOwner() {
	p.tb.Helper()
	link := p.said(regexp.MustCompile(`/setup\?token=\S+`))
	client.New(p.tb, p.URL).Create("users", map[string]any{
		"email": Owner, "password": Password, "name": "First Owner", "organizationName": "First", "setupToken": after(link, "token="),
	}, nil)
}

// Member invites somebody to the owner's organization, joins with the mail's link and signs in.
func (p *Product) Member(owner *client.Client, email, role string) *client.Client {
	p.tb.Helper()
	owner.Create("member-invitations", map[string]any{"email": email, "role": role}, nil)
	found := p.Mailed(email, regexp.MustCompile(`/join\?token=\S+`))
	anyone := owner.As("")
	anyone.Create("users", map[string]any{
		"email": email, "password": Password, "name": strings.ToUpper(role[:1]) + role[1:], "invitationToken": after(found, "token="),
	}, nil)
	return anyone.SignIn(email, Password)
}

// Mailed waits for a mail to the address that says it, and answers what was found.
func (p *Product) Mailed(email string, what *regexp.Regexp) (found string) {
	p.tb.Helper()
	harness.Eventually(p.tb, time.Minute, func() error {
		mails, err := mail.Folder{Dir: filepath.Join(p.Data, "mails")}.List(1000)
		for _, m := range mails {
			if found = what.FindString(m.Text); m.To == email && found != "" {
				return nil
			}
		}
		return fmt.Errorf("%d mails, none to %s that says %s: %w", len(mails), email, what, err)
	})
	return found
}

func after(s, mark string) string {
	_, rest, _ := strings.Cut(s, mark)
	return rest
}
