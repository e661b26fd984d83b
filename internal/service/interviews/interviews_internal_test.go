package interviews

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// sessions is auth: each guest gets a session of their own.
type sessions struct{}

func (sessions) CandidateSession(_ context.Context, q auth.CandidateSession) (auth.Tokens, error) {
	return auth.Tokens{Session: ids.New[ids.Session](), AccessToken: q.Place.String(), AccessExpiresAt: q.EndsAt, RefreshExpiresAt: q.EndsAt}, nil
}

func (sessions) Names(_ context.Context, q auth.NamesOf) (auth.Names, error) {
	return auth.Names{Organization: "Bits", User: "Grace Hopper", Email: addressOf(q.User)}, nil
}

// addressOf is where a member of the organization is written to.
func addressOf(user ids.User) string { return string(user) + "@bits.example" }

// rooms are video without pictures: who holds a ticket is present.
type rooms struct {
	mu      sync.Mutex
	present map[string][]string
	sinks   map[string]media.Sink // of those that are recorded
	deaf    error                 // why none can be
	shut    error                 // why nobody is let in
	between func()                // happens once, before somebody is
	asked   func()                // happens each time before it is told who is there
}

func (r *rooms) Open(context.Context, string) error { return nil }

func (r *rooms) Ticket(_ context.Context, room string, p media.Person) (media.Ticket, error) {
	if happens := r.between; happens != nil {
		r.between = nil
		happens()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.shut != nil {
		return media.Ticket{}, r.shut
	}
	r.present[room] = append(r.present[room], p.Identity)
	return media.Ticket{Provider: "livekit", Address: "/media", Token: p.Identity}, nil
}

func (r *rooms) Present(_ context.Context, room string) ([]string, error) {
	if r.asked != nil {
		r.asked()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.present[room]), nil
}

func (r *rooms) Evict(_ context.Context, room, who string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.present[room] = slices.DeleteFunc(r.present[room], func(x string) bool { return x == who })
	return nil
}

func (r *rooms) Close(_ context.Context, room string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.present, room)
	return nil
}

type world struct {
	*Service
	at      time.Time
	rooms   *rooms
	studio  *studio
	library *library
	staff   context.Context
	org     ids.Organization
	deps    Deps
}

func newWorld(t *testing.T, open func(string) *db.DB, change ...func(*Deps)) *world {
	t.Helper()
	d := open("interviews")
	tables, err := fs.Sub(Migrations, "migrations")
	must(t, err)
	must(t, d.Migrate(t.Context(), tables))
	must(t, outbox.Migrate(t.Context(), d))
	must(t, quota.Migrate(t.Context(), d))
	w := &world{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), org: ids.New[ids.Organization](), rooms: &rooms{present: map[string][]string{}, sinks: map[string]media.Sink{}}, studio: &studio{}, library: &library{}}
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	must(t, err)
	c := Defaults()
	c.PublicURL, c.MailFrom = "http://codecraft.test", "Interviews <talks@codecraft.test>"
	w.deps = Deps{
		DB: d, Bus: harness.Bus(t), Blobs: blobs, Auth: sessions{}, Problems: w.library, Media: w.rooms, Recorder: w.rooms, Spool: t.TempDir(), Maker: w.studio, Films: t.TempDir(),
		Log: harness.Log(t), Config: c, Clock: func() time.Time { return w.at },
	}
	for _, change := range change {
		change(&w.deps)
	}
	w.Service, err = New(w.deps)
	must(t, err)
	w.staff = w.member(t, identity.Recruiter)
	return w
}

func (w *world) member(t *testing.T, role identity.Role) context.Context {
	return identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: role, Session: ids.New[ids.Session]()})
}

// scheduled is an interview that begins now.
func (w *world) scheduled(t *testing.T, change ...func(*schedule.Interview)) schedule.Interview {
	t.Helper()
	i := schedule.Interview{Title: "Systems", StartsAt: w.at, DurationMinutes: 60, TimeZone: "Asia/Kathmandu"}
	for _, c := range change {
		c(&i)
	}
	must(t, w.schedule.Create(w.staff, &i))
	return i
}

