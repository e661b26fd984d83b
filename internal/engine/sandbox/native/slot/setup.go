package main

import (
	"os"
	"path"

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
	var ready wire.Ready
	if err := s.build(fds); err != nil {
		return ready, err
	}
	if s.setupd.Proc {
		if err := mountProc(stage+"/proc", s.setupd.Masked); err != nil {
			ready.Proc = err.Error()
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

// build lays the folders, texts, links and mounts of the plan into a tmpfs on the stage.
func (s *slot) build(fds []int) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return failed("make the mounts private", err)
	}
	if err := unix.Mount("root", stage, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755,size=4m,nr_inodes=2048"); err != nil {
		return failed("mount the root", err)
	}
	for _, dir := range append(s.setupd.Dirs, "/proc", areaRoot, "/w", "/tmp", "/dev/shm") {
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
		if err := attach(fds[i], m, stage); err != nil {
			return err
		}
	}
	return nil
}

// attach puts a detached mount at its place, which it makes.
func attach(fd int, m wire.Mount, prefix string) error {
	defer unix.Close(fd)
	at := prefix + m.Path
	if m.Dir {
		if err := os.MkdirAll(at, 0o755); err != nil {
			return failed("make "+m.Path, err)
		}
	} else {
		if err := os.MkdirAll(path.Dir(at), 0o755); err != nil {
			return failed("make "+path.Dir(m.Path), err)
		}
		f, err := unix.Open(at, unix.O_CREAT|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o644)
		if err != nil {
			return failed("make "+m.Path, err)
		}
		unix.Close(f)
	}
	if err := unix.MoveMount(fd, "", unix.AT_FDCWD, at, unix.MOVE_MOUNT_F_EMPTY_PATH); err != nil {
		return failed("mount "+m.Path, err)
	}
	return nil
}

// mountProc mounts a /proc of the slot's own, which shows a program its own processes only.
// It must be done while the host's /proc is still in sight (the kernel asks for that in user namespaces).
func mountProc(at string, masked []string) error {
	err := unix.Mount("proc", at, "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "hidepid=2")
	if err != nil {
		return failed("mount /proc", err)
	}
	for _, name := range []string{"user", "mnt", "pid", "net", "ipc", "uts", "cgroup", "time"} {
		// No namespaces for programs even if the filter failed; absent on older kernels.
		_ = os.WriteFile(at+"/sys/user/max_"+name+"_namespaces", []byte("0"), 0)
	}
	// Programs are numbered from here on; the filter knows (lastOwnPID). The kernel itself wraps around to 300.
	_ = os.WriteFile(at+"/sys/kernel/ns_last_pid", []byte("299"), 0)
	for _, name := range masked {
		var st unix.Stat_t
		if unix.Lstat(at+name, &st) != nil {
			continue
		}
		if st.Mode&unix.S_IFMT == unix.S_IFDIR {
			err = unix.Mount("none", at+name, "tmpfs", unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, "size=4k,nr_inodes=2")
		} else {
			err = unix.Mount(stage+"/dev/null", at+name, "", unix.MS_BIND, "")
		}
		if err != nil {
			_ = unix.Unmount(at, unix.MNT_DETACH)
			return failed("cover /proc"+name, err)
		}
	}
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, at, 0, &attr); err != nil {
		_ = unix.Unmount(at, unix.MNT_DETACH)
		return failed("make /proc read-only", err)
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
