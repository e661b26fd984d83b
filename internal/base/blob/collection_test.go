package blob_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const keep = time.Hour

// kept is a keeper, as two processes have it, and its time.
type kept struct {
	blob.Keeper
	other blob.Keeper
	now   func() time.Time
	age   func(time.Duration) // all that is there is so much older
}

func eachKeeper(t *testing.T, test func(t *testing.T, k kept)) {
	t.Run("files", func(t *testing.T) {
		dir := t.TempDir()
		open := func() blob.Keeper {
			f, err := blob.NewFiles(dir, limit)
			check(t, err)
			return f
		}
		test(t, kept{open(), open(), time.Now, func(by time.Duration) { harness.Age(t, dir, by) }})
	})
	t.Run("bucket", func(t *testing.T) {
		d := buckettest.New(t)
		test(t, kept{d.Store(t, limit), d.Store(t, limit), d.Now, d.Advance})
	})
	if os.Getenv(buckettest.Program) != "" {
		t.Run("versitygw", func(t *testing.T) {
			server, ahead := buckettest.NewServer(t), time.Duration(0)
			test(t, kept{server.Store(t, limit), server.Store(t, limit), func() time.Time { return time.Now().Add(ahead) }, func(by time.Duration) { ahead += by }})
		})
	}
}

func (k kept) put(t *testing.T, text string) blob.Digest {
	t.Helper()
	digest, err := blob.PutBytes(t.Context(), k, []byte(text))
	check(t, err)
	return digest
}

// doubted is a blob that a sweep long ago has found unreferenced, and that nobody has put since.
func (k kept) doubted(t *testing.T, text string) blob.Digest {
	t.Helper()
	digest := k.put(t, text)
	k.sweeping(t)()
	k.says(t, digest, k.now(), false)
	k.age(2 * keep)
	return digest
}

func (k kept) sweeping(t *testing.T) (letGo func()) {
	t.Helper()
	end, err := k.Sweeping(t.Context())
	check(t, err)
	return func() { check(t, end()) }
}

// says has a sweep say that nothing refers to the blob, and looks whether it is gone.
func (k kept) says(t *testing.T, digest blob.Digest, at time.Time, gone bool) {
	t.Helper()
	_, deleted, err := k.Unneeded(t.Context(), digest, at, keep)
	check(t, err)
	if there, err := k.Has(t.Context(), digest); err != nil || deleted != gone || there == gone {
		t.Errorf("deleted is %t and there %t, want gone %t; %v", deleted, there, gone, err)
	}
}

func TestABlobGoesWhenItWasUnneededForLongEnough(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		digest := k.doubted(t, "goes")
		other := k.doubted(t, "stays")
		bytes, deleted, err := k.Unneeded(t.Context(), digest, k.now(), keep)
		if err != nil || !deleted || bytes != 4 {
			t.Errorf("it is deleted: %t, %d bytes, %v", deleted, bytes, err)
		}
		if _, deleted, err := k.Unneeded(t.Context(), digest, k.now(), keep); err != nil || deleted {
			t.Errorf("it is deleted twice: %t, %v", deleted, err)
		}
		if there, err := k.Has(t.Context(), other); !there || err != nil {
			t.Errorf("another is gone with it, %v", err)
		}
	})
}

func TestABlobStaysThatWasUnneededForAShortTimeOnly(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		digest := k.put(t, "old, and just unneeded")
		k.age(100 * keep)
		k.sweeping(t)()
		begin := k.now()
		k.says(t, digest, begin, false)
		k.says(t, digest, begin.Add(keep-time.Second), false)
		k.says(t, digest, begin.Add(keep), true)
	})
}

// Once it was put, the time begins anew with the next sweep that finds it unreferenced, at the latest.
func TestABlobThatIsPutAgainStays(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		digest := k.doubted(t, "again")
		k.put(t, "again")
		k.says(t, digest, k.now(), false)
		k.age(2 * keep)
		k.says(t, digest, k.now(), true)
	})
}

func TestABlobThatIsNeededAgainIsDoubtedAnew(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		needed, not := k.doubted(t, "needed"), k.doubted(t, "not")
		check(t, k.Needed(t.Context(), func(d blob.Digest) bool { return d == needed }))
		k.says(t, needed, k.now(), false)
		k.says(t, not, k.now(), true)
	})
}

func TestOneSweepsAndNoneWhileTheBlobsAreHeld(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		end := k.sweeping(t)
		if _, err := k.other.Sweeping(t.Context()); !errors.Is(err, blob.ErrHeld) {
			t.Errorf("two sweep at once: %v", err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := k.other.Hold(gone); !errors.Is(err, context.Canceled) {
			t.Errorf("the blobs are held while they are swept: %v", err)
		}
		held := make(chan func() error, 1)
		go func() {
			letGo, err := k.other.Hold(t.Context())
			if err != nil {
				t.Error(err)
			}
			held <- letGo
		}()
		end()
		first := <-held
		second, err := k.Hold(t.Context())
		check(t, err)
		for _, letGo := range []func() error{first, second} {
			if _, err := k.Sweeping(t.Context()); !errors.Is(err, blob.ErrHeld) {
				t.Errorf("they are swept while they are held: %v", err)
			}
			check(t, letGo())
		}
		k.sweeping(t)()
	})
}

func TestWhatTheCollectionKeepsIsNoBlob(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		if at, err := k.Swept(t.Context()); err != nil || !at.IsZero() {
			t.Errorf("before the first sweep one ended at %s, %v", at, err)
		}
		digest, now := k.doubted(t, "one"), k.now()
		check(t, k.SetSwept(t.Context(), now))
		if at, err := k.Swept(t.Context()); err != nil || !at.Equal(now) {
			t.Errorf("the last sweep was at %s, not %s, %v", at, now, err)
		}
		var all []blob.Digest
		check(t, k.Each(t.Context(), func(d blob.Digest, _ int64) error { all = append(all, d); return nil }))
		if len(all) != 1 || all[0] != digest {
			t.Errorf("listed are %q", all)
		}
	})
}

func TestEachBlobIsListed(t *testing.T) {
	eachKeeper(t, func(t *testing.T, k kept) {
		sizes, want := map[blob.Digest]int64{}, []blob.Digest{}
		for _, text := range []string{"", "a", "bb", "ccc"} {
			digest := k.put(t, text)
			want, sizes[digest] = append(want, digest), int64(len(text))
		}
		slices.Sort(want)
		var got []blob.Digest
		check(t, k.Each(t.Context(), func(d blob.Digest, size int64) error {
			if got = append(got, d); size != sizes[d] {
				t.Errorf("%s is of %d bytes, not %d", d, sizes[d], size)
			}
			return nil
		}))
		if !slices.Equal(got, want) {
			t.Errorf("listed are %q, and there are %q", got, want)
		}
		fault := errors.New("enough")
		if err := k.Each(t.Context(), func(blob.Digest, int64) error { return fault }); !errors.Is(err, fault) {
			t.Errorf("it goes on: %v", err)
		}
	})
}
