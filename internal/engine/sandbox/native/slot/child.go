package main

import (
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

//go:linkname runtimeBeforeFork syscall.runtime_BeforeFork
func runtimeBeforeFork()

//go:linkname runtimeAfterFork syscall.runtime_AfterFork
func runtimeAfterFork()

//go:linkname runtimeAfterForkInChild syscall.runtime_AfterForkInChild
func runtimeAfterForkInChild()

// vforkCall makes a system call that returns twice on one stack.
//
//go:noescape
func vforkCall(trap, a1, a2 uintptr) (r1, errno uintptr)

// child is everything the child does between its birth and exec, prepared beforehand:
// it shares its parent's memory and must neither allocate nor grow the stack.
type child struct {
	stdio    [3]int
	terminal bool // stdio is a terminal, to be the controlling one
	cgroup   int  // folder of the cgroup2 group to be born in, or -1
	rules    int  // Landlock ruleset to be confined by, or -1
	paths    []*byte
	argv     []*byte
	envv     []*byte
	dir      *byte
	limits   []limit
	uid, gid int
	filter   *unix.SockFprog // nil when the forker is filtered already
	noCaps   [2]unix.CapUserData
	header   unix.CapUserHeader
	clone    cloneArgs
	beneath  unix.LandlockPathBeneathAttr

	errno syscall.Errno // of the exec that failed, written by the child
}

type limit struct {
	resource uintptr
	value    [2]uint64
}

// cloneArgs is struct clone_args up to the field of kernel 5.7 that names a cgroup.
type cloneArgs struct {
	flags, pidFD, childTID, parentTID, exitSignal, stack, stackSize, tls, setTID, setTIDSize, cgroup uint64
}

// start makes the process. The parent sleeps until the child has executed or failed.
func (c *child) start() (int, syscall.Errno) {
	c.errno = 0
	c.header = unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	pid, err := c.vfork()
	runtimeAfterFork()
	runtime.KeepAlive(c)
	if err != 0 {
		return 0, err
	}
	return pid, 0
}

//go:noinline
//go:norace
func (c *child) vfork() (int, syscall.Errno) {
	var pid, err uintptr
	c.clone = cloneArgs{flags: unix.CLONE_VFORK | unix.CLONE_VM, exitSignal: uint64(unix.SIGCHLD)}
	if c.cgroup >= 0 {
		c.clone.flags |= unix.CLONE_INTO_CGROUP
		c.clone.cgroup = uint64(c.cgroup)
	}
	runtimeBeforeFork()
	if c.cgroup >= 0 {
		pid, err = vforkCall(unix.SYS_CLONE3, uintptr(unsafe.Pointer(&c.clone)), unsafe.Sizeof(c.clone))
	} else {
		pid, err = vforkCall(unix.SYS_CLONE, unix.CLONE_VFORK|unix.CLONE_VM|uintptr(unix.SIGCHLD), 0)
	}
	if err != 0 || pid != 0 {
		return int(pid), syscall.Errno(err)
	}
	runtimeAfterForkInChild()
	c.become()
	for {
		syscall.RawSyscall(unix.SYS_EXIT_GROUP, 127, 0, 0)
	}
}

// become turns the child into the program. It returns only when it failed.
//
//go:nosplit
//go:norace
func (c *child) become() {
	for i := 0; i < len(c.stdio); i++ {
		if _, _, e := syscall.RawSyscall(unix.SYS_DUP3, uintptr(c.stdio[i]), uintptr(i), 0); e != 0 {
			c.errno = e
			return
		}
	}
	if c.errno = c.closeOthers(); c.errno != 0 {
		return
	}
	syscall.RawSyscall(unix.SYS_SETSID, 0, 0, 0)
	if c.terminal {
		if _, _, e := syscall.RawSyscall(unix.SYS_IOCTL, 0, unix.TIOCSCTTY, 0); e != 0 {
			c.errno = e
			return
		}
	}
	if _, _, e := syscall.RawSyscall(unix.SYS_CHDIR, uintptr(unsafe.Pointer(c.dir)), 0, 0); e != 0 {
		c.errno = e
		return
	}
	for i := 0; i < len(c.limits); i++ {
		l := &c.limits[i]
		if _, _, e := syscall.RawSyscall6(unix.SYS_PRLIMIT64, 0, l.resource, uintptr(unsafe.Pointer(&l.value)), 0, 0, 0); e != 0 {
			c.errno = e
			return
		}
	}
	if e := c.drop(); e != 0 {
		c.errno = e
		return
	}
	if c.rules >= 0 {
		if e := c.confine(); e != 0 {
			c.errno = e
			return
		}
	}
	if c.filter != nil {
		if _, _, e := syscall.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(c.filter))); e != 0 {
			c.errno = e
			return
		}
	}
	failed := unix.ENOENT
	for i := 0; i < len(c.paths); i++ {
		_, _, e := syscall.RawSyscall(unix.SYS_EXECVE, uintptr(unsafe.Pointer(c.paths[i])),
			uintptr(unsafe.Pointer(&c.argv[0])), uintptr(unsafe.Pointer(&c.envv[0])))
		if e != unix.ENOENT && e != unix.ENOTDIR {
			failed = e
		}
	}
	c.errno = failed
}

