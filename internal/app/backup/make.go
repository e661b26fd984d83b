package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Report is what came of it.
type Report struct {
	File  string `json:"file"`
	Bytes int64  `json:"bytes"` // of the archive
	Manifest
}

// Make writes an archive of the installation, which may run meanwhile. The file must not be there.
func Make(ctx context.Context, i Installation, file string) (report Report, err error) {
	if err := i.hasFiles(); err != nil {
		return report, err
	}
	if _, err := os.Stat(i.Storage.Folder(blobsFolder)); err != nil && !i.Storage.InBucket() {
		return report, fmt.Errorf("there are no blobs: %w; name the folder of the installation with --data", err)
	}
	if err := vacant(file); err != nil {
		return report, err
	}
	// What is killed leaves this folder and no file of the name.
	work, err := os.MkdirTemp(filepath.Dir(file), "."+filepath.Base(file)+".unfinished-")
	if err != nil {
		return report, fmt.Errorf("%w; name a file in a folder that this user may write to", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	made := filepath.Join(work, "archive")
	m, err := i.write(ctx, work, made)
	switch {
	case ctx.Err() != nil:
		return report, fmt.Errorf("stopped, so that there is no backup: %w", ctx.Err())
	case errors.Is(err, unix.ENOSPC):
		return report, fmt.Errorf("%w; beside the archive there must be room for a copy of the databases: make some, or name a file on another disk", err)
	case err != nil:
		return report, err
	}
	info, err := os.Stat(made)
	if err != nil {
		return report, err
	}
	if err := vacant(file); err != nil { // another backup may have taken the name
		return report, err
	}
	if err := os.Rename(made, file); err != nil {
		return report, err
	}
	if err := syncFolder(filepath.Dir(file)); err != nil {
		return report, err
	}
	i.noteMade(m.MadeAt)
	return Report{file, info.Size(), m}, nil
}

// hasFiles refuses where blobs are asked of others: they cannot be listed there.
func (i Installation) hasFiles() error {
	if i.Storage.Asks() {
		return errors.New("--blobs=queue: run it where the files of the blobs are, without --blobs")
	}
	return nil
}

func vacant(file string) error {
	_, err := os.Lstat(file)
	switch {
	case err == nil:
		return fmt.Errorf("%s is there already: name another file", file)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

// write copies rows first, into the folder, and packs them after the blobs: a restoration has the blobs when it has the rows. What the
// rows refer to is not collected meanwhile.
func (i Installation) write(ctx context.Context, work, path string) (m Manifest, err error) {
	m = Manifest{Format: format, Version: i.Version, MadeAt: time.Now().UTC().Truncate(time.Second), Database: i.database().kind()}
	if err := os.Mkdir(filepath.Join(work, databasesFolder), 0o700); err != nil {
		return m, err
	}
	blobs, err := open.Keeper(ctx, i.Storage)
	if err != nil {
		return m, err
	}
	letGo, err := blobs.Hold(ctx)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, letGo()) }()
	members, err := i.database().dump(ctx, work, &m)
	if err != nil {
		return m, err
	}
	a, err := create(path, m.MadeAt)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, a.close()) }()
	if err := i.addBlobs(ctx, a, blobs, &m); err != nil {
		return m, err
	}
	for _, member := range members {
		if err := addFile(ctx, a, member, filepath.Join(work, member)); err != nil {
			return m, err
		}
	}
	return m, a.finish(ctx, m)
}

func (i Installation) addBlobs(ctx context.Context, a *archive, blobs blob.Keeper, m *Manifest) error {
	told := time.Now()
	err := blobs.Each(ctx, func(digest blob.Digest, size int64) error {
		err := addBlob(ctx, a, blobs, digest, size)
		if errs.Is(err, errs.NotFound) {
			return nil // it was of a recording that was removed just then
		}
		m.Blobs, m.BlobBytes = m.Blobs+1, m.BlobBytes+size
		if time.Since(told) > tellEvery {
			told = time.Now()
			i.Tell("blobs: %d so far, %s", m.Blobs, megabytes(m.BlobBytes))
		}
		return err
	})
	if err != nil {
		return err
	}
	i.Tell("blobs: %d, %s", m.Blobs, megabytes(m.BlobBytes))
	return nil
}

// tellEvery is how often something long says how far it is.
const tellEvery = 2 * time.Second

// addBlob fails on one that is damaged: a backup that passes over it would be found out on the day it is needed.
func addBlob(ctx context.Context, a *archive, blobs blob.Keeper, digest blob.Digest, size int64) error {
	from, err := blobs.Get(ctx, digest)
	if err != nil {
		return err
	}
	defer from.Close()
	member := blobsFolder + "/" + string(digest)
	if err = a.add(ctx, member, size, from); errors.Is(err, blob.ErrDamaged) {
		err = fmt.Errorf("%w; there is no backup until %s is as it was: an older backup has it as %s", err, blobs.Place(digest), member)
	}
	return err
}

func addFile(ctx context.Context, a *archive, member, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return a.add(ctx, member, info.Size(), file)
}

// syncFolder makes lasting what was renamed into a folder.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
