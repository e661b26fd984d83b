package assessments

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestEditsAreNotedAsWorkNowAndThen edits all the time: the board hears of it once in some seconds, and what it hears keeps
// the candidate's own stream from reading everything again.
func TestEditsAreNotedAsWorkNowAndThen(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		w.hear(t)
		ctx, a, d := w.written(t)
		room, err := w.attempts.OpenRoom(ctx, d.ID)
		must(t, err)
		defer room.Close()
		seq := int64(1)
		push := func() {
			text, version := room.Text()
			changes, err := edit.Replace(text.Len(), 0, 0, "x")
			must(t, err)
			seq++
			_, err = room.Push(ctx, collab.Author{Client: "c", Actor: "candidate"}, collab.Push{Base: version, Seq: seq, Entries: []collab.Entry{{Changes: changes}}})
			must(t, err)
		}
		for round := range 3 {
			w.clock.pass(6 * time.Second)
			watch, leave := w.attempts.Watchers().Add(string(a.ID))
			for range 20 {
				push()
			}
			var news []attempt.News
			for try := 0; try < 20 && len(news) == 0; try++ {
				news = slices.DeleteFunc(heard(t.Context(), watch.Woken, watch.Take), func(n attempt.News) bool {
					return round == 0 && !n.Worked // what came before the edits may be heard only now
				})
			}
			if len(news) != 1 || !attempt.OnlyWorked(news) {
				t.Errorf("of 20 edits at once the board hears %+v", news)
			}
			now, err := w.attempts.ByID(ctx, w.org, a.ID)
			must(t, err)
			if !now.LastActivityAt.Equal(w.now()) {
				t.Errorf("the last work was at %v, it is %v", now.LastActivityAt, w.now())
			}
			leave()
		}
	})
	if attempt.OnlyWorked(nil) || attempt.OnlyWorked([]attempt.News{{Worked: true}, {}}) {
		t.Error("other news count as work alone")
	}
}

// heard waits for news, and takes what is there.
func heard[N any](ctx context.Context, woken <-chan struct{}, take func() []N) []N {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	select {
	case <-woken:
	case <-ctx.Done():
	}
	return take()
}
