package blob_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const keep = time.Hour

// folder is a store, and its folder.
func folder(t *testing.T) (*blob.Files, string) {
	t.Helper()
	dir := t.TempDir()
	f, err := blob.NewFiles(dir, limit)
	check(t, err)
	return f, dir
}

// doubted is a blob that a sweep long ago has found unreferenced, and that nobody has put since.
func doubted(t *testing.T, f *blob.Files, dir, text string) blob.Digest {
	t.Helper()
	digest, err := blob.PutBytes(t.Context(), f, []byte(text))
	check(t, err)
	sweeping(t, f)()
	says(t, f, digest, time.Now(), false)
	harness.Age(t, dir, 2*keep)
	return digest
}

func sweeping(t *testing.T, f *blob.Files) (letGo func()) {
	t.Helper()
	end, err := f.Sweeping()
	check(t, err)
	return func() { check(t, end()) }
}

// says has a sweep say that nothing refers to the blob, and looks whether it is gone.
func says(t *testing.T, f *blob.Files, digest blob.Digest, at time.Time, gone bool) {
	t.Helper()
	_, deleted, err := f.Unneeded(digest, at, keep)
	check(t, err)
	if there, err := f.Has(t.Context(), digest); err != nil || deleted != gone || there == gone {
		t.Errorf("deleted is %t and there %t, want gone %t; %v", deleted, there, gone, err)
	}
}

func TestABlobGoesWhenItWasUnneededForLongEnough(t *testing.T) {
	f, dir := folder(t)
	digest := doubted(t, f, dir, "goes")
	other := doubted(t, f, dir, "stays")
	bytes, deleted, err := f.Unneeded(digest, time.Now(), keep)
	if err != nil || !deleted || bytes != 4 {
		t.Errorf("it is deleted: %t, %d bytes, %v", deleted, bytes, err)
	}
	if _, deleted, err := f.Unneeded(digest, time.Now(), keep); err != nil || deleted {
		t.Errorf("it is deleted twice: %t, %v", deleted, err)
	}
	if there, err := f.Has(t.Context(), other); !there || err != nil {
		t.Errorf("another is gone with it, %v", err)
	}
}

func TestABlobStaysThatWasUnneededForAShortTimeOnly(t *testing.T) {
	f, dir := folder(t)
	digest, err := blob.PutBytes(t.Context(), f, []byte("old, and just unneeded"))
	check(t, err)
	harness.Age(t, dir, 100*keep)
	sweeping(t, f)()
	begin := time.Now()
	says(t, f, digest, begin, false)
	says(t, f, digest, begin.Add(keep-time.Second), false)
	says(t, f, digest, begin.Add(keep), true)
}

func TestABlobThatIsPutAgainStays(t *testing.T) {
	f, dir := folder(t)
	digest := doubted(t, f, dir, "again")
	_, err := blob.PutBytes(t.Context(), f, []byte("again"))
	check(t, err)
	says(t, f, digest, time.Now(), false)
	harness.Age(t, dir, 2*keep)
	says(t, f, digest, time.Now(), true)
}

func TestABlobThatIsNeededAgainIsDoubtedAnew(t *testing.T) {
	f, dir := folder(t)
	needed, not := doubted(t, f, dir, "needed"), doubted(t, f, dir, "not")
	check(t, f.Needed(func(d blob.Digest) bool { return d == needed }))
	says(t, f, needed, time.Now(), false)
	says(t, f, not, time.Now(), true)
}

func TestOneSweepsAndNoneWhileTheFolderIsHeld(t *testing.T) {
	f, dir := folder(t)
	other, err := blob.NewFiles(dir, limit) // as another process has it
	check(t, err)
	end := sweeping(t, f)
	if _, err := other.Sweeping(); !errors.Is(err, blob.ErrHeld) {
		t.Errorf("two sweep at once: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := other.Hold(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("the folder is held while it is swept: %v", err)
	}
	held := make(chan func() error, 1)
	go func() {
		letGo, err := other.Hold(t.Context())
		if err != nil {
			t.Error(err)
		}
		held <- letGo
	}()
	end()
	first := <-held
	second, err := f.Hold(t.Context())
	check(t, err)
	for _, letGo := range []func() error{first, second} {
		if _, err := f.Sweeping(); !errors.Is(err, blob.ErrHeld) {
			t.Errorf("it is swept while it is held: %v", err)
		}
		check(t, letGo())
	}
	sweeping(t, f)()
}

func TestWhatTheCollectionKeepsIsNoBlob(t *testing.T) {
	f, dir := folder(t)
	digest := doubted(t, f, dir, "one")
	check(t, f.SetSwept(time.Now()))
	var all []blob.Digest
	check(t, f.Each(func(d blob.Digest) error { all = append(all, d); return nil }))
	if len(all) != 1 || all[0] != digest {
		t.Errorf("listed are %q", all)
	}
}
