package interviews

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// stored is an interview that is over, with a recording whose files are stored; and an admin.
type stored struct {
	recorded

	id, path string // of the recording
	admin    *client.Client
}

func (w *world) stored(t *testing.T) stored {
	t.Helper()
	r := w.recorded(t)
	r.look(t)
	r.sound(r.answer(t, r.kims, participant.Given), 5*time.Second)
	r.end(t)
	must(t, r.recordings.DeliverAll(t.Context()))
	s := stored{recorded: r, admin: r.as(t, w.member(t, identity.Admin))}
	one := s.now(t)
	if one.Text("state") != recording.Recorded {
		t.Fatalf("it is %+v", one)
	}
	s.id, s.path = one.ID, "/v1/recordings/"+one.ID
	return s
}

// now is the recording as it is now.
func (s stored) now(t *testing.T) client.Resource {
	t.Helper()
	all := s.list(s.host, "recordings")
	if len(all) != 1 {
		t.Fatalf("there are %+v", all)
	}
	return all[0]
}

// pieces are the blobs that it is made of.
func (s stored) pieces(t *testing.T) (all []blob.Digest) {
	t.Helper()
	files, err := db.One[db.JSON[[]recording.File]](t.Context(), s.db, `SELECT files FROM recordings WHERE id = $1`, s.id)
	must(t, err)
	for _, f := range files.V {
		for _, p := range f.Pieces {
			all = append(all, p.Digest)
		}
	}
	return all
}

// stillThere are those of some blobs that are stored.
func (s stored) stillThere(t *testing.T, digests []blob.Digest) (n int) {
	t.Helper()
	for _, d := range digests {
		there, err := s.deps.Blobs.Has(t.Context(), d)
		must(t, err)
		if there {
			n++
		}
	}
	return n
}

func (s stored) hold(t *testing.T, who *client.Client, held bool) client.Answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"data": client.Resource{Type: "recordings", ID: s.id, Attributes: map[string]any{"held": held}}})
	must(t, err)
	return who.Raw("PATCH", s.path, nil, body)
}

// retained are the timeline's entries about it, with who did it.
func (s stored) retained(t *testing.T) (all []string) {
	t.Helper()
	type row struct {
		Audience string                  `db:"audience"`
		Name     string                  `db:"name"`
		Data     db.JSON[map[string]any] `db:"data"`
	}
	rows, err := db.Select[row](t.Context(), s.db, `SELECT audience, name, data FROM timeline WHERE kind = 'retention' AND subject = $1 ORDER BY number`, s.id)
	must(t, err)
	for _, r := range rows {
		all = append(all, strings.TrimSpace(r.Audience+": "+r.Data.V["change"].(string)+" "+r.Name))
	}
	return all
}

func TestARecordingIsRemoved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		blobs, file := s.pieces(t), s.now(t).Attributes["files"].([]any)[0].(map[string]any)["name"].(string)
		if len(blobs) == 0 || s.stillThere(t, blobs) != len(blobs) {
			t.Fatalf("of %d blobs %d are stored", len(blobs), s.stillThere(t, blobs))
		}
		for range 2 {
			if got := s.admin.Raw("DELETE", s.path, nil, nil); got.Status != http.StatusNoContent {
				t.Fatalf("removed as %d: %s", got.Status, got.Body)
			}
		}
		if n := s.stillThere(t, blobs); n != 0 {
			t.Errorf("%d blobs are left", n)
		}
		now := s.now(t)
		if now.Text("state") != recording.Removed || now.Attributes["removedAt"] == nil || now.Text("removedBy") != "Grace Hopper" || len(now.Attributes["files"].([]any)) != 0 || now.Attributes["keptUntil"] != nil {
			t.Errorf("what is left of it: %+v", now)
		}
		if got := s.retained(t); !slices.Equal(got, []string{"interviewers: removed Grace Hopper"}) {
			t.Errorf("the timeline tells %q", got)
		}
		if got := s.host.Raw("GET", s.path+"/files/"+file, nil, nil); got.Status != http.StatusGone || !strings.Contains(string(got.Body), "recording_removed") {
			t.Errorf("it is played: %d %s", got.Status, got.Body)
		}
		if got := s.hold(t, s.admin, true); got.Status != http.StatusGone {
			t.Errorf("it is held: %d", got.Status)
		}
	})
}

// kept is each, where recordings are kept for half a year.
func kept(t *testing.T, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		test(t, newWorld(t, open, func(d *Deps) { d.Config.Recordings.Keep = halfAYear }))
	})
}

const halfAYear = 180 * 24 * time.Hour

func TestWhatIsHeldIsNotRemoved(t *testing.T) {
	kept(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		blobs := s.pieces(t)
		if got := s.hold(t, s.admin, true); got.Status != http.StatusOK || s.now(t).Attributes["held"] != true || s.now(t).Attributes["keptUntil"] != nil {
			t.Fatalf("held as %d: %+v", got.Status, s.now(t))
		}
		if got := s.admin.Raw("DELETE", s.path, nil, nil); got.Status != http.StatusConflict || !strings.Contains(string(got.Body), "recording_held") {
			t.Errorf("by hand: %d %s", got.Status, got.Body)
		}
		w.at = w.at.Add(1000 * 24 * time.Hour)
		must(t, s.recordings.RetainDue(t.Context()))
		if s.now(t).Text("state") != recording.Recorded || s.stillThere(t, blobs) != len(blobs) {
			t.Fatalf("by its age: %+v", s.now(t))
		}
		if got := s.hold(t, s.admin, false); got.Status != http.StatusOK {
			t.Fatalf("released as %d", got.Status)
		}
		must(t, s.recordings.RetainDue(t.Context()))
		if s.now(t).Text("state") != recording.Removed || s.stillThere(t, blobs) != 0 {
			t.Errorf("released, it is %+v", s.now(t))
		}
		if got, want := s.retained(t), []string{"interviewers: held Grace Hopper", "interviewers: released Grace Hopper", "interviewers: removed"}; !slices.Equal(got, want) {
			t.Errorf("the timeline tells %q", got)
		}
	})
}

