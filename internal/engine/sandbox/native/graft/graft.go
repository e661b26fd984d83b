// Package graft copies mounts. It is done by the back end itself where it may mount on the host,
// and by its keeper (see package slot) where it may not.
package graft

import (
	"os"

	"golang.org/x/sys/unix"
)

// Detached makes a copy of what is mounted at and below a path, as a descriptor any mount namespace can
// attach. The copy is read-only for good and knows no set-uid programs; devices work only when asked for.
// Copying is open_tree(2), kernel 5.2; barring is mount_setattr(2), kernel 5.12.
func Detached(path string, device bool) (int, error) {
	fd, err := unix.OpenTree(unix.AT_FDCWD, path, unix.OPEN_TREE_CLONE|unix.OPEN_TREE_CLOEXEC|unix.AT_RECURSIVE)
	if err != nil {
		return -1, &os.PathError{Op: "graft", Path: path, Err: err}
	}
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY | unix.MOUNT_ATTR_NOSUID, Propagation: unix.MS_PRIVATE}
	if device {
		attr.Attr_set |= unix.MOUNT_ATTR_NOEXEC
	} else {
		attr.Attr_set |= unix.MOUNT_ATTR_NODEV
	}
	if err := unix.MountSetattr(fd, "", unix.AT_EMPTY_PATH|unix.AT_RECURSIVE, &attr); err != nil {
		unix.Close(fd)
		return -1, &os.PathError{Op: "bar", Path: path, Err: err}
	}
	return fd, nil
}
