package main

import (
	"os"
	"strings"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// leastLandlock is the version that confines signals, kernel 6.12 (landlock(7)). Without it a program of the same user could
// end its neighbours, and this process could not tell the processes of its runs from all others when it ends them.
const leastLandlock = 6

// What a program may do with files, by where they are.
const (
	mayRead  = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_READ_DIR
	mayWrite = mayRead | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_REMOVE_DIR |
		unix.LANDLOCK_ACCESS_FS_REMOVE_FILE | unix.LANDLOCK_ACCESS_FS_MAKE_DIR | unix.LANDLOCK_ACCESS_FS_MAKE_REG |
		unix.LANDLOCK_ACCESS_FS_MAKE_SOCK | unix.LANDLOCK_ACCESS_FS_MAKE_FIFO | unix.LANDLOCK_ACCESS_FS_MAKE_SYM | unix.LANDLOCK_ACCESS_FS_REFER
	mayUse  = unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	handled = mayWrite | mayUse | unix.LANDLOCK_ACCESS_FS_MAKE_CHAR | unix.LANDLOCK_ACCESS_FS_MAKE_BLOCK
	ofFiles = unix.LANDLOCK_ACCESS_FS_EXECUTE | unix.LANDLOCK_ACCESS_FS_READ_FILE | unix.LANDLOCK_ACCESS_FS_WRITE_FILE |
		unix.LANDLOCK_ACCESS_FS_TRUNCATE | unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	scopes = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | unix.LANDLOCK_SCOPE_SIGNAL
)

// confine puts this process, and all it will ever start, into a domain out of which no signal leads, and executes itself
// again, for the kernel binds single threads and by then there are several. So kill(-1) hits what this process started, and
// nothing else. It returns when that is done.
func confine() error {
	const mark = "SLOT_CONFINED=1"
	for _, v := range os.Environ() {
		if v == mark {
			return checkConfined()
		}
	}
	version, _, e := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if e != 0 {
		return failed("use Landlock", e)
	}
	if version < leastLandlock {
		return failed("use Landlock, which must be of version 6 (kernel 6.12)", unix.ENOSYS)
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return failed("bar new privileges", err)
	}
	rules, err := newRules(unix.LandlockRulesetAttr{Scoped: scopes})
	if err != nil {
		return err
	}
	if _, _, e := unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, uintptr(rules), 0, 0); e != 0 {
		return failed("confine signals", e)
	}
	unix.Close(rules)
	return failed("execute again", syscall.Exec("/proc/self/fd/3", os.Args, append(os.Environ(), mark)))
}

// checkConfined makes sure, before anything is ever killed, that the host is out of reach.
func checkConfined() error {
	if err := unix.Kill(os.Getppid(), 0); err != unix.EPERM {
		return failed("confine signals", unix.EPERM)
	}
	// Orphans of a run are this process's, as they are init's elsewhere.
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return failed("take in orphans", err)
	}
	return nil
}

func newRules(attr unix.LandlockRulesetAttr) (int, error) {
	fd, _, e := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Sizeof(attr), 0)
	if e != 0 {
		return -1, failed("make a Landlock ruleset", e)
	}
	return int(fd), nil
}

// programRules make the domain of one run: the toolchains and binds to read, the folder to write, no TCP, no signals out of it.
func (s *slot) programRules() (int, error) {
	rules, err := newRules(unix.LandlockRulesetAttr{
		Handled_access_fs: handled, Handled_access_net: unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP, Scoped: scopes,
	})
	if err != nil {
		return -1, err
	}
	for i, m := range s.setupd.Mounts {
		access := uint64(mayRead)
		if strings.HasPrefix(m.Path, "/dev/") {
			access = mayUse
		}
		err = firstOf(err, addRule(rules, s.area.shown[i], access))
	}
	for _, fd := range s.area.lent {
		err = firstOf(err, addRule(rules, fd, mayRead))
	}
	for _, p := range s.area.places() {
		fd, opening := unix.Open(p.at, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0)
		if err = firstOf(err, opening); opening == nil {
			err = firstOf(err, addRule(rules, fd, mayWrite))
			unix.Close(fd)
		}
	}
	if err != nil {
		unix.Close(rules)
		return -1, failed("make a Landlock rule", err)
	}
	return rules, nil
}

func addRule(rules, fd int, access uint64) error {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return err
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR {
		access &= ofFiles
	}
	beneath := unix.LandlockPathBeneathAttr{Allowed_access: access, Parent_fd: int32(fd)}
	if _, _, e := unix.Syscall6(unix.SYS_LANDLOCK_ADD_RULE, uintptr(rules), unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&beneath)), 0, 0, 0); e != 0 {
		return e
	}
	return nil
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}
