package interviews

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/test/collected"
)

// A recording can be played when other blobs were collected.
func TestNothingThatARecordingNeedsIsCollected(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var ears run.Ears
		w.listen(&ears)
		must(t, ears.Err())
		t.Cleanup(func() { must(t, ears.Close()) })
		s := w.stored(t)
		film := s.film(nil)
		must(t, w.clips.WorkAll(t.Context()))
		pieces := append(s.pieces(t), s.films(t)...)

		collected.Sweep(t, "interviews", w.db, w.bus, w.deps.Blobs)

		if n := s.stillThere(t, pieces); n == 0 || n != len(pieces) {
			t.Errorf("of %d pieces %d are left", len(pieces), n)
		}
		for _, file := range s.now(t).Attributes["files"].([]any) {
			at := s.path + "/files/" + file.(map[string]any)["name"].(string)
			if answer := s.admin.Raw("GET", at, nil, nil); answer.Status != 200 || len(answer.Body) == 0 {
				t.Errorf("%s is answered %d", at, answer.Status)
			}
		}
		if a := s.admin.Raw("GET", "/v1/clips/"+film.ID+"/file", nil, nil); a.Status != 200 || len(a.Body) == 0 {
			t.Errorf("the film is answered %d", a.Status)
		}

		collected.Alone(t, "interviews", w.db, w.bus, w.deps.Blobs, references, "recordings.files", "clips.pieces")
	})
}