func toBeRecorded(i *schedule.Interview) { i.Recorded = true }

func (w *world) invite(t *testing.T, to schedule.Interview, email string, change ...func(*participant.Participant)) participant.Participant {
	t.Helper()
	who := participant.Participant{Interview: to.ID, Role: participant.Candidate, Email: email, Name: "Kim"}
	for _, c := range change {
		if c != nil {
			c(&who)
		}
	}
	p, err := w.participants.Invite(w.staff, who)
	must(t, err)
	return p
}

// enter opens somebody's link, as a page does.
func (w *world) enter(t *testing.T, invited participant.Participant) context.Context {
	t.Helper()
	p, tokens, err := w.participants.Enter(t.Context(), secret(invited))
	must(t, err)
	return identity.With(t.Context(), identity.Principal{
		Organization: w.org, Role: identity.Guest, Session: tokens.Session, Place: identity.InInterview(p.Interview),
	})
}

func secret(p participant.Participant) string { return p.Link[strings.LastIndex(p.Link, "/")+1:] }

const tab = "a-tab-of-the-page"

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if err == nil || errs.Of(err).Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// each runs a test on both databases.
func each(t *testing.T, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) { test(t, newWorld(t, open)) })
}

func TestAGuestWaitsUntilAnInterviewerAdmitsThem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		kim := w.enter(t, w.invite(t, i, "kim@candidates.example"))

		session, err := w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		must(t, err)
		if session.Participant.State != participant.Waiting || session.Ticket != nil || session.Interview.State != schedule.Scheduled {
			t.Fatalf("a guest is let in: %+v", session)
		}
		if _, err := w.participants.SetState(kim, session.Participant.ID, participant.Admitted); err == nil {
			t.Error("a guest admits themselves")
		}
		host, err := w.calls.Join(w.member(t, identity.Interviewer), i.ID, call.Knock{Tab: tab})
		must(t, err)
		if host.Participant.State != participant.Admitted || host.Ticket == nil || host.Interview.State != schedule.Live || host.Interview.StartedAt == nil {
			t.Fatalf("an interviewer is not let in, or begins nothing: %+v", host)
		}
		_, err = w.participants.SetState(w.staff, session.Participant.ID, participant.Admitted)
		must(t, err)
		for range 2 { // and again, after a lost connection
			session, err = w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
			must(t, err)
			if session.Participant.State != participant.Admitted || session.Ticket == nil || !strings.HasPrefix(session.Ticket.Token, string(session.Participant.ID)) {
				t.Fatalf("who was admitted is not let in: %+v", session)
			}
		}
	})
}

func TestWhoIsRemovedStaysOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		invited := w.invite(t, i, "kim@candidates.example")
		kim := w.enter(t, invited)
		_, err := w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		must(t, err)
		_, err = w.participants.SetState(w.staff, invited.ID, participant.Admitted)
		must(t, err)
		for _, name := range []string{tab, "another-tab"} {
			_, err = w.calls.Join(kim, i.ID, call.Knock{Tab: name, TakeOver: true})
			must(t, err)
		}
		host, err := w.calls.Join(w.staff, i.ID, call.Knock{Tab: tab})
		must(t, err)

		_, err = w.participants.SetState(w.staff, invited.ID, participant.Removed)
		must(t, err)
		if got, _ := w.rooms.Present(t.Context(), string(i.ID)); !slices.Equal(got, []string{host.Ticket.Token}) {
			t.Errorf("present are still %v", got)
		}
		_, err = w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		wants(t, err, "removed_from_interview")
		_, _, err = w.participants.Enter(t.Context(), secret(invited))
		wants(t, err, "removed_from_interview")
	})
}

