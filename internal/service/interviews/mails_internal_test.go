package interviews

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// mails takes what was queued since it was asked before.
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

// only is the one mail that there is.
func (w *world) only(t *testing.T, kind, to string) mail.Message {
	t.Helper()
	all := w.mails(t)
	if len(all) != 1 || all[0].Kind != kind || all[0].To != to {
		t.Fatalf("queued are %+v, not one of the kind %s to %s", all, kind, to)
	}
	return all[0]
}

// has looks for lines of an entry, which are folded (RFC 5545, 3.1).
func has(t *testing.T, m mail.Message, method string, lines ...string) {
	t.Helper()
	text := strings.ReplaceAll(m.Calendar.Text, "\r\n ", "")
	for _, line := range append(lines, "METHOD:"+method) {
		if !strings.Contains(text, line+"\r\n") {
			t.Errorf("the mail %s has no %s:\n%s", m.Kind, line, text)
		}
	}
	if m.Calendar.Method != method {
		t.Errorf("the part is of %q, not of %s", m.Calendar.Method, method)
	}
}

func says(t *testing.T, m mail.Message, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(m.Text, word) {
			t.Errorf("the mail %s does not say %q:\n%s", m.Kind, word, m.Text)
		}
	}
}

// linkIn is the link of a mail's text.
func linkIn(t *testing.T, m mail.Message) participant.Participant {
	t.Helper()
	_, rest, found := strings.Cut(m.Text, "http://codecraft.test/interview/")
	if !found {
		t.Fatalf("no link in:\n%s", m.Text)
	}
	return participant.Participant{Link: "/" + strings.Fields(rest)[0]}
}

const kims = "kim@candidates.example"

func TestAnInvitationIsAnEntryOfOnesCalendar(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		invited, err := w.participants.Invite(w.staff, participant.Participant{
			Interview: w.scheduled(t).ID, Role: participant.Candidate, Email: kims, Name: `Kim "K" O'Neill; of, all: people`,
		})
		must(t, err)
		m := w.only(t, "interview", kims)
		says(t, m, invited.Link, "14:45 +0545")
		has(t, m, "REQUEST", "URL:"+invited.Link, "LOCATION:"+invited.Link, "SEQUENCE:0", "ORGANIZER;CN=Interviews:mailto:talks@codecraft.test",
			"ATTENDEE;CN=Kim K O’Neill of all people;RSVP=false:mailto:"+kims)
	})
}

func TestEverybodyInvitedLearnsThatAnInterviewIsMovedOrCancelled(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(24 * time.Hour) })
		first := w.invite(t, i, kims)
		gone := w.invite(t, i, "gone@candidates.example")
		_, err := w.participants.SetState(w.staff, gone.ID, participant.Removed)
		must(t, err)
		w.mails(t)

		moved := i
		moved.StartsAt, moved.DurationMinutes = i.StartsAt.Add(2*time.Hour), 45
		must(t, w.schedule.Update(w.staff, &moved, i))
		m := w.only(t, "interview-changed", kims)
		says(t, m, "by Grace Hopper", "It begins on Tuesday, 3 March 2026, 16:45 +0545. Before, that was Tuesday, 3 March 2026, 14:45 +0545.", "It lasts 45 minutes. Before, that was 60.")
		has(t, m, "REQUEST", "SEQUENCE:1", "DTSTART:20260303T110000Z", "UID:"+string(i.ID)+"@codecraft", "URL:http://codecraft.test/interview"+linkIn(t, m).Link)
		w.enter(t, first) // the link from before, and that of the mail
		w.enter(t, linkIn(t, m))

		agenda := moved
		agenda.Agenda = "Questions"
		must(t, w.schedule.Update(w.staff, &agenda, moved))
		stale := moved
		stale.State = schedule.Cancelled
		wants(t, w.schedule.Update(w.staff, &stale, moved), "version_conflict")
		if all := w.mails(t); len(all) > 0 {
			t.Errorf("what is in no calendar, or was not stored, is told: %+v", all)
		}

		cancelled := agenda
		cancelled.State = schedule.Cancelled
		must(t, w.schedule.Update(w.staff, &cancelled, agenda))
		m = w.only(t, "interview-cancelled", kims)
		says(t, m, "was cancelled by Grace Hopper", "16:45 +0545")
		has(t, m, "CANCEL", "SEQUENCE:2", "STATUS:CANCELLED")

		again := cancelled
		again.State = schedule.Scheduled
		must(t, w.schedule.Update(w.staff, &again, cancelled))
		m = w.only(t, "interview-changed", kims)
		says(t, m, "It was cancelled, and takes place after all.")
		has(t, m, "REQUEST", "SEQUENCE:3", "STATUS:CONFIRMED")
	})
}