// closeOthers leaves the streams, and the ruleset at its place.
//
//go:nosplit
//go:norace
func (c *child) closeOthers() syscall.Errno {
	// The slot closes all of its own on exec; this holds even where one was forgotten. Kernel 5.9.
	first := uintptr(len(c.stdio))
	if c.rules >= 0 {
		if c.rules != keptRules {
			if _, _, e := syscall.RawSyscall(unix.SYS_DUP3, uintptr(c.rules), keptRules, unix.O_CLOEXEC); e != 0 {
				return e
			}
		}
		first = keptRules + 1
	}
	syscall.RawSyscall(unix.SYS_CLOSE_RANGE, first, ^uintptr(0), 0)
	return 0
}

// keptRules is the descriptor of the ruleset, right above the streams.
const keptRules = 3

// Names for confine, which cannot allocate.
var ownProc = []byte("/proc/self\x00")

// confine puts the child into its run's domain. What /proc tells of the program itself it may read, and nothing of others: that
// folder is the child's from its birth on. The program ends with the slot, should that be killed.
//
//go:nosplit
//go:norace
func (c *child) confine() syscall.Errno {
	syscall.RawSyscall(unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0)
	here := unix.AT_FDCWD
	fd, _, e := syscall.RawSyscall6(unix.SYS_OPENAT, uintptr(here), uintptr(unsafe.Pointer(&ownProc[0])), unix.O_PATH|unix.O_CLOEXEC, 0, 0, 0)
	if e == 0 {
		c.beneath.Allowed_access, c.beneath.Parent_fd = unix.LANDLOCK_ACCESS_FS_READ_FILE|unix.LANDLOCK_ACCESS_FS_READ_DIR, int32(fd)
		if _, _, e = syscall.RawSyscall6(unix.SYS_LANDLOCK_ADD_RULE, keptRules, unix.LANDLOCK_RULE_PATH_BENEATH, uintptr(unsafe.Pointer(&c.beneath)), 0, 0, 0); e != 0 {
			return e
		}
	}
	_, _, e = syscall.RawSyscall(unix.SYS_LANDLOCK_RESTRICT_SELF, keptRules, 0, 0)
	return e
}

// drop gives up the identity and every capability of the slot.
//
//go:nosplit
//go:norace
func (c *child) drop() syscall.Errno {
	if _, _, e := syscall.RawSyscall(unix.SYS_SETRESGID, uintptr(c.gid), uintptr(c.gid), uintptr(c.gid)); e != 0 {
		return e
	}
	if _, _, e := syscall.RawSyscall(unix.SYS_SETRESUID, uintptr(c.uid), uintptr(c.uid), uintptr(c.uid)); e != 0 {
		return e
	}
	_, _, e := syscall.RawSyscall(unix.SYS_CAPSET, uintptr(unsafe.Pointer(&c.header)), uintptr(unsafe.Pointer(&c.noCaps[0])), 0)
	return e
}
