package worker

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

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
