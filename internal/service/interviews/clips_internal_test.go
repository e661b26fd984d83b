package interviews

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/montage"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/clip"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// studio makes films of what it was asked for, in words; montage's own tests have real ones.
type studio struct {
	asked []string
	fails error
	half  func(ctx context.Context) // done when half of it is made
}

func (s *studio) Make(ctx context.Context, f montage.Film, out string, done func(float64)) error {
	text := f.From.String() + " to " + f.To.String() + " as " + string(f.Format)
	for _, t := range f.Tracks {
		about, err := os.Stat(t.Path)
		if err != nil || about.Size() == 0 {
			return errors.Join(err, errors.New("a track is not there"))
		}
		text += ", a track from " + t.Offset.Round(time.Second).String()
	}
	s.asked = append(s.asked, text)
	if done(0.5); s.half != nil {
		s.half(ctx)
	}
	if s.fails != nil || ctx.Err() != nil {
		return errors.Join(s.fails, ctx.Err())
	}
	return os.WriteFile(out, []byte(text+", "+f.Mark), 0o600)
}

func (s stored) film(attributes map[string]any) client.Resource {
	all := map[string]any{"recordingId": s.id}
	for name, value := range attributes {
		all[name] = value
	}
	return s.host.Accept("clips", all, s.to)
}

