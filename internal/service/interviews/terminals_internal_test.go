package interviews

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// hears hands what execution tells to whoever takes it in.
func hears(t *testing.T, take func(context.Context, bus.Delivery) error, told any) error {
	t.Helper()
	data, err := json.Marshal(told)
	must(t, err)
	return take(t.Context(), bus.Delivery{Message: bus.Message{Data: data}})
}

// opened has execution tell that somebody has opened a terminal.
func (r *room) opened(t *testing.T, who context.Context) execution.Run {
	t.Helper()
	q := r.asks(who)
	run := execution.Run{
		ID: ids.New[ids.Run](), Organization: r.org, User: q.User, Session: q.Session, Place: q.Place, Language: "python", StartedAt: r.at,
		Terminal: &execution.TerminalSize{Rows: 20, Columns: 90},
	}
	must(t, hears(t, r.workspaces.OnRun, run))
	return run
}

// closed has execution tell its end.
func (r *room) closed(t *testing.T, run execution.Run) {
	t.Helper()
	run.Result = execution.RunResult{Status: "ok", Stdout: "bye"}
	must(t, hears(t, r.workspaces.OnRun, run))
}

// asks is a question of execution about somebody in the room.
func (r *room) asks(who context.Context) places.MayRun {
	p := identity.From(who)
	q := places.MayRun{Organization: p.Organization, User: p.User, Place: identity.InInterview(r.ID)}
	if p.Role == identity.Guest {
		q.Session = p.Session
	}
	return q
}

// wished hears which terminals are to be ended.
func (w *world) wished(t *testing.T) <-chan execution.EndTerminals {
	t.Helper()
	all := make(chan execution.EndTerminals, 8)
	stop, err := w.deps.Bus.Subscribe(execution.SubjectEndTerminals, func(_ context.Context, m bus.Message) {
		var e execution.EndTerminals
		if m.Decode(&e) == nil {
			all <- e
		}
	})
	must(t, err)
	t.Cleanup(func() { must(t, stop()) })
	return all
}

func within[T any](t *testing.T, from <-chan T) (one T) {
	t.Helper()
	select {
	case one = <-from:
	case <-time.After(harness.Patience):
		t.Fatal("nothing was told")
	}
	return one
}

// TestWhoTypesIntoTheRoomsTerminal is who writes in its files at that moment, under the name that the others know.
func TestWhoTypesIntoTheRoomsTerminal(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		observer := r.admitted(t, w.invite(t, r.Interview, "see@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Observer }))
		lee := r.enter(t, w.invite(t, r.Interview, "lee@candidates.example"))
		ask := func(who context.Context) string {
			q := r.asks(who)
			q.Reads = true
			may, err := w.MayRun(t.Context(), q)
			if err != nil {
				return errs.Of(err).Code
			}
			return fmt.Sprint(may.Name, " types: ", may.Types)
		}
		for _, c := range []struct {
			says   string
			change func()
			want   [5]string // the candidate, the interviewer, an observer, who waits, a member who has not come
		}{
			{"at the beginning", func() {}, [5]string{"Kim types: true", "Grace Hopper types: true", "Kim types: false", "not_admitted", " types: false"}},
			{"while the files are locked", func() { r.arrange(map[string]any{"locked": true}) }, [5]string{"Kim types: false", "Grace Hopper types: true", "Kim types: false", "not_admitted", " types: false"}},
			{"when the candidate was removed", func() {
				_, err := w.participants.SetState(w.staff, r.invited.ID, participant.Removed)
				must(t, err)
			}, [5]string{"removed_from_interview", "Grace Hopper types: true", "Kim types: false", "not_admitted", " types: false"}},
			{"after the end", func() { r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"}) }, [5]string{"removed_from_interview", "Grace Hopper types: false", "Kim types: false", "not_admitted", " types: false"}},
		} {
			c.change()
			got := [5]string{ask(r.kims), ask(r.hosts), ask(observer), ask(lee), ask(w.staff)}
			if got != c.want {
				t.Errorf("%s: %q, want %q", c.says, got, c.want)
			}
		}
	})
}

// TestARoomHasOneTerminal: another one is opened by who knows of it, and ends it, for everybody and once.
func TestARoomHasOneTerminal(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		wished := w.wished(t)
		open := func(who context.Context, replaces ids.Run) error {
			q := r.asks(who)
			q.Terminal, q.Replaces = true, replaces
			_, err := w.MayRun(t.Context(), q)
			return err
		}
		r.arrange(map[string]any{"locked": true})
		wants(t, open(r.kims, ""), "files_locked")
		r.arrange(map[string]any{"locked": false})
		must(t, open(r.kims, ""))
		first := r.opened(t, r.kims)
		wants(t, open(r.hosts, ""), "terminal_open")
		wants(t, open(r.hosts, ids.New[ids.Run]()), "terminal_open")
		must(t, open(r.hosts, first.ID))

		r.at = r.at.Add(time.Minute)
		second := r.opened(t, r.hosts)
		if e := within(t, wished); e.Place != identity.InInterview(r.ID) || !e.Before.Equal(second.StartedAt) || e.Why == "" {
			t.Errorf("what is to be ended is %+v", e)
		}
		must(t, hears(t, w.workspaces.OnRun, first)) // word of the first comes again
		r.closed(t, first)
		wants(t, open(r.kims, ""), "terminal_open")
		r.closed(t, second)
		must(t, open(r.kims, ""))

		var told []string
		for _, e := range r.list(r.host, "timeline-entries") {
			if data, _ := e.Attributes["data"].(map[string]any); strings.HasPrefix(e.Text("kind"), "terminal") {
				told = append(told, fmt.Sprint(e.Text("kind"), " of ", e.Text("name"), ": ", data["rows"], " ", data["status"]))
			}
		}
		want := []string{"terminal of Kim: 20 <nil>", "terminal-ended of Kim: <nil> cancelled", "terminal of Grace Hopper: 20 <nil>", "terminal-ended of Grace Hopper: <nil> ok"}
		slices.Sort(told)
		slices.Sort(want)
		if !slices.Equal(told, want) {
			t.Errorf("the timeline has %q, want %q", told, want)
		}
	})
}

