package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// limit of the stores under test.
const limit = 3 << 20

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func files(t *testing.T) *blob.Files {
	t.Helper()
	f, err := blob.NewFiles(t.TempDir(), limit)
	check(t, err)
	return f
}

// each runs a test on every store. damage makes a stored blob wrong where it lies.
func each(t *testing.T, test func(t *testing.T, s blob.Store, damage func(blob.Digest))) {
	spoil := func(t *testing.T, f *blob.Files) func(blob.Digest) {
		return func(d blob.Digest) {
			path, ok := f.Path(context.Background(), d)
			if !ok {
				t.Fatal("not there")
			}
			check(t, os.Chmod(path, 0o600))
			check(t, os.WriteFile(path, []byte("other bytes"), 0o600))
		}
	}
	t.Run("files", func(t *testing.T) { f := files(t); test(t, f, spoil(t, f)) })
	t.Run("remote", func(t *testing.T) { f, r := remote(t); test(t, r, spoil(t, f)) })
	t.Run("bucket", func(t *testing.T) {
		d := buckettest.New(t)
		s := d.Store(t, limit)
		test(t, s, func(digest blob.Digest) { d.Set(t, d.Prefix+"blobs/"+string(digest), "other bytes") })
	})
	if os.Getenv(buckettest.Program) != "" {
		t.Run("versitygw", func(t *testing.T) {
			server := buckettest.NewServer(t)
			test(t, server.Store(t, limit), func(digest blob.Digest) {
				check(t, os.WriteFile(filepath.Join(server.Folder, server.Bucket, server.Prefix, "blobs", string(digest)), []byte("other bytes"), 0o600))
			})
		})
	}
}

// remote is served by two processes that share a folder, as replicas do.
func remote(t *testing.T) (*blob.Files, *blob.Remote) {
	t.Helper()
	url, f := harness.NATSServer(t), files(t)
	for range 2 {
		stop, err := blob.Serve(harness.RemoteBus(t, url), f)
		check(t, err)
		t.Cleanup(func() { check(t, stop()) })
	}
	return f, blob.NewRemote(harness.RemoteBus(t, url))
}

func content(size int) []byte { return bytes.Repeat([]byte("0123456789abcde\n"), size/16+1)[:size] }

func TestWhatIsPutIsGot(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		for _, size := range []int{0, 1, 512<<10 - 1, 512 << 10, 512<<10 + 1, 1 << 20, limit} {
			want := content(size)
			digest, n, err := s.Put(t.Context(), iotest.HalfReader(bytes.NewReader(want)))
			if err != nil || n != int64(size) || digest != blob.Of(want) || !digest.Valid() {
				t.Fatalf("%d bytes: %s %d %v", size, digest, n, err)
			}
			again, err := blob.PutBytes(t.Context(), s, want)
			if err != nil || again != digest {
				t.Errorf("%d bytes again: %s %v", size, again, err)
			}
			got, err := blob.GetBytes(t.Context(), s, digest, limit)
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d bytes: got %d, %v", size, len(got), err)
			}
			if there, err := s.Has(t.Context(), digest); !there || err != nil {
				t.Errorf("%d bytes: not there, %v", size, err)
			}
			if path, ok := s.Path(t.Context(), digest); ok {
				if data, err := os.ReadFile(path); err != nil || !bytes.Equal(data, want) {
					t.Errorf("%d bytes at the path: %v", size, err)
				}
			}
		}
	})
}

func TestWhatIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		for _, d := range []blob.Digest{blob.Of([]byte("never stored")), "", "abc", "../../../../etc/passwd", blob.Digest(strings.Repeat("A", 64)), blob.Digest(strings.Repeat("/", 64))} {
			if _, err := s.Get(t.Context(), d); !errs.Is(err, errs.NotFound) {
				t.Errorf("get %q: %v", d, err)
			}
			if there, err := s.Has(t.Context(), d); there || err != nil {
				t.Errorf("has %q: %v %v", d, there, err)
			}
			if path, ok := s.Path(t.Context(), d); ok {
				t.Errorf("path of %q: %s", d, path)
			}
		}
	})
}

func TestWhatCannotBeStoredLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		if _, _, err := s.Put(t.Context(), bytes.NewReader(content(limit+1))); !errs.Is(err, errs.TooLarge) {
			t.Errorf("too large: %v", err)
		}
		broken := errors.New("broken")
		if _, _, err := s.Put(t.Context(), io.MultiReader(bytes.NewReader(content(1<<20)), iotest.ErrReader(broken))); !errors.Is(err, broken) {
			t.Errorf("a broken reader: %v", err)
		}
		for _, size := range []int{limit + 1, limit, 1 << 20} {
			if there, _ := s.Has(t.Context(), blob.Of(content(size))); there {
				t.Errorf("%d bytes are there", size)
			}
		}
		digest, err := blob.PutBytes(t.Context(), s, content(1000))
		check(t, err)
		if _, err := blob.GetBytes(t.Context(), s, digest, 999); !errs.Is(err, errs.TooLarge) {
			t.Errorf("larger than asked for: %v", err)
		}
	})
}

