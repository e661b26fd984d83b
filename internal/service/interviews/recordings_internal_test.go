package interviews

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtp"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// Record listens in: the test tells the sink what is sent.
func (r *rooms) Record(_ context.Context, room string, sink media.Sink) (media.Recording, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.deaf != nil {
		return nil, r.deaf
	}
	r.sinks[room] = sink
	return &listener{done: make(chan struct{})}, nil
}

type listener struct {
	once sync.Once
	done chan struct{}
}

func (l *listener) Stop()                 { l.once.Do(func() { close(l.done) }) }
func (l *listener) Done() <-chan struct{} { return l.done }

// recorded is a room that is to be recorded, in which the host and Kim are and agree.
type recorded struct{ *room }

func (w *world) recorded(t *testing.T) recorded {
	t.Helper()
	r := recorded{w.room(t)}
	now := r.Interview
	var err error
	now, err = r.schedule.Get(t.Context(), r.org, now.ID)
	must(t, err)
	before := now
	now.Recorded = true
	must(t, r.schedule.Update(r.staff, &now, before))
	r.Interview = now
	r.answer(t, r.hosts, participant.Given)
	r.answer(t, r.kims, participant.Given)
	return r
}

// answer comes in, or says something else from within.
func (r recorded) answer(t *testing.T, who context.Context, consent string) participant.Participant {
	t.Helper()
	session, err := r.calls.Join(who, r.ID, call.Knock{Tab: tab, Consent: consent})
	must(t, err)
	return session.Participant
}

func (r recorded) look(t *testing.T) {
	t.Helper()
	must(t, r.recordings.Look(t.Context()))
}

// sound has somebody speak for a while, from the recording's begin on.
func (r recorded) sound(who participant.Participant, lasting time.Duration) {
	p := r.rooms.sinks[string(r.ID)].Track(media.Track{Identity: string(who.ID) + "." + tab, Source: media.Microphone})
	begin := time.Now()
	for n := range int(lasting / (20 * time.Millisecond)) {
		p.Packet(&rtp.Packet{Header: rtp.Header{SequenceNumber: uint16(n), Timestamp: uint32(n * 960)}, Payload: make([]byte, 80)}, begin.Add(time.Duration(n)*20*time.Millisecond))
	}
	p.Close()
}

func (r recorded) light(t *testing.T) recording.Light {
	t.Helper()
	i, err := r.schedule.Get(t.Context(), r.org, r.ID)
	must(t, err)
	light, err := r.recordings.Light(t.Context(), i)
	must(t, err)
	return light
}

// told are the timeline's entries about recordings.
func (r recorded) told(t *testing.T) (all []string) {
	t.Helper()
	rows, err := db.Select[db.JSON[map[string]any]](t.Context(), r.db, `SELECT data FROM timeline WHERE interview_id = $1 AND kind = 'recording' ORDER BY number`, r.ID)
	must(t, err)
	for _, x := range rows {
		all = append(all, x.V["change"].(string))
	}
	return all
}

func (r recorded) end(t *testing.T) {
	t.Helper()
	before, err := r.schedule.Get(t.Context(), r.org, r.ID)
	must(t, err)
	now := before
	now.State = schedule.Ended
	must(t, r.schedule.Update(r.hosts, &now, before))
	r.look(t)
}

func TestNothingIsRecordedBeforeEverybodyWasAsked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := recorded{w.room(t)}
		before, err := r.schedule.Get(t.Context(), r.org, r.ID)
		must(t, err)
		_, err = r.calls.Join(r.kims, r.ID, call.Knock{Tab: tab}) // while nobody is asked
		must(t, err)
		now := before
		now.Recorded = true
		must(t, r.schedule.Update(r.staff, &now, before))
		r.answer(t, r.hosts, participant.Given)
		r.look(t)
		if len(r.rooms.sinks) != 0 || r.light(t) != recording.Off {
			t.Fatal("it is recorded, though Kim was not asked")
		}
		r.answer(t, r.kims, participant.Given)
		r.look(t)
		if len(r.rooms.sinks) != 1 || r.light(t) != recording.On {
			t.Errorf("all agree, and the light is %s", r.light(t))
		}
		if got := r.told(t); !slices.Equal(got, []string{"started"}) {
			t.Errorf("told is %q", got)
		}
	})
}