// TestOfTwoTerminalsThatAreOpenedAtOnceTheNewerStays, whichever is told of first.
func TestOfTwoTerminalsThatAreOpenedAtOnceTheNewerStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		wished := w.wished(t)
		r.at = r.at.Add(time.Minute)
		newer := r.opened(t, r.hosts)
		r.at = r.at.Add(-time.Minute)
		r.opened(t, r.kims)
		if e := within(t, wished); e.Place != newer.Place || !e.Before.Equal(newer.StartedAt) {
			t.Errorf("what is to be ended is %+v", e)
		}
		q := r.asks(r.kims)
		q.Terminal, q.Replaces = true, newer.ID
		if _, err := w.MayRun(t.Context(), q); err != nil {
			t.Errorf("open is not the newer one: %v", err)
		}
	})
}

func TestTheTerminalEndsWithTheInterview(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		run := r.opened(t, r.kims)
		wished := w.wished(t)
		r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"})
		if e := within(t, wished); e.Place != run.Place || !run.StartedAt.Before(e.Before) {
			t.Errorf("what is to be ended is %+v", e)
		}
		late := r.opened(t, r.kims) // it was asked for before the end, and begins behind it
		if e := within(t, wished); e.Place != late.Place || !late.StartedAt.Before(e.Before) {
			t.Errorf("of one that was late is to be ended %+v", e)
		}
	})
}

// TestWhatTheTerminalShowedIsKept with its times, once, as far as there is room, for who goes through the interview again.
func TestWhatTheTerminalShowedIsKept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		run := r.opened(t, r.kims)
		shows := func(number int, atMs int64, data string) {
			t.Helper()
			must(t, hears(t, w.workspaces.OnShown, execution.Shown{Run: run.ID, Organization: w.org, Place: run.Place, Number: number, AtMs: atMs, Data: []byte(data)}))
		}
		shows(2, 900, "\xb6\x00 Kim\r\n")
		shows(1, 300, "Gr\xc3")
		shows(2, 900, "\xb6\x00 Kim\r\n")
		_, err := db.Exec(t.Context(), w.db, `UPDATE workspaces SET terminal_bytes = 16777216 WHERE interview_id = $1`, r.ID)
		must(t, err)
		shows(3, 1000, "more than is kept")
		lost := execution.Shown{Run: run.ID, Organization: w.org, Place: identity.InInterview(ids.New[ids.Interview]()), Number: 4, Data: []byte("x")}
		if err := hears(t, w.workspaces.OnShown, lost); !errs.Is(err, errs.Gone) {
			t.Errorf("of an interview that there is not: %v", err)
		}

		if got, want := tape(t, r.host.Get("/v1/interview-terminals/"+string(run.ID))), "300 \"Gr\\xc3\" 900 \"\\xb6\\x00 Kim\\r\\n\" "; got != want {
			t.Errorf("kept is %s, want %s", got, want)
		}
		reads, err := db.Select[string](t.Context(), w.db, `SELECT reader FROM replay_reads WHERE interview_id = $1`, r.ID)
		if must(t, err); !slices.Equal(reads, []string{string(identity.From(r.hosts).User)}) {
			t.Errorf("who read it is %v", reads)
		}
	})
}

func tape(t *testing.T, terminal client.Resource) (text string) {
	t.Helper()
	for _, o := range terminal.Attributes["outputs"].([]any) {
		output := o.(map[string]any)
		data, err := base64.StdEncoding.DecodeString(output["data"].(string))
		must(t, err)
		text += fmt.Sprintf("%v %q ", output["atMs"], data)
	}
	return text
}
