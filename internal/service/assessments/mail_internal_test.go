package assessments

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestTheMailOfAnInvitationNamesWhoInvites(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	closes := time.Date(2026, 3, 9, 9, 0, 0, 0, time.UTC)
	of := w.publish(t, func(a *catalog.Assessment) { a.Title, a.ClosesAt = "Q&A <script>"+strings.Repeat("x", 180), &closes })
	i, err := w.invitations.Invite(w.staff, of.ID, "kim@candidates.example", "Kim <i>O'Neill</i>")
	must(t, err)
	body, err := db.One[string](t.Context(), w.db, `SELECT body FROM outbox WHERE subject = $1`, mail.SubjectSend)
	must(t, err)
	var m mail.Message
	must(t, json.Unmarshal([]byte(body), &m))

	for _, words := range []string{
		"Hello Kim <i>O'Neill</i>,", "Grace <b>Hopper</b> invites you on behalf of Bits & <Bytes> to the assessment \"" + of.Title + "\": 1 problem, 60 minutes.",
		"\n" + i.Link + "\n", "It closes on Monday, 9 March 2026, 09:00 UTC.",
	} {
		if !strings.Contains(m.Text, words) {
			t.Errorf("the text does not say %q:\n%s", words, m.Text)
		}
	}
	for _, words := range []string{
		"Kim &lt;i&gt;O&#39;Neill&lt;/i&gt;", "<strong>Grace &lt;b&gt;Hopper&lt;/b&gt;</strong> invites you on behalf of <strong>Bits &amp; &lt;Bytes&gt;</strong>",
		"Q&amp;A &lt;script&gt;", `<a class="button" href="` + i.Link + `" style="display:inline-block`, `break-all">` + i.Link + "</a>", "CodeCraft at codecraft.test",
	} {
		if !strings.Contains(m.HTML, words) {
			t.Errorf("the page does not say %q:\n%s", words, m.HTML)
		}
	}
	if strings.Contains(m.HTML, "<script>") || len([]rune(m.Subject)) > 120 || !strings.HasSuffix(m.Subject, "x…") {
		t.Errorf("the subject is %q, the page\n%s", m.Subject, m.HTML)
	}
}

// silent is auth in another process, while it is down.
type silent struct {
	sessions
	db          *db.DB
	asked, held int // held is how often a transaction waited for it
}

func (s *silent) Names(ctx context.Context, _ auth.NamesOf) (auth.Names, error) {
	s.asked++
	isHeld := true
	s.db.AfterCommit(ctx, func() { isHeld = false }) // at once when there is no transaction
	if isHeld {
		s.held++
	}
	return auth.Names{}, errs.New(errs.Unavailable, "service_unavailable", "a part of the system does not answer, try again soon")
}

func TestInvitingWorksWhileAuthIsDown(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	of := w.publish(t, nil)
	down := &silent{db: w.db}
	w.auth.Auth = down
	i, err := w.invitations.Invite(w.staff, of.ID, "kim@candidates.example", "Kim")
	must(t, err)
	_, err = w.invitations.MakeLink(w.staff, i.ID, true)
	must(t, err)
	_, _, err = w.invitations.Import(w.staff, of.ID, "ada@candidates.example\nalan@candidates.example\n")
	must(t, err)
	bodies, err := db.Select[string](t.Context(), w.db, `SELECT body FROM outbox WHERE subject = $1`, mail.SubjectSend)
	must(t, err)
	if down.asked != 3 || down.held != 0 || len(bodies) != 4 {
		t.Fatalf("asked %d times for names, %d times within a transaction; %d mails", down.asked, down.held, len(bodies))
	}
	for _, body := range bodies {
		var m mail.Message
		must(t, json.Unmarshal([]byte(body), &m))
		if !strings.Contains(m.Text, "\nyou are invited to the assessment \"Test\": 1 problem, 60 minutes.") {
			t.Errorf("the mail says:\n%s", m.Text)
		}
	}
}