func TestWhoIsRemovedWhileTheyKnockStaysOut(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		for n := range 10 {
			invited := w.invite(t, i, fmt.Sprintf("kim%d@candidates.example", n))
			kim := w.enter(t, invited)
			_, err := w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
			must(t, err)
			_, err = w.participants.SetState(w.staff, invited.ID, participant.Admitted)
			must(t, err)
			var both sync.WaitGroup
			var removed error
			both.Go(func() { _, _ = w.calls.Join(kim, i.ID, call.Knock{Tab: tab}) }) // it may be in time, or not
			both.Go(func() { _, removed = w.participants.SetState(w.staff, invited.ID, participant.Removed) })
			both.Wait()
			must(t, removed)
			if now, err := w.participants.Get(t.Context(), w.org, invited.ID); err != nil || now.State != participant.Removed {
				t.Fatalf("who was removed is %s (%v)", now.State, err)
			}
		}
	})
}

func TestNobodyEntersARecordedInterviewUnasked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, toBeRecorded)
		kim := w.enter(t, w.invite(t, i, "kim@candidates.example"))
		for _, who := range []context.Context{kim, w.staff} {
			_, err := w.calls.Join(who, i.ID, call.Knock{Tab: tab})
			wants(t, err, "consent_missing")
			for _, answer := range []string{participant.Refused, participant.Given} {
				session, err := w.calls.Join(who, i.ID, call.Knock{Tab: tab, Consent: answer})
				must(t, err)
				if session.Participant.Consent != answer {
					t.Errorf("consent is %q, not %q", session.Participant.Consent, answer)
				}
			}
			_, err = w.calls.Join(who, i.ID, call.Knock{Tab: tab}) // again on rejoin
			wants(t, err, "consent_missing")
		}
	})
}

func TestNoInterviewIsToBeRecordedWhileNoneCanBe(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open, func(d *Deps) { d.Recorder = nil })
		i := schedule.Interview{Title: "Systems", StartsAt: w.at, DurationMinutes: 60, TimeZone: "UTC", Recorded: true}
		wants(t, w.schedule.Create(w.staff, &i), "recording_unavailable")
		before := w.scheduled(t)
		now := before
		now.Recorded = true
		wants(t, w.schedule.Update(w.staff, &now, before), "recording_unavailable")

		_, err := db.Exec(t.Context(), w.db, `UPDATE interviews SET recorded = $1 WHERE id = $2`, true, before.ID)
		must(t, err)
		before, err = w.schedule.Get(t.Context(), w.org, before.ID)
		must(t, err)
		now = before
		now.Title = "Of a replica that records"
		must(t, w.schedule.Update(w.staff, &now, before))
	})
}

func TestASecondDeviceAsksBeforeItTakesOver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		_, err := w.calls.Join(w.staff, i.ID, call.Knock{Tab: tab})
		must(t, err)
		_, err = w.calls.Join(w.member(t, identity.Interviewer), i.ID, call.Knock{Tab: "of-somebody-else"})
		must(t, err)
		_, err = w.calls.Join(w.staff, i.ID, call.Knock{Tab: "on-the-phone"})
		wants(t, err, "in_elsewhere")
		_, err = w.calls.Join(w.staff, i.ID, call.Knock{Tab: tab}) // who reloads the page, or lost the connection
		must(t, err)
		_, err = w.calls.Join(w.staff, i.ID, call.Knock{Tab: "on-the-phone", TakeOver: true})
		must(t, err)
	})
}

func TestAMemberWhoWasInvitedByAddressIsThereOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		grace := w.member(t, identity.Interviewer)
		invited := w.invite(t, i, addressOf(identity.From(grace).User), func(p *participant.Participant) { p.Role = participant.Interviewer })
		session, err := w.calls.Join(grace, i.ID, call.Knock{Tab: tab})
		must(t, err)
		if all, _ := w.participants.All(t.Context(), i); len(all) != 1 || session.Participant.ID != invited.ID || session.Participant.State != participant.Admitted {
			t.Errorf("invited as %s, she came as %+v; there are %d", invited.ID, session.Participant, len(all))
		}
	})
}

