package blob

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// beside does something while a lock is held, which it has to wait for, and then what the holder does.
func beside(t *testing.T, f *Files, how int, holder func() error, do func() error) {
	t.Helper()
	letGo, err := f.lock(putLock, how)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- do() }()
	select {
	case err := <-done:
		t.Errorf("it does not wait for the lock: %v", err)
		done <- err
	case <-time.After(100 * time.Millisecond):
	}
	if err := errors.Join(holder(), letGo(), <-done); err != nil {
		t.Fatal(err)
	}
}

// A sweep looks at a blob's age, and Put makes it young, one after the other: whichever is first, what was put is there.
func TestASweepAndAPutWaitForOneAnother(t *testing.T) {
	f, err := NewFiles(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	digest, err := PutBytes(t.Context(), f, []byte("wanted again"))
	if err != nil {
		t.Fatal(err)
	}
	begin, keep := time.Now(), time.Hour
	letGo, err := f.Sweeping(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := f.Unneeded(t.Context(), digest, begin, keep); err != nil {
		t.Fatal(err)
	}
	later := begin.Add(2 * keep)
	young := func() error { return os.Chtimes(f.path(digest), later, later) }
	beside(t, f, unix.LOCK_SH, young, func() error {
		_, deleted, err := f.Unneeded(t.Context(), digest, later, keep)
		if deleted {
			t.Error("the sweep takes what was put before its look")
		}
		return err
	})
	beside(t, f, unix.LOCK_EX, func() error { return os.Remove(f.path(digest)) }, func() error {
		_, err := PutBytes(context.Background(), f, []byte("wanted again"))
		return err
	})
	if there, err := f.Has(t.Context(), digest); !there || err != nil {
		t.Errorf("what was put while the sweep took it is gone, %v", err)
	}
	if err := letGo(); err != nil {
		t.Error(err)
	}
}
