package blob

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"
)

// The collection's own files, in the blobs' folder. Locks are the kernel's (flock), so that those of a process that dies end with it;
// on a file system that has none, nothing is ever swept.
const (
	sweepLock = "sweep.lock"   // whoever sweeps has it alone; who copies blobs shares it
	putLock   = "put.lock"     // between a look at a blob's age and what is done by it
	sweptAt   = "swept"        // its time is that of the last sweep
	unneeded  = "unreferenced" // a folder: what a sweep found unreferenced for the first time, at the file's time
)

func (f *Files) collection(name string) string { return filepath.Join(f.dir, "collection", name) }

func (f *Files) lock(name string, how int) (letGo func() error, err error) {
	if err := os.MkdirAll(f.collection(unneeded), 0o700); err != nil {
		return nil, fmt.Errorf("lock the blobs: %w", err)
	}
	file, err := os.OpenFile(f.collection(name), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the blobs: %w", err)
	}
	err = unix.EINTR
	for errors.Is(err, unix.EINTR) {
		err = unix.Flock(int(file.Fd()), how)
	}
	switch {
	case errors.Is(err, unix.EWOULDBLOCK):
		return nil, errors.Join(ErrHeld, file.Close())
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock the blobs: %w", err), file.Close())
	}
	return file.Close, nil
}

// Sweeping implements Keeper.
func (f *Files) Sweeping(context.Context) (letGo func() error, err error) {
	return f.lock(sweepLock, unix.LOCK_EX|unix.LOCK_NB)
}

// holdAgain is how often a Hold asks whether the sweep is over.
const holdAgain = 200 * time.Millisecond

// Hold implements Keeper.
func (f *Files) Hold(ctx context.Context) (letGo func() error, err error) {
	again := time.NewTicker(holdAgain)
	defer again.Stop()
	for {
		letGo, err = f.lock(sweepLock, unix.LOCK_SH|unix.LOCK_NB)
		if !errors.Is(err, ErrHeld) {
			return letGo, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-again.C:
		}
	}
}

// Swept implements Keeper.
func (f *Files) Swept(context.Context) (time.Time, error) { return timeOf(f.collection(sweptAt)) }

// SetSwept implements Keeper.
func (f *Files) SetSwept(_ context.Context, at time.Time) error {
	return stamp(f.collection(sweptAt), at)
}

// Needed implements Keeper.
func (f *Files) Needed(_ context.Context, is func(Digest) bool) error {
	entries, err := os.ReadDir(f.collection(unneeded))
	if err != nil {
		return fmt.Errorf("list the blobs that nothing referred to: %w", err)
	}
	for _, entry := range entries {
		if digest := Digest(entry.Name()); is(digest) {
			if err := f.doubtNoMore(digest); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *Files) doubtNoMore(digest Digest) error {
	err := os.Remove(f.collection(filepath.Join(unneeded, string(digest))))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("end the doubt about a blob: %w", err)
	}
	return nil
}

// Unneeded implements Keeper.
func (f *Files) Unneeded(_ context.Context, digest Digest, now time.Time, keep time.Duration) (bytes int64, deleted bool, err error) {
	mark := f.collection(filepath.Join(unneeded, string(digest)))
	since, err := timeOf(mark)
	if err != nil {
		return 0, false, err
	}
	if since.IsZero() {
		return 0, false, stamp(mark, now)
	}
	if now.Sub(since) < keep {
		return 0, false, nil
	}
	letGo, err := f.lock(putLock, unix.LOCK_EX)
	if err != nil {
		return 0, false, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	info, err := os.Stat(f.path(digest))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return 0, false, f.doubtNoMore(digest)
	case err != nil:
		return 0, false, fmt.Errorf("look at a blob: %w", err)
	case now.Sub(info.ModTime()) < keep:
		return 0, false, nil
	}
	if err := os.Remove(f.path(digest)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, false, fmt.Errorf("collect a blob: %w", err)
	}
	return info.Size(), true, f.doubtNoMore(digest)
}

// refreshed gives a blob that is there the time of now, so that no sweep takes it for an old one. Where it cannot be locked or given
// a time, the answer is no, and it is to be put anew.
func (f *Files) refreshed(target string) bool {
	if _, err := os.Stat(target); err != nil {
		return false
	}
	letGo, err := f.lock(putLock, unix.LOCK_SH)
	if err != nil {
		return false
	}
	now := time.Now()
	err = os.Chtimes(target, now, now) // fails when a sweep was faster
	return errors.Join(err, letGo()) == nil
}

func timeOf(path string) (time.Time, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("look at what the last sweep has written: %w", err)
	}
	return info.ModTime(), nil
}

func stamp(path string, at time.Time) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		err = errors.Join(file.Close(), os.Chtimes(path, at, at))
	}
	if err != nil {
		return fmt.Errorf("note what a sweep has found: %w", err)
	}
	return nil
}
