package main

import (
	"os"
	"path"
	"slices"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// stage is where the new root grows before it becomes the root; any folder of the host does.
const stage = "/tmp"

// setup receives the plan, builds the root and leaves the host's behind.
func (s *slot) setup() (wire.Ready, error) {
	body, fds, err := s.conn.Receive()
	if err != nil {
		return wire.Ready{}, failed("receive the setup", err)
	}
	r := &wire.Reader{B: body}
	if r.Kind() != wire.KindSetup {
		return wire.Ready{}, failed("receive the setup", unix.EPROTO)
	}
	s.setupd = wire.DecodeSetup(r)
	if r.Err != nil || len(fds) != len(s.setupd.Mounts) {
		return wire.Ready{}, failed("decode the setup", unix.EPROTO)
	}
	s.area.uid, s.area.gid = int(s.setupd.UID), int(s.setupd.GID)
	if s.setupd.Folder != "" {
		return s.contain(fds)
	}
	var ready wire.Ready
	if err := s.build(fds); err != nil {
		return ready, err
	}
	if s.setupd.Proc {
		if s.numbers, err = mountProc(stage+"/proc", &s.setupd); err != nil {
			ready.Proc = err.Error()
		}
	} else {
		ready.Proc = "switched off by configuration"
	}
	if ready.Proc != "" {
		if err := namedInput(); err != nil {
			return ready, err
		}
	}
	if err := enter(); err != nil {
		return ready, err
	}
	if err := s.area.fresh(defaultDisk, defaultInodes); err != nil {
		return ready, err
	}
	_ = unix.Sethostname([]byte(s.setupd.Hostname))
	return ready, sealRoot(true)
}

// namedInput has /dev/stdin be a file of the area: without a /proc there is no way to a descriptor by name.
func namedInput() error {
	if err := os.Remove(stage + wire.InputName); err != nil {
		return failed("make "+wire.InputName, err)
	}
	return os.Symlink(areaRoot+"/"+path.Base(wire.InputName), stage+wire.InputName)
}

// build lays the folders, texts, links and mounts of the plan into a tmpfs on the stage.
func (s *slot) build(fds []int) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return failed("make the mounts private", err)
	}
	if err := unix.Mount("root", stage, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755,size=4m,nr_inodes=2048"); err != nil {
		return failed("mount the root", err)
	}
	for _, dir := range append(s.setupd.Dirs, "/proc", areaRoot, "/w", "/tmp", "/dev/shm", terminals) {
		if err := os.MkdirAll(stage+dir, 0o755); err != nil {
			return failed("make "+dir, err)
		}
	}
	for _, t := range s.setupd.Texts {
		if err := os.WriteFile(stage+t[0], []byte(t[1]), 0o644); err != nil {
			return failed("write "+t[0], err)
		}
	}
	for _, l := range s.setupd.Links {
		if err := os.Symlink(l[1], stage+l[0]); err != nil {
			return failed("link "+l[0], err)
		}
	}
	for i, m := range s.setupd.Mounts {
		if _, err := makePlace(m, stage); err != nil {
			return err
		}
		if err := attach(fds[i], stage+m.Path); err != nil {
			return err
		}
		unix.Close(fds[i])
	}
	return nil
}

// makePlace makes the folder or file a mount goes to, where there is none, and tells what it made.
func makePlace(m wire.Mount, prefix string) (made []string, err error) {
	at := prefix + m.Path
	dir := at
	if !m.Dir {
		dir = path.Dir(at)
	}
	var missing []string
	for d := dir; d != "/" && d != "."; d = path.Dir(d) {
		if _, err := os.Lstat(d); err == nil {
			break
		}
		missing = append(missing, d)
	}
	for _, d := range slices.Backward(missing) {
		if err := os.Mkdir(d, 0o755); err != nil {
			return made, failed("make "+d, err)
		}
		made = append(made, d)
	}
	if m.Dir {
		return made, nil
	}
	if _, err := os.Lstat(at); err == nil {
		return made, nil
	}
	f, err := unix.Open(at, unix.O_CREAT|unix.O_EXCL|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o644)
	if err != nil {
		return made, failed("make "+m.Path, err)
	}
	unix.Close(f)
	return append(made, at), nil
}

// attach puts a detached mount at its place.
func attach(fd int, at string) error {
	if err := unix.MoveMount(fd, "", unix.AT_FDCWD, at, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return failed("mount "+at, err)
	}
	return nil
}

// enter makes the stage the root and lets go of the host's.
func enter() error {
	if err := unix.Chdir(stage); err != nil {
		return failed("enter the root", err)
	}
	if err := unix.PivotRoot(".", "."); err != nil {
		return failed("change the root", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return failed("detach the host's root", err)
	}
	return unix.Chdir("/")
}

// sealRoot makes the root's own tmpfs read-only, or writable while no program runs.
func sealRoot(sealed bool) error {
	attr := unix.MountAttr{Attr_clr: unix.MOUNT_ATTR_RDONLY}
	if sealed {
		attr = unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	}
	if err := unix.MountSetattr(unix.AT_FDCWD, "/", 0, &attr); err != nil {
		return failed("seal the root", err)
	}
	return nil
}
