package execution

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

func TestALargeOutcomeTravelsSlimAndIsReadWhole(t *testing.T) {
	blobs, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	group := judge.GroupOutcome{Name: "g", Verdict: judge.WrongAnswer}
	for range 900 {
		group.Tests = append(group.Tests, judge.TestOutcome{Name: "t", Verdict: judge.WrongAnswer, Detail: strings.Repeat("é", 300),
			Difference: &judge.Difference{Got: strings.Repeat("x", 500)}, Output: &judge.Excerpt{Text: strings.Repeat("\x01", 2000)}})
	}
	whole := judge.Outcome{Verdict: judge.WrongAnswer, Groups: []judge.GroupOutcome{group}}
	for name, o := range map[string]judge.Outcome{"large": whole, "small": {Verdict: judge.Accepted}} {
		r, err := pack(t.Context(), blobs, "id", o, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		message, err := json.Marshal(r)
		if err != nil || len(message) > 2*maxOutcome {
			t.Errorf("%s: the message has %d bytes, %v", name, len(message), err)
		}
		if (r.Details != "") != (name == "large") {
			t.Errorf("%s: the details are %q", name, r.Details)
		}
		again, err := unpack(t.Context(), blobs, r.Outcome, r.Details)
		want, _ := json.Marshal(o)
		if got, _ := json.Marshal(again); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: it is not read as it was written: %v", name, err)
		}
	}
}

// elsewhere is a store whose blobs are no files of this host.
type elsewhere struct {
	blob.Store
	reads int
}

func (e *elsewhere) Path(context.Context, blob.Digest) (string, bool) { return "", false }
func (e *elsewhere) Get(ctx context.Context, d blob.Digest) (io.ReadCloser, error) {
	e.reads++
	return e.Store.Get(ctx, d)
}

func TestBlobsFromElsewhereAreCachedAndBounded(t *testing.T) {
	files, err := blob.NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	store, dir := &elsewhere{Store: files}, t.TempDir()
	c, err := newBlobCache(store, dir, 25)
	if err != nil {
		t.Fatal(err)
	}
	put := func(text string) string {
		d, err := blob.PutBytes(t.Context(), store, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return string(d)
	}
	read := func(h *held, digest, want string) {
		t.Helper()
		path, err := h.path(t.Context(), digest)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Fatalf("the copy holds %q, %v", got, err)
		}
	}
	a, b, d := put("aaaaaaaaaa"), put("bbbbbbbbbb"), put("dddddddddd")
	first := c.hold()
	read(first, a, "aaaaaaaaaa")
	read(first, a, "aaaaaaaaaa")
	if store.reads != 1 {
		t.Errorf("one blob was read %d times", store.reads)
	}
	second := c.hold()
	read(second, b, "bbbbbbbbbb")
	second.release()
	third := c.hold()
	read(third, d, "dddddddddd") // over the bound: b goes, a is held
	read(third, a, "aaaaaaaaaa")
	first.release()
	third.release()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 2 || store.reads != 3 {
		t.Errorf("%d copies are left after %d reads, %v", len(left), store.reads, err)
	}
	again, err := newBlobCache(store, dir, 25)
	if err != nil {
		t.Fatal(err)
	}
	read(again.hold(), a, "aaaaaaaaaa")
	if store.reads != 3 {
		t.Error("what an earlier process has copied is copied again")
	}
	if _, err := again.hold().path(t.Context(), strings.Repeat("0", 64)); err == nil {
		t.Error("a blob that is nowhere was found")
	}
}