func TestRecordingsAreKeptForATime(t *testing.T) {
	kept(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		ended := w.at
		if until, err := time.Parse(time.RFC3339, s.now(t).Text("keptUntil")); err != nil || !until.Equal(ended.Add(halfAYear)) {
			t.Errorf("it is kept until %v, %v", until, err)
		}
		w.at = ended.Add(halfAYear)
		must(t, s.recordings.RetainDue(t.Context()))
		if s.now(t).Text("state") != recording.Recorded {
			t.Fatal("it is removed before its time")
		}
		w.at = w.at.Add(time.Second)
		again, err := New(w.deps) // another replica
		must(t, err)
		must(t, errors.Join(s.recordings.RetainDue(t.Context()), again.recordings.RetainDue(t.Context())))
		if now := s.now(t); now.Text("state") != recording.Removed || now.Text("removedBy") != "" || now.Attributes["removedAt"] == nil {
			t.Errorf("it is %+v", now)
		}
		if got := s.retained(t); !slices.Equal(got, []string{"interviewers: removed"}) {
			t.Errorf("the timeline tells %q", got)
		}
	})
}

func TestRecordingsAreKeptForEver(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		w.at = w.at.Add(100_000 * time.Hour)
		must(t, s.recordings.RetainDue(t.Context()))
		if now := s.now(t); now.Text("state") != recording.Recorded || now.Attributes["keptUntil"] != nil {
			t.Errorf("it is %+v", now)
		}
	})
}

func TestOnlyOwnersAndAdminsRemove(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		stranger := s.as(t, identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}))
		for name, x := range map[string]struct {
			who  *client.Client
			want int
		}{
			"a recruiter":          {s.as(t, w.staff), http.StatusForbidden},
			"an interviewer":       {s.host, http.StatusForbidden},
			"the candidate":        {s.kim, http.StatusForbidden},
			"another organization": {stranger, http.StatusNotFound},
		} {
			if got := x.who.Raw("DELETE", s.path, nil, nil); got.Status != x.want {
				t.Errorf("%s removes it: %d", name, got.Status)
			}
			if got := s.hold(t, x.who, true); got.Status != x.want {
				t.Errorf("%s holds it: %d", name, got.Status)
			}
		}
		if now := s.now(t); now.Text("state") != recording.Recorded || now.Attributes["held"] != false {
			t.Errorf("it is %+v", now)
		}
	})
}

func TestWhatIsNotStoredYetIsNotRemoved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.look(t)
		admin := r.as(t, w.member(t, identity.Owner))
		path := "/v1/recordings/" + r.list(r.host, "recordings")[0].ID
		for _, end := range []func(){func() {}, func() { r.end(t) }} {
			end()
			if got := admin.Raw("DELETE", path, nil, nil); got.Status != http.StatusConflict || !strings.Contains(string(got.Body), "recording_unfinished") {
				t.Errorf("removed while it is %s: %d", r.list(r.host, "recordings")[0].Text("state"), got.Status)
			}
		}
	})
}

// stuck is a store that forgets nothing for a while.
type stuck struct {
	blob.Store

	why error
}

func (s *stuck) Delete(ctx context.Context, d blob.Digest) error {
	if s.why != nil {
		return s.why
	}
	return s.Store.Delete(ctx, d)
}

func TestARemovalThatFailsIsTakenUpAgain(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		store := &stuck{}
		w := newWorld(t, open, func(d *Deps) { store.Store, d.Blobs = d.Blobs, store })
		s := w.stored(t)
		blobs := s.pieces(t)
		store.why = errors.New("read-only")
		if got := s.admin.Raw("DELETE", s.path, nil, nil); got.Status != http.StatusNoContent {
			t.Fatalf("removed as %d", got.Status)
		}
		if now := s.now(t); now.Text("state") != recording.Removing || len(now.Attributes["files"].([]any)) != 0 {
			t.Errorf("it is %+v", now)
		}
		if err := s.recordings.RetainDue(t.Context()); err == nil {
			t.Error("nobody is told")
		}
		store.why = nil
		must(t, s.recordings.RetainDue(t.Context()))
		if s.now(t).Text("state") != recording.Removed || s.stillThere(t, blobs) != 0 {
			t.Errorf("in the end it is %+v", s.now(t))
		}
	})
}

func TestWhatFailedLeavesTheSpoolWhenItIsRemoved(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.recorded(t)
		r.look(t)
		r.sound(r.answer(t, r.kims, participant.Given), 5*time.Second)
		r.end(t)
		id := r.list(r.host, "recordings")[0].ID
		must(t, recording.Restored(t.Context(), w.db)) // what it is made of stays on the disk
		must(t, r.recordings.DeliverAll(t.Context()))
		r.spoolIs(t, id)
		if got := r.as(t, w.member(t, identity.Owner)).Raw("DELETE", "/v1/recordings/"+id, nil, nil); got.Status != http.StatusNoContent {
			t.Fatalf("removed as %d", got.Status)
		}
		r.spoolIs(t)
	})
}

func TestTwoRecordingsShareNoBlob(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, other := w.stored(t), w.stored(t)
		if shared := slices.ContainsFunc(one.pieces(t), func(d blob.Digest) bool { return slices.Contains(other.pieces(t), d) }); shared {
			t.Error("to remove one is to remove the other")
		}
	})
}