func TestWhoRefusesTakesPartUnrecorded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		host, kim := r.answer(t, r.hosts, participant.Given), r.answer(t, r.kims, participant.Refused)
		r.look(t)
		sink := r.rooms.sinks[string(r.ID)]
		if sink == nil || !sink.Wants(string(host.ID)+"."+tab) || sink.Wants(string(kim.ID)+"."+tab) {
			t.Fatal("those are taken in who refuse, or those are not who agree")
		}
		r.answer(t, r.kims, participant.Given)
		r.look(t)
		if !sink.Wants(string(kim.ID) + "." + tab) {
			t.Error("who agrees later is not taken in")
		}
	})
}

func TestAWithdrawalPausesAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.look(t)
		first := r.rooms.sinks[string(r.ID)]
		kim := r.answer(t, r.kims, participant.Refused)
		if first.Wants(string(kim.ID) + "." + tab) {
			t.Fatal("she is still taken in")
		}
		r.look(t)
		if r.light(t) != recording.Paused {
			t.Errorf("the light is %s", r.light(t))
		}
		r.look(t)
		second := r.rooms.sinks[string(r.ID)]
		if second == first || second.Wants(string(kim.ID)+"."+tab) || r.light(t) != recording.On {
			t.Errorf("it does not go on without her: %s", r.light(t))
		}
		r.end(t)
		if got, want := r.told(t), []string{"started", "paused", "started", "stopped"}; !slices.Equal(got, want) || r.light(t) != recording.Off {
			t.Errorf("told is %q, and the light is %s", got, r.light(t))
		}
	})
}