// TestAMemberIsToldWhichParticipantTheyAre, and nobody else that they are them.
func TestAMemberIsToldWhichParticipantTheyAre(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		iris := r.guest(t, "iris@elsewhere.example", participant.Interviewer)
		for name, want := range map[string]int{"host": 1, "staff": 0, "iris": 0} {
			who := map[string]*client.Client{"host": r.host, "staff": r.as(t, w.staff), "iris": iris}[name]
			own := 0
			for _, p := range r.list(who, "interview-participants") {
				if is, _ := p.Attributes["self"].(bool); is {
					own++
				}
			}
			if own != want {
				t.Errorf("%s is %d of them, want %d", name, own, want)
			}
		}
	})
}

// TestTheLinkOfAMembersInvitationWaitsAtTheDoor: whoever else has it is let in by an interviewer only.
func TestTheLinkOfAMembersInvitationWaitsAtTheDoor(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		invited := w.invite(t, i, addressOf(identity.From(w.staff).User), func(p *participant.Participant) { p.Role = participant.Observer })
		found, err := w.participants.Of(w.staff, i) // she looks at the lobby's stream, and has not come in
		must(t, err)
		if found.ID != invited.ID {
			t.Fatalf("she is %s, not %s", found.ID, invited.ID)
		}
		session, err := w.calls.Join(w.enter(t, invited), i.ID, call.Knock{Tab: tab})
		must(t, err)
		if session.Participant.State != participant.Waiting {
			t.Errorf("by the link one is %s", session.Participant.State)
		}
		w.mails(t)
		moved := i
		moved.Title = "Systems and more"
		must(t, w.schedule.Update(w.staff, &moved, i))
		w.only(t, "interview-changed", invited.Email) // she was invited, and learns of it
	})
}

func TestAnInterviewIsEnteredWhileItIsOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, func(i *schedule.Interview) { i.StartsAt = w.at.Add(2 * time.Hour) })
		kim := w.enter(t, w.invite(t, i, "kim@candidates.example"))
		_, err := w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		wants(t, err, "interview_not_yet")
		if !strings.Contains(err.Error(), "16:45 +0545") {
			t.Errorf("the time is not told in the interview's zone: %v", err)
		}
		w.at = w.at.Add(61 * time.Minute)
		_, err = w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		must(t, err)
		host, err := w.calls.Join(w.staff, i.ID, call.Knock{Tab: tab})
		must(t, err)
		live := host.Interview
		live.State = schedule.Ended
		must(t, w.schedule.Update(w.member(t, identity.Interviewer), &live, host.Interview))
		if got, _ := w.rooms.Present(t.Context(), string(i.ID)); len(got) > 0 {
			t.Errorf("%v stay in a room that is over", got)
		}
		_, err = w.calls.Join(kim, i.ID, call.Knock{Tab: tab})
		wants(t, err, "interview_ended")
		again := live
		again.State = schedule.Live
		wants(t, w.schedule.Update(w.staff, &again, live), "state_impossible")
	})
}

func TestRightsAtAnInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i, other := w.scheduled(t), w.scheduled(t)
		kim := w.enter(t, w.invite(t, i, "kim@candidates.example"))
		stranger := identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})

		if _, err := w.calls.Join(kim, other.ID, call.Knock{Tab: tab}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a guest of one interview at another: %v", err)
		}
		if _, err := w.calls.Join(stranger, i.ID, call.Knock{Tab: tab}); !errs.Is(err, errs.NotFound) {
			t.Errorf("another organization's owner: %v", err)
		}
		if _, err := w.calls.Join(w.member(t, identity.Author), i.ID, call.Knock{Tab: tab}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an author: %v", err)
		}
		moved := i
		moved.StartsAt = moved.StartsAt.Add(time.Hour)
		if err := w.schedule.Update(w.member(t, identity.Interviewer), &moved, i); !errs.Is(err, errs.Forbidden) {
			t.Errorf("an interviewer moves it: %v", err)
		}
		must(t, w.schedule.Update(w.staff, &moved, i))
		if moved.Sequence != 1 || moved.Revision != 2 {
			t.Errorf("calendars do not learn of it: %+v", moved)
		}
		stale := i
		stale.Title = "Of somebody who loaded it before"
		wants(t, w.schedule.Update(w.staff, &stale, i), "version_conflict")
	})
}

func TestAGuestInterviewerHoldsTheInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i, other := w.scheduled(t), w.scheduled(t)
		kim := w.invite(t, i, "kim@candidates.example")
		asKim := w.enter(t, kim)
		iris, err := w.participants.Invite(w.staff, participant.Participant{Interview: i.ID, Role: participant.Interviewer, Email: "iris@elsewhere.example"})
		must(t, err)
		asIris := w.enter(t, iris)
		strangers := w.invite(t, other, "eve@candidates.example")

		_, err = w.participants.SetState(asIris, kim.ID, participant.Admitted)
		wants(t, err, "interviewers_only") // she has not entered herself
		session, err := w.calls.Join(asIris, i.ID, call.Knock{Tab: tab})
		must(t, err)
		if session.Ticket == nil || session.Interview.State != schedule.Live {
			t.Fatalf("an interviewer by link waits: %+v", session)
		}
		_, err = w.participants.SetState(asIris, kim.ID, participant.Admitted)
		must(t, err)
		_, err = w.participants.SetState(asIris, strangers.ID, participant.Admitted)
		wants(t, err, "not_invited")
		_, err = w.participants.SetState(asKim, iris.ID, participant.Removed)
		wants(t, err, "interviewers_only")
		ended := session.Interview
		ended.State = schedule.Ended
		wants(t, w.schedule.Update(asKim, &ended, session.Interview), "interviewers_only")
		must(t, w.schedule.Update(asIris, &ended, session.Interview))
	})
}

func TestALinkIsReplacedByTheNext(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t)
		first := w.invite(t, i, "kim@candidates.example")
		_, err := w.participants.Invite(w.staff, participant.Participant{Interview: i.ID, Role: participant.Observer, Email: "KIM@candidates.example"})
		wants(t, err, "already_invited")
		second, err := w.participants.NewLink(w.staff, first.ID)
		must(t, err)
		_, _, err = w.participants.Enter(t.Context(), secret(first))
		wants(t, err, "invitation_unknown")
		w.enter(t, second)
	})
}

func TestTheCalendarKeepsItsEntry(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		i := w.scheduled(t, func(i *schedule.Interview) { i.Title = "C++; and, more" })
		text := w.schedule.Calendar(i, schedule.Entry{Method: schedule.Published, Link: "http://codecraft.test/x"})
		for _, line := range []string{
			"METHOD:PUBLISH", "UID:" + string(i.ID) + "@codecraft", "DTSTART:20260302T090000Z", "DTEND:20260302T100000Z", `SUMMARY:C++\; and\, more`, "SEQUENCE:0", "STATUS:CONFIRMED",
		} {
			if !strings.Contains(text, line+"\r\n") {
				t.Errorf("%s is missing:\n%s", line, text)
			}
		}
		gone := i
		gone.State = schedule.Cancelled
		must(t, w.schedule.Update(w.staff, &gone, i))
		text = w.schedule.Calendar(gone, schedule.Entry{Method: schedule.Published, Link: "http://codecraft.test/x"})
		for _, line := range []string{"METHOD:CANCEL", "UID:" + string(i.ID) + "@codecraft", "SEQUENCE:1", "STATUS:CANCELLED"} {
			if !strings.Contains(text, line+"\r\n") {
				t.Errorf("%s is missing:\n%s", line, text)
			}
		}
	})
}
