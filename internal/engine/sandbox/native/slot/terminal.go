package main

import (
	"strconv"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// terminals is where the file system of terminals is mounted.
const terminals = "/dev/pts"

// openTerminal makes a terminal in a file system of its own, in which there can be no second one, hands the
// host its end and returns the program's.
func (s *slot) openTerminal(m *wire.Run) (int, error) {
	multiplexer := terminals + "/ptmx"
	if s.area.folder != "" {
		multiplexer = "/dev/ptmx"
	} else if err := s.mounter(s.area.mountTerminals); err != nil {
		return -1, err
	}
	master, err := unix.Open(multiplexer, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, failed("make a terminal", err)
	}
	defer unix.Close(master)
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		return -1, failed("unlock the terminal", err)
	}
	size := unix.Winsize{Row: uint16(m.Rows), Col: uint16(m.Columns)}
	if err := unix.IoctlSetWinsize(master, unix.TIOCSWINSZ, &size); err != nil {
		return -1, failed("size the terminal", err)
	}
	peer, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(master), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		return -1, failed("open the terminal", errno)
	}
	if s.area.folder != "" { // elsewhere its file system does that
		if err := unix.Fchown(int(peer), s.area.uid, s.area.gid); err != nil {
			unix.Close(int(peer))
			return -1, failed("own the terminal", err)
		}
	}
	hand := wire.Terminal{Number: m.Number}
	if err := s.conn.Send(hand.Encode(), master); err != nil {
		unix.Close(int(peer))
		return -1, failed("hand the terminal over", err)
	}
	return int(peer), nil
}

// mountTerminals mounts the file system, read-only, so that nobody makes its door to new terminals passable.
func (a *area) mountTerminals() error {
	opts := "newinstance,ptmxmode=000,mode=620,max=1,uid=" + strconv.Itoa(a.uid) + ",gid=" + strconv.Itoa(a.gid)
	if err := unix.Mount("terminal", terminals, "devpts", unix.MS_NOSUID|unix.MS_NOEXEC, opts); err != nil {
		return failed("mount the terminal's file system", err)
	}
	a.terminals = true
	attr := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	if err := unix.MountSetattr(unix.AT_FDCWD, terminals, 0, &attr); err != nil {
		return failed("seal the terminal's file system", err)
	}
	return nil
}

func (a *area) unmountTerminals() error {
	if !a.terminals {
		return nil
	}
	a.terminals = false
	if err := unix.Unmount(terminals, unix.MNT_DETACH); err != nil {
		return failed("unmount the terminal's file system", err)
	}
	return nil
}
