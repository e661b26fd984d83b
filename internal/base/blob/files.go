package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Files keeps blobs in a folder: ab/cd/abcd... A blob appears whole or not at all.
type Files struct {
	dir string
	max int64
}

// NewFiles makes the folder. Put refuses what is larger than maxBytes; 0 is 256 MiB.
func NewFiles(dir string, maxBytes int64) (*Files, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if maxBytes == 0 {
		maxBytes = 256 << 20
	}
	f := &Files{dir: dir, max: maxBytes}
	if err := os.MkdirAll(f.unfinished(), 0o700); err != nil {
		return nil, fmt.Errorf("make the blobs' folder: %w", err)
	}
	return f, nil
}

// unfinished holds what is being written; what a crash left there is in nobody's way.
func (f *Files) unfinished() string { return filepath.Join(f.dir, "unfinished") }

func (f *Files) path(digest Digest) string {
	return filepath.Join(f.dir, string(digest[:2]), string(digest[2:4]), string(digest))
}

// Put implements Store.
func (f *Files) Put(_ context.Context, r io.Reader) (Digest, int64, error) {
	file, err := os.CreateTemp(f.unfinished(), "*")
	if err != nil {
		return "", 0, fmt.Errorf("write a blob: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // gone when it was renamed
	digest, size, err := f.fill(file, r)
	err = errors.Join(err, file.Close())
	if err != nil {
		return "", 0, err
	}
	return digest, size, f.keep(file.Name(), digest)
}

func (f *Files) fill(file *os.File, r io.Reader) (Digest, int64, error) {
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, sum), io.LimitReader(r, f.max+1))
	if err != nil {
		return "", 0, fmt.Errorf("write a blob: %w", err)
	}
	if size > f.max {
		return "", 0, errs.New(errs.TooLarge, "blob_too_large", "a file is over the limit of %d bytes", f.max)
	}
	if err := errors.Join(file.Chmod(0o444), file.Sync()); err != nil {
		return "", 0, fmt.Errorf("write a blob: %w", err)
	}
	return Digest(hex.EncodeToString(sum.Sum(nil))), size, nil
}

// keep moves a finished file to its place and makes the move itself durable.
func (f *Files) keep(file string, digest Digest) error {
	target := f.path(digest)
	if f.refreshed(target) {
		return nil
	}
	folder := filepath.Dir(target)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("keep a blob: %w", err)
	}
	if err := os.Rename(file, target); err != nil {
		return fmt.Errorf("keep a blob: %w", err)
	}
	for _, dir := range []string{folder, filepath.Dir(folder), f.dir} {
		if err := syncFolder(dir); err != nil {
			return fmt.Errorf("keep a blob: %w", err)
		}
	}
	return nil
}

func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get implements Store.
func (f *Files) Get(_ context.Context, digest Digest) (io.ReadCloser, error) {
	if !digest.Valid() {
		return nil, missing(digest)
	}
	file, err := os.Open(f.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing(digest)
	}
	if err != nil {
		return nil, fmt.Errorf("open a blob: %w", err)
	}
	return Verify(file, digest, f.path(digest)), nil
}

// Has implements Store.
func (f *Files) Has(_ context.Context, digest Digest) (bool, error) {
	if !digest.Valid() {
		return false, nil
	}
	_, err := os.Stat(f.path(digest))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Delete implements Store.
func (f *Files) Delete(_ context.Context, digest Digest) error {
	if !digest.Valid() {
		return nil
	}
	path := f.path(digest)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = syncFolder(filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("delete a blob: %w", err)
	}
	return nil
}

// Path implements Store.
func (f *Files) Path(ctx context.Context, digest Digest) (string, bool) {
	if there, err := f.Has(ctx, digest); !there || err != nil {
		return "", false
	}
	return f.path(digest), true
}

// Each implements Keeper.
func (f *Files) Each(ctx context.Context, do func(Digest, int64) error) error {
	return filepath.WalkDir(f.dir, func(path string, entry fs.DirEntry, err error) error {
		switch digest := Digest(filepath.Base(path)); {
		case err != nil:
			return fmt.Errorf("list the blobs: %w", err)
		case path == f.unfinished(), path == f.collection(""):
			return fs.SkipDir
		case !entry.IsDir() && digest.Valid():
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil // it was deleted just then
			}
			if err != nil {
				return fmt.Errorf("list the blobs: %w", err)
			}
			return errors.Join(ctx.Err(), do(digest, info.Size()))
		}
		return nil
	})
}

// Place implements Keeper.
func (f *Files) Place(digest Digest) string { return f.path(digest) }
