package installer

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// underWay begins the names of folders that are being filled or were taken out of their place. No row
// looks for programs in them, so that an installation that is killed at any moment counts as none.
const underWay = ".new-"

// begin makes an empty folder to be filled. It is locked while this process lives, or a client that it
// started and that outlives it; folders that nobody holds are leftovers, and are removed.
func (in Installer) begin() (dir string, held *os.File, err error) {
	if err := os.MkdirAll(in.Dir, 0o755); err != nil {
		return "", nil, errs.New(errs.Internal, "toolchains_dir", "the folder %s cannot be made", in.Dir).Because(err)
	}
	if dir, held, err = in.claim(); err != nil {
		return "", nil, errs.New(errs.Internal, "toolchains_dir",
			"nothing can be written to %s: name another folder with --toolchains", in.Dir).Because(err)
	}
	return dir, held, nil
}

func (in Installer) claim() (dir string, held *os.File, err error) {
	all, err := toolchain.LockFolder(in.Dir, unix.LOCK_EX) // one claim at a time: a new folder is not locked at once
	if err != nil {
		return "", nil, err
	}
	defer all.Close()
	left, err := filepath.Glob(filepath.Join(in.Dir, underWay+"*"))
	if err != nil {
		return "", nil, err
	}
	for _, folder := range left {
		if lock, err := toolchain.LockFolder(folder, unix.LOCK_EX|unix.LOCK_NB); err == nil {
			_ = os.RemoveAll(folder)
			_ = lock.Close()
		}
	}
	if dir, err = os.MkdirTemp(in.Dir, underWay); err != nil {
		return "", nil, err
	}
	held, err = toolchain.LockFolder(dir, unix.LOCK_EX|unix.LOCK_NB)
	return dir, held, err
}

// place puts a filled folder where its row looks. What was there works until then, and goes whole.
func (in Installer) place(made, id string) error {
	if err := os.Chmod(made, 0o755); err != nil { // programs run under other users
		return err
	}
	at, old := filepath.Join(in.Dir, id), made+"-old"
	if err := os.Rename(at, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return errors.Join(os.Rename(made, at), os.RemoveAll(old))
}
