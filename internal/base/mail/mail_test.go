package mail_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// letter has what is hard to carry: other scripts, long lines, lines of a dot, and "=".
var letter = mail.Message{
	To: "maja@example.org", ToName: "Maja Ĝoja, Ph.D.", Kind: "invitation", Subject: "Zaproszenie – 面接へようこそ, with many words so that the line is long",
	Text: "Dzień dobry!\n.\n..dot\na=b " + strings.Repeat("long ", 100) + "\nhttps://example.org/i?token=abc=\n",
	HTML: "<p>Dzień dobry, <a href=\"https://example.org/i?token=abc=\">hier</a></p>",
}

func TestAFolderKeepsWhatWasSent(t *testing.T) {
	f := mail.Folder{Dir: t.TempDir() + "/mails"}
	if all, err := f.List(10); len(all) != 0 || err != nil {
		t.Errorf("before the first: %v, %v", all, err)
	}
	plain := letter
	plain.HTML, plain.Subject = "", "plain"
	before := time.Now().Add(-2 * time.Second)
	for _, m := range []mail.Message{letter, plain} {
		check(t, f.Send(t.Context(), m))
	}
	all, err := f.List(10)
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	for i, want := range []mail.Message{plain, letter} { // the newest first
		got, err := f.Get(all[i].ID)
		text := strings.ReplaceAll(got.Text, "\r\n", "\n")
		if err != nil || got != all[i] || got.To != want.To || got.Subject != want.Subject || got.Kind != want.Kind || text != want.Text || got.HTML != want.HTML {
			t.Errorf("got %+v\nwant %+v\n%v", got, want, err)
		}
		if got.SentAt.Before(before) || got.SentAt.Location() != time.UTC {
			t.Errorf("sent at %v", got.SentAt)
		}
	}
	if some, err := f.List(1); len(some) != 1 || err != nil {
		t.Errorf("limited to one: %d, %v", len(some), err)
	}
	for _, id := range []string{"../secret", "", all[0].ID[:35] + "x"} {
		if _, err := f.Get(id); !errs.Is(err, errs.NotFound) {
			t.Errorf("get %q: %v", id, err)
		}
	}
}

func TestBadMailsAreRefused(t *testing.T) {
	f := mail.Folder{Dir: t.TempDir()}
	for name, change := range map[string]func(m *mail.Message){
		"a header in the subject": func(m *mail.Message) { m.Subject = "Hi\r\nBcc: all@example.org" },
		"a header in the name":    func(m *mail.Message) { m.ToName = "x\nBcc: all@example.org" },
		"a header in the kind":    func(m *mail.Message) { m.Kind = "x\rBcc: all@example.org" },
		"a header in the address": func(m *mail.Message) { m.To = "a@example.org\r\nBcc: b@example.org" },
		"two addresses":           func(m *mail.Message) { m.To = "a@example.org, b@example.org" },
		"an address with a name":  func(m *mail.Message) { m.To = "A <a@example.org>" },
		"no address":              func(m *mail.Message) { m.To = "" },
		"no subject":              func(m *mail.Message) { m.Subject = "" },
		"only HTML, without text": func(m *mail.Message) { m.Text = "" },
		"an end of a C string":    func(m *mail.Message) { m.Subject = "a\x00b" },
	} {
		m := letter
		change(&m)
		if err := f.Send(t.Context(), m); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, _ := f.List(10); len(all) != 0 {
		t.Errorf("%d were written", len(all))
	}
}

// moody fails as often as it is told before it takes a mail.
type moody struct {
	mu       sync.Mutex
	failures int
	taken    []mail.Message
}

func (s *moody) Send(_ context.Context, m mail.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m.Kind == "refused" {
		s.taken = append(s.taken, m)
		return errs.New(errs.Invalid, "mail_refused", "no")
	}
	if s.failures > 0 {
		s.failures--
		return errs.New(errs.Unavailable, "x", "later").After(10 * time.Millisecond)
	}
	s.taken = append(s.taken, m)
	return nil
}

func TestAQueuedMailIsDeliveredOnceTheServerTakesIt(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d, b, sender := open("auth"), harness.Bus(t), &moody{failures: 3}
		check(t, outbox.Migrate(t.Context(), d))
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		defer all.Wait()
		defer cancel()
		all.Go(func() { _ = mail.Deliver(ctx, b, sender) })
		all.Go(func() { _ = outbox.Relay{DB: d, Bus: b, Log: harness.Log(t)}.Run(ctx) })
		err := d.InTx(ctx, func(ctx context.Context) error {
			check(t, mail.Queue(ctx, d, letter))
			return errors.New("taken back")
		})
		if err == nil {
			t.Error("committed")
		}
		refused, bad := letter, letter
		refused.Kind, bad.To = "refused", "nobody"
		if err := mail.Queue(ctx, d, bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("a bad address: %v", err)
		}
		check(t, d.InTx(ctx, func(ctx context.Context) error {
			return errors.Join(mail.Queue(ctx, d, refused), mail.Queue(ctx, d, letter))
		}))
		harness.Eventually(t, 20*time.Second, func() error {
			sender.mu.Lock()
			defer sender.mu.Unlock()
			if len(sender.taken) != 2 {
				return fmt.Errorf("%d were handed over", len(sender.taken))
			}
			return nil
		})
		for _, m := range sender.taken {
			if m.Kind == "invitation" && m != letter {
				t.Errorf("changed on the way: %+v", m)
			}
		}
	})
}

func TestACalendarsEntryIsAPartOfTheMail(t *testing.T) {
	f := mail.Folder{Dir: t.TempDir()}
	m := letter
	m.Calendar = mail.Calendar{Method: "REQUEST", Text: "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:a=b\r\nEND:VCALENDAR\r\n"}
	check(t, f.Send(t.Context(), m))
	all, err := f.List(1)
	if err != nil || len(all) != 1 || all[0].HTML != m.HTML || !strings.HasPrefix(all[0].Text, "Dzień dobry!") {
		t.Fatalf("its words are %+v, %v", all, err)
	}
	text, err := os.ReadFile(filepath.Join(f.Dir, all[0].ID+".eml"))
	check(t, err)
	want := "Content-Type: text/calendar; method=REQUEST; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:a=3Db\r\nEND:VCALENDAR\r\n"
	if !strings.Contains(string(text), want) {
		t.Errorf("%q is missing:\n%s", want, text)
	}
	m.Calendar.Method = "REQUEST\r\nBcc: all@example.org"
	if err := f.Send(t.Context(), m); errs.Of(err).Code != "mail_calendar" {
		t.Errorf("a header in the method: %v", err)
	}
}
