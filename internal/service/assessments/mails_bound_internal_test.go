package assessments

import (
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// overMails holds a refusal to what it tells, on a clock that stands at nine in the morning.
func overMails(t *testing.T, err error, words ...string) {
	t.Helper()
	e := errs.Of(err)
	if e == nil || e.Kind != errs.TooMany || e.Code != quota.Code || e.RetryAfter != 15*time.Hour {
		t.Fatalf("the answer is %+v, not a refusal until midnight", e)
	}
	for _, word := range words {
		if !strings.Contains(e.Detail, word) {
			t.Errorf("the refusal does not say %q: %s", word, e.Detail)
		}
	}
}

func TestAnOrganizationSendsSoManyInvitationsADay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open, func(c *Config) { c.OrganizationMails = 4 })
		of := w.publish(t, nil)
		mails := func(want int) {
			t.Helper()
			n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM outbox WHERE subject = $1`, mail.SubjectSend)
			must(t, err)
			people, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM invitations`)
			must(t, err)
			if n != want || people != want-1 { // one of them was mailed again
				t.Errorf("%d mails to %d people, not %d", n, people, want)
			}
		}
		first, err := w.invitations.Invite(w.staff, of.ID, "a@candidates.example", "")
		must(t, err)
		_, err = w.invitations.MakeLink(w.staff, first.ID, true)
		must(t, err)
		_, err = w.invitations.Invite(w.staff, of.ID, "a@candidates.example", "") // uses nothing
		if errs.Of(err).Code != "already_invited" {
			t.Fatal(err)
		}
		_, _, err = w.invitations.Import(w.staff, of.ID, "a@candidates.example\nb@candidates.example\nc@candidates.example\nd@candidates.example\n")
		overMails(t, err, "none of the 3 people were invited", "4 mails a day", "has 2 left", "2026, 00:00 UTC", "--organization-mails")
		mails(2)
		sent, _, err := w.invitations.Import(w.staff, of.ID, "a@candidates.example\nb@candidates.example\nc@candidates.example\n")
		must(t, err)
		if len(sent) != 2 {
			t.Errorf("%d were invited, not those that there was room for", len(sent))
		}
		_, err = w.invitations.Invite(w.staff, of.ID, "d@candidates.example", "")
		overMails(t, err, "has 0 left")
		_, err = w.invitations.MakeLink(w.staff, sent[0].ID, true)
		overMails(t, err, "has 0 left")
		mails(4)
		_, err = w.invitations.MakeLink(w.staff, sent[0].ID, false) // a link alone is no mail
		must(t, err)

		w.clock.pass(15 * time.Hour)
		_, err = w.invitations.Invite(w.staff, of.ID, "d@candidates.example", "")
		must(t, err)
		mails(5)
	})
}