func TestPeopleAreRemindedOnceAnHourBefore(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(3 * time.Hour) })
		soon := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(10 * time.Minute) })
		first := w.invite(t, i, kims)
		w.invite(t, soon, "sam@candidates.example") // whose invitation says it
		w.mails(t)
		remind := func(after time.Duration) {
			t.Helper()
			w.at = w.at.Add(after)
			var all sync.WaitGroup
			for range 3 { // replicas
				all.Go(func() {
					if err := w.participants.RemindDue(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		remind(0)
		remind(119 * time.Minute)
		if all := w.mails(t); len(all) > 0 {
			t.Fatalf("told too early: %+v", all)
		}
		remind(90 * time.Second)
		m := w.only(t, "interview-reminder", kims)
		says(t, m, "begins on Monday, 2 March 2026, 17:45 +0545")
		w.enter(t, first)
		w.enter(t, linkIn(t, m))

		moved, err := w.schedule.Get(t.Context(), w.org, i.ID)
		must(t, err)
		before := moved
		moved.StartsAt = moved.StartsAt.Add(2 * time.Hour)
		must(t, w.schedule.Update(w.staff, &moved, before))
		w.only(t, "interview-changed", kims)
		remind(0)
		remind(2 * time.Hour)
		w.only(t, "interview-reminder", kims)
		remind(3 * time.Hour) // after its beginning
		if all := w.mails(t); len(all) > 0 {
			t.Errorf("told again: %+v", all)
		}
	})
}

func TestANewLinkEndsAllOnesLinks(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(24 * time.Hour) })
		first := w.invite(t, i, kims)
		w.mails(t)
		moved := i
		moved.StartsAt = i.StartsAt.Add(time.Hour)
		must(t, w.schedule.Update(w.staff, &moved, i))
		second := linkIn(t, w.only(t, "interview-changed", kims))
		third, err := w.participants.NewLink(w.staff, first.ID)
		must(t, err)
		has(t, w.only(t, "interview", kims), "REQUEST", "SEQUENCE:1", "URL:"+third.Link)
		for _, old := range []participant.Participant{first, second} {
			_, _, err := w.participants.Enter(t.Context(), secret(old))
			wants(t, err, "invitation_unknown")
		}
		w.enter(t, third)
		if _, err := w.participants.NewLink(w.member(t, identity.Interviewer), first.ID); err == nil {
			t.Error("an interviewer ends a link")
		}
	})
}

func TestAnOrganizationSendsSoManyMailsAboutInterviewsADay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open, func(d *Deps) { d.Config.OrganizationMails = 4 })
		over := func(err error) {
			t.Helper()
			wants(t, err, quota.Code)
			if e := errs.Of(err); e.Kind != errs.TooMany || e.RetryAfter != 15*time.Hour || !strings.Contains(e.Detail, "4 mails a day") {
				t.Errorf("the refusal is %+v", e)
			}
		}
		i := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(24 * time.Hour) })
		first := w.invite(t, i, kims)
		w.invite(t, i, "sam@candidates.example")
		second, err := w.participants.NewLink(w.staff, first.ID)
		must(t, err)
		w.mails(t)

		moved := i // two would have to be told, and one can be
		moved.StartsAt = i.StartsAt.Add(time.Hour)
		over(w.schedule.Update(w.staff, &moved, i))
		stored, err := w.schedule.Get(t.Context(), w.org, i.ID)
		must(t, err)
		if !stored.StartsAt.Equal(i.StartsAt) || stored.Sequence != i.Sequence || len(w.mails(t)) != 0 {
			t.Errorf("it was moved to %v, and not everybody told", stored.StartsAt)
		}
		w.invite(t, i, "ada@candidates.example")
		_, err = w.participants.Invite(w.staff, participant.Participant{Interview: i.ID, Role: participant.Candidate, Email: "bob@candidates.example"})
		over(err)
		_, err = w.participants.NewLink(w.staff, first.ID)
		over(err)
		w.mails(t)
		w.enter(t, second) // it stays good

		cancelled := stored
		cancelled.State = schedule.Cancelled
		must(t, w.schedule.Update(w.staff, &cancelled, stored))
		if told := w.mails(t); len(told) != 3 {
			t.Errorf("%d of three were told that it is cancelled", len(told))
		}
		again := cancelled
		again.State = schedule.Scheduled
		over(w.schedule.Update(w.staff, &again, cancelled))

		w.at = w.at.Add(15 * time.Hour)
		again = cancelled
		again.State = schedule.Scheduled
		must(t, w.schedule.Update(w.staff, &again, cancelled))
	})
}