func TestARecordingIsStoredAndPlayed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		kim := r.answer(t, r.kims, participant.Given)
		r.look(t)
		r.sound(kim, 20*time.Second)
		iris := r.as(t, r.enter(t, w.invite(t, r.Interview, "iris@elsewhere.example", func(p *participant.Participant) { p.Role = participant.Interviewer })))
		r.end(t)
		if got := r.list(r.host, "recordings"); len(got) != 1 || got[0].Text("state") != recording.Verifying {
			t.Fatalf("before it is stored: %+v", got)
		}
		must(t, r.recordings.DeliverAll(t.Context()))
		all := r.list(r.host, "recordings")
		if len(all) != 1 || all[0].Text("state") != recording.Recorded {
			t.Fatalf("there are %+v", all)
		}
		file := all[0].Attributes["files"].([]any)[0].(map[string]any)
		if file["participantId"] != string(kim.ID) || file["source"] != "camera" || file["hasSound"] != true || file["hasPictures"] != false || file["durationMs"].(float64) < 19_900 {
			t.Errorf("the file is %v", file)
		}
		address := "/v1/recordings/" + all[0].ID + "/files/" + file["name"].(string)
		whole := r.host.Raw("GET", address, nil, nil)
		if whole.Status != http.StatusOK || whole.Header.Get("Content-Type") != "video/webm" || string(blob.Of(whole.Body)) != file["sha256"] {
			t.Errorf("it is played as %d, %v", whole.Status, whole.Header)
		}
		part := r.host.Raw("GET", address, http.Header{"Range": {"bytes=500-1499"}}, nil)
		if part.Status != http.StatusPartialContent || !bytes.Equal(part.Body, whole.Body[500:1500]) {
			t.Errorf("a part is %d, %d bytes", part.Status, len(part.Body))
		}
		if n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM recording_reads WHERE reader = $1`, identity.From(r.hosts).User); err != nil || n != 1 {
			t.Errorf("kept are %d reads, %v", n, err)
		}
		for _, guest := range []*client.Client{r.kim, iris} {
			for _, path := range []string{address, "/v1/recordings?filter[interview]=" + string(r.ID)} {
				if got := guest.Raw("GET", path, nil, nil); got.Status != http.StatusForbidden {
					t.Errorf("a guest reads %s: %d", path, got.Status)
				}
			}
		}
		stranger := r.as(t, identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}))
		if got := stranger.Raw("GET", address, nil, nil); got.Status != http.StatusNotFound {
			t.Errorf("another organization plays it: %d", got.Status)
		}
		r.spoolIs(t)
	})
}

// spoolIs looks which recordings are in the spool.
func (r recorded) spoolIs(t *testing.T, want ...string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(r.deps.Spool, "*", "begun.json"))
	must(t, err)
	var got []string
	for _, f := range found {
		got = append(got, filepath.Base(filepath.Dir(f)))
	}
	if !slices.Equal(got, want) {
		t.Errorf("in the spool are %q, not %q", got, want)
	}
}

// faulty is a store that takes nothing, or gives back other bytes than it was given.
type faulty struct {
	blob.Store

	put error
	lie bool
}

func (f *faulty) Put(ctx context.Context, r io.Reader) (blob.Digest, int64, error) {
	if f.put != nil {
		return "", 0, f.put
	}
	return f.Store.Put(ctx, r)
}

func (f *faulty) Get(ctx context.Context, d blob.Digest) (io.ReadCloser, error) {
	if f.lie {
		return io.NopCloser(bytes.NewReader([]byte("others"))), nil
	}
	return f.Store.Get(ctx, d)
}

func TestWhatCannotBeStoredWaitsInTheSpool(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		store := &faulty{}
		w := newWorld(t, open, func(d *Deps) { store.Store, d.Blobs = d.Blobs, store })
		r := w.recorded(t)
		r.look(t)
		r.sound(r.answer(t, r.kims, participant.Given), 5*time.Second)
		r.end(t)
		id := r.list(r.host, "recordings")[0].ID
		for name, fault := range map[string]faulty{"takes nothing": {Store: store.Store, put: errors.New("500")}, "gives back others": {Store: store.Store, lie: true}} {
			*store = fault
			if err := r.recordings.DeliverAll(t.Context()); err == nil {
				t.Errorf("%s: it was stored", name)
			}
			if got := r.list(r.host, "recordings")[0]; got.Text("state") != recording.Verifying || got.Text("reason") == "" {
				t.Errorf("%s: %+v", name, got)
			}
			r.spoolIs(t, id)
		}
		*store = faulty{Store: store.Store}
		must(t, r.recordings.DeliverAll(t.Context()))
		if got := r.list(r.host, "recordings")[0]; got.Text("state") != recording.Recorded || got.Text("reason") != "" {
			t.Errorf("in the end: %+v", got)
		}
		r.spoolIs(t)
	})
}

func TestAReplicaTakesUpWhatItLeft(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.look(t)
		r.sound(r.answer(t, r.kims, participant.Given), 20*time.Second)
		again, err := New(w.deps) // after a kill: nothing was closed
		must(t, err)
		must(t, again.recordings.TakeUp(t.Context()))
		must(t, again.recordings.DeliverAll(t.Context()))
		all := r.list(r.host, "recordings")
		if len(all) != 1 || all[0].Text("state") != recording.Recorded || all[0].Attributes["endedAt"] == nil {
			t.Fatalf("there are %+v", all)
		}
		if ms := all[0].Attributes["files"].([]any)[0].(map[string]any)["durationMs"].(float64); ms < 15_000 {
			t.Errorf("of 20 s, %v ms are left", ms)
		}
		must(t, again.recordings.Look(t.Context()))
		if got, want := r.told(t), []string{"started", "paused", "started"}; !slices.Equal(got, want) {
			t.Errorf("told is %q", got)
		}
	})
}

func TestWhatWasNotBegunIsSaidToHaveFailed(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.look(t)
		must(t, os.RemoveAll(filepath.Join(w.deps.Spool, r.list(r.host, "recordings")[0].ID)))
		again, err := New(w.deps)
		must(t, err)
		must(t, again.recordings.TakeUp(t.Context()))
		if got := r.list(r.host, "recordings"); got[0].Text("state") != recording.Failed || got[0].Text("reason") == "" {
			t.Errorf("it is %+v", got)
		}
	})
}

func TestARecorderThatCannotBeginIsSeen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.rooms.deaf = errors.New("no way in")
		r.look(t)
		if r.light(t) != recording.Failing {
			t.Errorf("the light is %s", r.light(t))
		}
		r.rooms.deaf = nil
		r.look(t)
		if len(r.rooms.sinks) != 0 {
			t.Error("it is tried without end")
		}
		w.at = w.at.Add(time.Minute)
		r.look(t)
		if r.light(t) != recording.On {
			t.Errorf("tried again, the light is %s", r.light(t))
		}
	})
}

// A server that a backup was restored into has rows of recordings whose files are elsewhere.
func TestWhatWasNotStoredAtABackupHasFailedWhenItIsRestored(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		failed := func(which int) {
			t.Helper()
			must(t, recording.Restored(t.Context(), w.db))
			all := r.list(r.host, "recordings")
			if len(all) != which+1 || all[which].Text("state") != recording.Failed || !strings.Contains(all[which].Text("reason"), "of a backup") {
				t.Errorf("it is %+v", all)
			}
		}
		r.look(t)
		failed(0)
		if r.light(t) != recording.Failing {
			t.Errorf("the light is %s", r.light(t))
		}
		deps := w.deps
		deps.Spool = t.TempDir()
		var err error
		r.Service, err = New(deps)
		must(t, err)
		must(t, r.recordings.TakeUp(t.Context()))
		r.look(t)
		if r.light(t) != recording.On {
			t.Errorf("another does not begin: the light is %s", r.light(t))
		}
		r.end(t)
		failed(1) // while it was verified
	})
}
