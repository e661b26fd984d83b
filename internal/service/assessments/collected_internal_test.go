package assessments

import (
	"encoding/json"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/test/collected"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What a candidate handed in and ran, and what they read and are judged by, stays when other blobs are collected.
func TestNothingThatAnAttemptNeedsIsCollected(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		w.hear(t)
		shown, err := picture.Keep(t.Context(), &w.blobs, []byte("\x89PNG\r\n\x1a\nshown"))
		must(t, err)
		input, err := blob.PutBytes(t.Context(), &w.blobs, []byte("input of a test"))
		must(t, err)
		v := w.shelf[w.problem]
		v.Statement = "Look: ![a map](pictures/" + shown + ")"
		v.Plan, err = blob.PutBytes(t.Context(), &w.blobs, []byte(`{"input":"`+string(input)+`"}`))
		must(t, err)
		w.shelf[w.problem] = v
		ctx, a, d := w.written(t)
		_, err = w.submissions.Submit(ctx, d.Answer, 1, "")
		must(t, err)
		tried, err := blob.PutBytes(t.Context(), &w.blobs, []byte("print(2)\n"))
		must(t, err)
		ran, err := json.Marshal(execution.Run{
			ID: ids.New[ids.Run](), Organization: w.org, Place: identity.InAttempt(a.ID), Part: string(d.Answer), Language: "python",
			Source: []execution.SourceFile{{Path: "main.py", Digest: tried}},
		})
		must(t, err)
		must(t, w.attempts.OnRun(t.Context(), bus.Delivery{Message: bus.Message{Data: ran}}))

		collected.Sweep(t, "assessments", w.db, w.bus, w.blobs.Store)

		for _, digest := range []blob.Digest{v.Plan, input, tried, blob.Of([]byte("print(1)\n"))} {
			if there, err := w.blobs.Has(t.Context(), digest); !there || err != nil {
				t.Errorf("%s is gone, %v", digest, err)
			}
		}
		if answer := w.serve(ctx, "GET", "/v1/answers/"+string(d.Answer)+"/pictures/"+shown, ""); answer.Code != 200 {
			t.Errorf("the picture is answered %d", answer.Code)
		}

		collected.Alone(t, "assessments", w.db, w.bus, w.blobs.Store, references, "submissions.source", "activities.data", "pinned_versions.content")
	})
}