func TestWhatIsDeletedIsGone(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		other, err := blob.PutBytes(t.Context(), s, []byte("stays"))
		check(t, err)
		digest, err := blob.PutBytes(t.Context(), s, []byte("goes"))
		check(t, err)
		for _, d := range []blob.Digest{digest, digest, "", "../../etc/passwd"} { // twice is no error, nor is what never was
			check(t, s.Delete(t.Context(), d))
		}
		if there, err := s.Has(t.Context(), digest); there || err != nil {
			t.Errorf("it is there still, %v", err)
		}
		if _, err := s.Get(t.Context(), digest); !errs.Is(err, errs.NotFound) {
			t.Errorf("get: %v", err)
		}
		if there, err := s.Has(t.Context(), other); !there || err != nil {
			t.Errorf("another is gone with it, %v", err)
		}
		again, err := blob.PutBytes(t.Context(), s, []byte("goes"))
		if err != nil || again != digest {
			t.Errorf("put again: %s %v", again, err)
		}
		if got, err := blob.GetBytes(t.Context(), s, digest, limit); err != nil || string(got) != "goes" {
			t.Errorf("put again, it is %q, %v", got, err)
		}
	})
}

func TestDamageIsNoticed(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, damage func(blob.Digest)) {
		digest, err := blob.PutBytes(t.Context(), s, []byte("right bytes"))
		check(t, err)
		damage(digest)
		if data, err := blob.GetBytes(t.Context(), s, digest, limit); err == nil {
			t.Errorf("got %q", data)
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		var all sync.WaitGroup
		for i := range 16 {
			all.Go(func() {
				want := content(100_000 + i%4) // four of each
				digest, err := blob.PutBytes(t.Context(), s, want)
				if err != nil {
					t.Error(err)
				}
				if got, err := blob.GetBytes(t.Context(), s, digest, limit); err != nil || !bytes.Equal(got, want) {
					t.Errorf("got %d bytes, %v", len(got), err)
				}
			})
		}
		all.Wait()
	})
}

func TestFilesThatAreNoBlobsAreNotListed(t *testing.T) {
	f := files(t)
	for _, text := range []string{"a", "b"} {
		digest, err := blob.PutBytes(t.Context(), f, []byte(text))
		check(t, err)
		path, _ := f.Path(t.Context(), digest)
		check(t, os.WriteFile(filepath.Join(filepath.Dir(path), "stray"), nil, 0o600))
		check(t, os.WriteFile(filepath.Join(filepath.Dir(path), "..", "..", "unfinished", string(digest)), nil, 0o600))
	}
	n := 0
	check(t, f.Each(t.Context(), func(blob.Digest, int64) error { n++; return nil }))
	if n != 2 {
		t.Errorf("of two blobs are listed %d", n)
	}
}

// Who plays a recording jumps about in it.
func TestReadersGoToAnyPlace(t *testing.T) {
	each(t, func(t *testing.T, s blob.Store, _ func(blob.Digest)) {
		want := content(limit)
		digest, err := blob.PutBytes(t.Context(), s, want)
		check(t, err)
		r, err := s.Get(t.Context(), digest)
		check(t, err)
		defer r.Close()
		for _, at := range []int64{1_700_000, 3, limit - 1, 0, limit} {
			if now, err := r.(io.Seeker).Seek(at, io.SeekStart); err != nil || now != at {
				t.Fatalf("to %d: it is at %d, %v", at, now, err)
			}
			got := make([]byte, min(1000, limit-at))
			if _, err := io.ReadFull(r, got); err != nil || !bytes.Equal(got, want[at:at+int64(len(got))]) {
				t.Errorf("from %d on it reads %d other bytes, %v", at, len(got), err)
			}
			if now, err := r.(io.Seeker).Seek(-1, io.SeekCurrent); at > 0 && (err != nil || now != at+int64(len(got))-1) {
				t.Errorf("one back from %d it is at %d, %v", at+int64(len(got)), now, err)
			}
		}
	})
}

func TestFilesLieWhereTheyShould(t *testing.T) {
	dir := t.TempDir()
	f, err := blob.NewFiles(dir, 0)
	check(t, err)
	digest, err := blob.PutBytes(t.Context(), f, []byte("x"))
	check(t, err)
	want := filepath.Join(dir, string(digest[:2]), string(digest[2:4]), string(digest))
	if path, ok := f.Path(t.Context(), digest); !ok || path != want {
		t.Errorf("path %s, want %s", path, want)
	}
	left, err := os.ReadDir(filepath.Join(dir, "unfinished"))
	if err != nil || len(left) != 0 {
		t.Errorf("left unfinished: %v, %v", left, err)
	}
}