func TestAFilmOfARecordingIsMade(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		asked := s.film(map[string]any{"fromMs": 1000, "toMs": 3000, "format": "webm"})
		if asked.Text("state") != clip.Waiting || asked.Text("author") != "Grace Hopper" {
			t.Errorf("it is %+v", asked)
		}
		address := "/v1/clips/" + asked.ID
		if a := s.host.Raw("GET", address+"/file", nil, nil); a.Status != http.StatusConflict || code(a) != "clip_unfinished" {
			t.Errorf("before it is made: %d %s", a.Status, a.Body)
		}
		must(t, w.clips.WorkAll(t.Context()))
		made := s.admin.Get(address)
		if made.Text("state") != clip.Made || made.Attributes["progress"] != 1.0 || made.Attributes["bytes"].(float64) == 0 {
			t.Fatalf("it is %+v", made)
		}
		a := s.host.Raw("GET", address+"/file", nil, nil)
		if a.Status != http.StatusOK || a.Header.Get("Content-Type") != "video/webm" || !strings.HasPrefix(string(a.Body), "1s to 3s as webm, a track from 0s") {
			t.Errorf("it is fetched as %d %v %q", a.Status, a.Header, a.Body)
		}
		if n, err := w.clips.Bytes(t.Context(), w.org); err != nil || n != int64(len(a.Body)) {
			t.Errorf("its organization keeps %d bytes of films, %v", n, err)
		}
		whole := s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		if text := s.host.Raw("GET", "/v1/clips/"+whole.ID+"/file", nil, nil); !strings.HasPrefix(string(text.Body), "0s to ") || !strings.Contains(string(text.Body), "as mp4") {
			t.Errorf("all of the recording is %q", text.Body)
		}
		if n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM recording_reads WHERE recording_id = $1`, s.id); err != nil || n != 1 {
			t.Errorf("%d are kept who fetched a film of the recording, %v", n, err)
		}
	})
}

// films are the blobs that films are kept in.
func (s stored) films(t *testing.T) (all []blob.Digest) {
	t.Helper()
	rows, err := db.Select[db.JSON[[]recording.Piece]](t.Context(), s.db, `SELECT pieces FROM clips`)
	must(t, err)
	for _, pieces := range rows {
		for _, p := range pieces.V {
			all = append(all, p.Digest)
		}
	}
	return all
}

func TestFilmsGoWithTheirRecording(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		s.film(nil)
		s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		blobs := append(s.films(t), s.pieces(t)...)
		if len(blobs) < 3 || s.stillThere(t, blobs) != len(blobs) {
			t.Fatalf("of %d blobs %d are stored", len(blobs), s.stillThere(t, blobs))
		}
		s.film(nil)
		if a := s.hold(t, s.admin, true); a.Status != http.StatusOK {
			t.Fatalf("on hold: %d", a.Status)
		}
		if a := s.admin.Raw("DELETE", s.path, nil, nil); a.Status != http.StatusConflict || len(s.list(s.host, "clips")) != 3 {
			t.Errorf("what is on hold is removed as %d", a.Status)
		}
		s.hold(t, s.admin, false)
		w.studio.half = func(context.Context) { // the third is being made
			if a := s.admin.Raw("DELETE", s.path, nil, nil); a.Status != http.StatusNoContent {
				t.Errorf("the recording is removed: %d", a.Status)
			}
		}
		must(t, w.clips.WorkAll(t.Context()))
		if all := s.list(s.host, "clips"); len(all) != 0 || s.stillThere(t, blobs) != 0 {
			t.Errorf("films outlive their recording: %+v, and %d blobs", all, s.stillThere(t, blobs))
		}
		left := 0
		must(t, w.deps.Blobs.(*blob.Files).Each(t.Context(), func(blob.Digest, int64) error { left++; return nil }))
		if left != 0 {
			t.Errorf("%d blobs are left of the film that was being made", left)
		}
		if now := s.now(t); now.Text("state") != recording.Removed || len(now.Attributes["files"].([]any)) != 0 {
			t.Errorf("it is %+v", now)
		}
		if a := send(s.host, http.MethodPost, "/v1/clips", "clips", "", map[string]any{"recordingId": s.id}, s.to); code(a) != "recording_removed" {
			t.Errorf("a film of it is asked for: %d %s", a.Status, a.Body)
		}
	})
}

func TestFilmsOfARecordingThatIsRemovedMeanwhile(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		names := &meanwhile{}
		s := newWorld(t, open, func(d *Deps) { d.Auth = names }).stored(t)
		names.do = func() {
			if a := s.admin.Raw("DELETE", s.path, nil, nil); a.Status != http.StatusNoContent {
				t.Errorf("the recording is not removed: %d %s", a.Status, a.Body)
			}
		}
		if a := send(s.host, http.MethodPost, "/v1/clips", "clips", "", map[string]any{"recordingId": s.id}, s.to); code(a) != "recording_removed" {
			t.Errorf("asked for: %d %s", a.Status, a.Body)
		}
		if all := s.list(s.host, "clips"); len(all) != 0 {
			t.Errorf("it outlives its recording: %+v", all)
		}
	})
}

func TestFilmsAreMadeWhereThereIsFFmpeg(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		s := newWorld(t, open, func(d *Deps) { d.Maker = nil }).stored(t)
		a := send(s.host, http.MethodPost, "/v1/clips", "clips", "", map[string]any{"recordingId": s.id}, s.to)
		if a.Status != http.StatusServiceUnavailable || code(a) != "clips_unavailable" || !strings.Contains(string(a.Body), "ask whoever runs this installation") {
			t.Errorf("asked for: %d %s", a.Status, a.Body)
		}
	})
}

func TestFilmsTakeTheRoomOfTheirOrganization(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		used, err := w.recordings.Bytes(t.Context(), w.org)
		must(t, err)
		w.bytes.Limit = used
		if a := send(s.host, http.MethodPost, "/v1/clips", "clips", "", map[string]any{"recordingId": s.id}, s.to); code(a) != "organization_bytes_used" {
			t.Errorf("where nothing is left: %d %s", a.Status, a.Body)
		}
		w.bytes.Limit = used + 10 // fewer than it will take
		one := s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		if got := s.host.Get("/v1/clips/" + one.ID); got.Text("state") != clip.Failed || !strings.Contains(got.Text("reason"), "10 bytes are left") {
			t.Errorf("it is %+v", got)
		}
		w.bytes.Limit = used + 1000
		s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		all, err := w.bytes.Used(t.Context(), w.org)
		if films, also := w.clips.Bytes(t.Context(), w.org); err != nil || also != nil || films == 0 || all.Used != used+films {
			t.Errorf("%d bytes are told, of recordings %d and films %d; %v, %v", all.Used, used, films, err, also)
		}
	})
}

// Two replicas take two films, and no film twice.
func TestAFilmIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		other, err := New(w.deps)
		must(t, err)
		first, second := s.film(nil), s.film(map[string]any{"fromMs": 1000})
		w.studio.half = func(ctx context.Context) {
			w.studio.half = nil
			must(t, other.clips.WorkAll(ctx)) // which makes the other one meanwhile, and no more
		}
		must(t, w.clips.WorkAll(t.Context()))
		if len(w.studio.asked) != 2 {
			t.Errorf("made were %q", w.studio.asked)
		}
		for _, id := range []string{first.ID, second.ID} {
			if got := s.host.Get("/v1/clips/" + id); got.Text("state") != clip.Made {
				t.Errorf("it is %+v", got)
			}
		}
	})
}

func TestFilmsThatCannotBeMade(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		stranger := s.as(t, identity.With(t.Context(), identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner}))
		for name, c := range map[string]struct {
			who        *client.Client
			attributes map[string]any
			status     int
			code       string
		}{
			"that end before they begin":          {s.host, map[string]any{"fromMs": 3000, "toMs": 2000}, http.StatusUnprocessableEntity, "clip_empty"},
			"after the recording's end":           {s.host, map[string]any{"fromMs": 3_600_000}, http.StatusUnprocessableEntity, "clip_empty"},
			"of a recording that is not there":    {s.host, map[string]any{"recordingId": ids.New[string]()}, http.StatusUnprocessableEntity, "recording_elsewhere"},
			"by the candidate":                    {s.kim, nil, http.StatusForbidden, "permission_missing"},
			"by somebody of another organization": {stranger, nil, http.StatusNotFound, "interview_not_found"},
		} {
			attributes := map[string]any{"recordingId": s.id}
			for key, value := range c.attributes {
				attributes[key] = value
			}
			a := send(c.who, http.MethodPost, "/v1/clips", "clips", "", attributes, s.to)
			if a.Status != c.status || code(a) != c.code {
				t.Errorf("%s: %d %s", name, a.Status, a.Body)
			}
		}
		w.studio.fails = errors.New("ffmpeg: Invalid data found when processing input /root/secret")
		failed := s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		if got := s.host.Get("/v1/clips/" + failed.ID); got.Text("state") != clip.Failed || !strings.Contains(got.Text("reason"), "the server's log says why") {
			t.Errorf("it is %+v", got)
		}
		for who, status := range map[*client.Client]int{s.kim: http.StatusForbidden, stranger: http.StatusNotFound} {
			for _, path := range []string{"", "/file"} {
				if a := who.Raw(http.MethodGet, "/v1/clips/"+failed.ID+path, nil, nil); a.Status != status {
					t.Errorf("%q by who has no right to: %d %s", path, a.Status, a.Body)
				}
			}
		}
	})
}

// begun leaves films as processes do that are killed while they make them.
func (s stored) begun(t *testing.T, tries int) {
	t.Helper()
	_, err := db.Exec(t.Context(), s.db, `UPDATE clips SET state = $1, tries = $2, lease_until = $3`, clip.Making, tries, s.at.Add(30*time.Second))
	must(t, err)
}

func TestAFilmWhoseMakerIsGoneIsBegunAnew(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		one := s.film(nil)
		for before, state := range []string{clip.Made, clip.Made, clip.Failed} {
			tries := before + 1
			w.studio.asked = nil
			s.begun(t, tries)
			must(t, w.clips.WorkAll(t.Context()))
			if len(w.studio.asked) != 0 {
				t.Error("it is begun while somebody may be at work")
			}
			w.at = w.at.Add(time.Minute)
			must(t, w.clips.WorkAll(t.Context()))
			if got := s.host.Get("/v1/clips/" + one.ID); got.Text("state") != state || strings.Contains(got.Text("reason"), "begun 3 times") != (state == clip.Failed) {
				t.Errorf("after %d it is %+v", tries, got)
			}
			if (state == clip.Made) != (len(w.studio.asked) == 1) {
				t.Errorf("after %d made are %q", tries, w.studio.asked)
			}
		}
	})
}

func TestAFilmWaitsWhileItsMakerShutsDown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		one := s.film(nil)
		for range 4 {
			ctx, end := context.WithCancel(t.Context())
			w.studio.half = func(context.Context) { end() }
			must(t, w.clips.WorkAll(ctx))
			if got := s.host.Get("/v1/clips/" + one.ID); got.Text("state") != clip.Waiting || got.Attributes["progress"] != 0.0 {
				t.Fatalf("it is %+v", got)
			}
		}
		w.studio.half = nil
		must(t, w.clips.WorkAll(t.Context()))
		if got := s.host.Get("/v1/clips/" + one.ID); got.Text("state") != clip.Made {
			t.Errorf("it is %+v", got)
		}
	})
}

func TestAFilmThatIsRemovedIsNotMadeFurther(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		one := s.film(nil)
		w.studio.half = func(ctx context.Context) {
			if a := s.host.Raw("DELETE", "/v1/clips/"+one.ID, nil, nil); a.Status != http.StatusNoContent {
				t.Errorf("removed: %d %s", a.Status, a.Body)
			}
			<-ctx.Done() // it is ended, however long it would go on
		}
		must(t, w.clips.WorkAll(t.Context()))
		left, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM clips`)
		if err != nil || left != 0 || len(w.studio.asked) != 1 {
			t.Errorf("%d films are left, %v; asked for were %q", left, err, w.studio.asked)
		}
		folders, err := os.ReadDir(w.deps.Films)
		if err != nil || len(folders) != 0 {
			t.Errorf("on the disk are %v, %v", folders, err)
		}
	})
}

func TestAnOrganizationHasSoManyFilmsInTheMaking(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.stored(t)
		var codes []string
		for range 11 {
			codes = append(codes, code(send(s.host, http.MethodPost, "/v1/clips", "clips", "", map[string]any{"recordingId": s.id}, s.to)))
		}
		if want := append(slices.Repeat([]string{""}, 10), "clips_at_once"); !slices.Equal(codes, want) {
			t.Errorf("%q", codes)
		}
	})
}
