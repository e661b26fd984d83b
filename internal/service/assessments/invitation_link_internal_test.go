package assessments

import (
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What an invitation gets within an hour.
const (
	linksAnHour = 20
	mailsAnHour = 3
)

func (w *world) follow(t *testing.T, link string) (attempt.Attempt, error) {
	t.Helper()
	token, whole := strings.CutPrefix(link, "http://codecraft.test/take/")
	if !whole {
		t.Fatalf("%q is no link", link)
	}
	a, _, err := w.attempts.Enter(t.Context(), token)
	return a, err
}

// mails takes those that wait to be sent.
func (w *world) mails(t *testing.T) (all []mail.Message) {
	t.Helper()
	bodies, err := db.Write[string](t.Context(), w.db, `DELETE FROM outbox WHERE subject = $1 RETURNING body`, mail.SubjectSend)
	must(t, err)
	for _, body := range bodies {
		var m mail.Message
		must(t, json.Unmarshal([]byte(body), &m))
		all = append(all, m)
	}
	return all
}

func TestEveryLinkOfAnInvitationOpensItsAttempt(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.publish(t, nil)
		i, err := w.invitations.Invite(w.staff, of.ID, "kim@candidates.example", "Kim")
		must(t, err)
		w.mails(t)
		copied, err := w.invitations.MakeLink(w.staff, i.ID, false)
		must(t, err)
		if n := len(w.mails(t)); n != 0 {
			t.Errorf("copying a link sends %d mails", n)
		}
		resent, err := w.invitations.MakeLink(w.staff, i.ID, true)
		must(t, err)
		if sent := w.mails(t); len(sent) != 1 || sent[0].To != "kim@candidates.example" || !strings.Contains(sent[0].Text, resent) {
			t.Errorf("sent again: %+v", sent)
		}
		first, err := w.follow(t, i.Link)
		must(t, err)
		_, err = w.attempts.SetState(w.candidate(t, first), first.ID, attempt.Started)
		must(t, err)
		later, err := w.invitations.MakeLink(w.staff, i.ID, true) // of somebody at work, who has lost theirs
		must(t, err)
		for _, link := range []string{i.Link, copied, resent, later} {
			if a, err := w.follow(t, link); err != nil || a.ID != first.ID {
				t.Errorf("%s opens %s, %v; want %s", link, a.ID, err, first.ID)
			}
		}
		stored, err := db.Select[string](t.Context(), w.db, `SELECT token_hash FROM invitation_links`)
		must(t, err)
		for _, hash := range stored {
			for _, link := range []string{copied, resent, later} {
				if strings.HasSuffix(link, hash) {
					t.Error("a link is stored as it is")
				}
			}
		}
	})
}

func TestLinksAreRefused(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	of := w.publish(t, nil)
	invited := func(email string) ids.Invitation {
		i, err := w.invitations.Invite(w.staff, of.ID, email, "")
		must(t, err)
		return i.ID
	}
	waiting, withdrawn := invited("a@x.example"), invited("b@x.example")
	must(t, w.invitations.Revoke(w.staff, withdrawn))
	done := w.enterNew(t, of, "c@x.example")
	for _, state := range []string{attempt.Started, attempt.Finished} {
		_, err := w.attempts.SetState(w.candidate(t, done), done.ID, state)
		must(t, err)
	}
	over := w.publish(t, nil)
	left, err := w.invitations.Invite(w.staff, over.ID, "d@x.example", "")
	must(t, err)
	over.State = catalog.Closed
	must(t, w.catalog.Update(w.staff, &over, catalog.Published, false))
	stranger := identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}
	author := identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: identity.Author}
	for sentence, c := range map[string]struct {
		who    identity.Principal
		id     ids.Invitation
		mailed bool
		code   string
	}{
		"a stranger's is not found":                {stranger, waiting, false, "invitation_not_found"},
		"an author makes none":                     {author, waiting, false, "permission_missing"},
		"of one that was withdrawn":                {identity.From(w.staff), withdrawn, false, "invitation_withdrawn"},
		"no mail to who has finished":              {identity.From(w.staff), done.Invitation, true, "invitation_finished"},
		"no mail for what takes nobody any longer": {identity.From(w.staff), left.ID, true, "assessment_not_published"},
	} {
		t.Run(sentence, func(t *testing.T) {
			_, err := w.invitations.MakeLink(as(t, c.who), c.id, c.mailed)
			wants(t, err, c.code)
		})
	}
	_, err = w.invitations.MakeLink(w.staff, done.Invitation, false)
	must(t, err)
}

func TestAMailIsSentAgainSomeTimesAnHour(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.publish(t, nil)
		i, err := w.invitations.Invite(w.staff, of.ID, "kim@candidates.example", "")
		must(t, err)
		w.mails(t)
		_, err = w.invitations.MakeLink(w.staff, i.ID, true)
		must(t, err)
		w.clock.pass(20 * time.Minute)
		var all sync.WaitGroup
		var mu sync.Mutex
		var refused []error
		for range 5 {
			all.Go(func() {
				if _, err := w.invitations.MakeLink(w.staff, i.ID, true); err != nil {
					mu.Lock()
					defer mu.Unlock()
					refused = append(refused, err)
				}
			})
		}
		all.Wait()
		if sent := len(w.mails(t)); sent != mailsAnHour || len(refused) != 6-mailsAnHour {
			t.Fatalf("%d sent, refused: %v", sent, errors.Join(refused...))
		}
		e := errs.Of(refused[0])
		if e.Kind != errs.TooMany || e.Code != "mail_resent_often" || e.RetryAfter != 40*time.Minute || !strings.Contains(e.Detail, "wait 40 min") {
			t.Errorf("refused with %+v", e)
		}
		for range linksAnHour - mailsAnHour { // a link can still be copied
			_, err := w.invitations.MakeLink(w.staff, i.ID, false)
			must(t, err)
		}
		_, err = w.invitations.MakeLink(w.staff, i.ID, false)
		wants(t, err, "links_made_often")
		w.clock.pass(time.Hour)
		_, err = w.invitations.MakeLink(w.staff, i.ID, true)
		must(t, err)
	})
}
