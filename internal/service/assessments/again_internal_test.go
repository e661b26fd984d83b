package assessments

import (
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// The answer may be lost with the process that gave it, and the memory of keys with it.
func TestASubmissionSentAgainUnderItsKeyIsTheSameOne(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		_, a := w.submitted(t) // without a key: it counts for nobody
		ctx := w.candidate(t, a)
		answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
		must(t, err)
		x := answers[0].ID
		var got sync.Map
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				n, err := w.submissions.Submit(ctx, x, 1, "key-of-one")
				if err != nil {
					t.Error(err)
				}
				got.Store(n.ID, true)
			})
		}
		all.Wait()
		n := 0
		got.Range(func(any, any) bool { n++; return true })
		if n != 1 {
			t.Errorf("sent four times it is %d submissions", n)
		}
		if asked := w.asked(t); len(asked) != 1 {
			t.Errorf("it is judged %d times", len(asked))
		}
		_, err = w.submissions.Submit(ctx, x, 0, "key-of-one")
		wants(t, err, "key_reused")
		other, err := w.submissions.Submit(ctx, x, 1, "key-of-two")
		must(t, err)
		if _, known := got.Load(other.ID); known {
			t.Error("another key is the same submission")
		}
		kept, err := w.submissions.Waiting(ctx, a)
		must(t, err)
		if len(kept) != 3 {
			t.Errorf("%d submissions are kept", len(kept))
		}
	})
}
