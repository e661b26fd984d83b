// Package seccomp makes the filters of system calls that programs run under: an allow-list for each family of languages, as
// programs of the classic BPF machine (seccomp(2)). They are made once, when a back end starts, and installed elsewhere: by a slot,
// or by the first process of a container. A filter has no state and knows nothing of the run it is for.
package seccomp

import (
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// namespaceFlags are the flags of clone(2) that make namespaces.
const namespaceFlags = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC |
	unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET

// profile is what one family of languages may call beside basicCalls.
type profile struct {
	family  sandbox.Family
	further [][]uint32
	sockets bool // local ones
	files   bool // memory files

	uncounted bool // no controller counts the kernel's own memory for a program
}

// profiles are all families; the first one is every program's that names none.
var profiles = []profile{
	{family: sandbox.General, further: furtherCalls, sockets: true, files: true},
	{family: sandbox.Native},
}

// FamilyNumber is the place of a family's filter among all of them, or -1.
func FamilyNumber(f sandbox.Family) int {
	for i, p := range profiles {
		if p.family == f {
			return i
		}
	}
	return -1
}

// Filters are those of all families, each an array of struct sock_filter. Without a memory controller the pages of a memory file
// belong to nobody, so there are none, and the buffers of sockets stay small.
func Filters(memoryCounted bool) []string {
	var out []string
	for _, p := range profiles {
		p.uncounted = !memoryCounted
		out = append(out, string(assemble(auditArch, p.rules())))
	}
	return out
}

// Filter is that of one family, as it is where a controller counts memory. It keeps processes up to lastOwnPID from being changed.
func Filter(f sandbox.Family) ([]byte, error) {
	n := FamilyNumber(f)
	if n < 0 {
		return nil, fmt.Errorf("there is no family %q of languages", f)
	}
	return []byte(Filters(true)[n]), nil
}

// rules are those of a profile. What has none is answered as a call that does not exist, among them clone3, whose flags are in
// memory, where a filter cannot look (C libraries fall back to clone), io_uring, and inotify, which tells of other slots' use of
// the shared toolchains.
func (p profile) rules() map[uint32][]instruction {
	rules := map[uint32][]instruction{}
	set := func(body []instruction, lists ...[]uint32) {
		for _, list := range lists {
			for _, n := range list {
				rules[n] = body
			}
		}
	}
	set([]instruction{allow}, basicCalls...)
	set([]instruction{allow}, olderCalls)
	set([]instruction{allow}, p.further...)
	set([]instruction{refuse(0)}, pretendedCalls)
	set([]instruction{refuse(unix.EPERM)}, refusedCalls...)
	set([]instruction{refuse(unix.EPERM)}, refusedHere)
	if p.files && !p.uncounted {
		rules[unix.SYS_MEMFD_CREATE] = []instruction{allow}
	}
	rules[unix.SYS_SOCKET], rules[unix.SYS_SOCKETPAIR] = []instruction{refuse(unix.EAFNOSUPPORT)}, []instruction{refuse(unix.EAFNOSUPPORT)}
	if p.sockets {
		rules[unix.SYS_SOCKET], rules[unix.SYS_SOCKETPAIR] = onlyUnix(), onlyUnix()
	}
	if p.uncounted && p.sockets {
		rules[unix.SYS_SETSOCKOPT] = refuseArgument(2, []uint32{unix.SO_SNDBUF, unix.SO_RCVBUF, unix.SO_SNDBUFFORCE, unix.SO_RCVBUFFORCE})
	}
	rules[unix.SYS_CLONE] = []instruction{argument32(0), jump(unix.BPF_JSET, namespaceFlags, 0, 1), refuse(unix.EPERM), allow}
	for _, n := range []uint32{unix.SYS_PRLIMIT64, unix.SYS_SCHED_SETAFFINITY, unix.SYS_SCHED_SETSCHEDULER, unix.SYS_SCHED_SETPARAM, unix.SYS_SCHED_SETATTR} {
		rules[n] = notInit(0)
	}
	rules[unix.SYS_SETPRIORITY] = processOnly(unix.PRIO_PROCESS)
	rules[unix.SYS_IOPRIO_SET] = processOnly(1)
	rules[unix.SYS_IOCTL] = refuseArgument(1, refusedControls)
	rules[unix.SYS_FCNTL] = refuseArgument(1, refusedFileControls)
	rules[unix.SYS_PERSONALITY] = []instruction{ // ask, none, and fixed addresses (some Lisps need them)
		argument32(0), jump(unix.BPF_JEQ, 0xffffffff, 3, 0), jump(unix.BPF_JEQ, 0, 2, 0),
		jump(unix.BPF_JEQ, 0x0040000, 1, 0), refuse(unix.EPERM), allow}
	return rules
}

// refusedControls are what may not be asked of a terminal: typing into it, choosing a driver for its line, of which the
// kernel has many old ones, and taking over the console.
var refusedControls = []uint32{unix.TIOCSTI, unix.TIOCLINUX, unix.TIOCSETD, unix.TIOCCONS}

// refusedFileControls are what may not be asked of a file: what tells of others' use of shared ones, and a larger pipe, for pipes are
// counted for the user, who may be the neighbour's too.
var refusedFileControls = []uint32{unix.F_SETLEASE, unix.F_NOTIFY, unix.F_SETPIPE_SZ}

// refuseArgument refuses a call with one of the given values as its i-th argument.
func refuseArgument(i int, values []uint32) []instruction {
	out := []instruction{argument32(i)}
	for left := len(values); left > 0; left-- {
		out = append(out, jump(unix.BPF_JEQ, values[len(values)-left], left, 0))
	}
	return append(out, allow, refuse(unix.EPERM))
}

// lastOwnPID bounds the ids of the slot's first process and its threads: the slot has the kernel number all
// later ones above, and no id below 300 is ever used twice.
const lastOwnPID = 299

// notInit lets a call change any process but the slot's first one, which for an ordinary user's slots has the
// same uid and so is not protected by it. Argument i is the process.
func notInit(i int) []instruction {
	return []instruction{
		argument32(i), jump(unix.BPF_JEQ, 0, 2, 0), jump(unix.BPF_JGT, lastOwnPID, 1, 0), refuse(unix.EPERM), allow,
	}
}

// processOnly is notInit for calls whose first argument says what the second one is: groups and users are too much.
func processOnly(which uint32) []instruction {
	return append([]instruction{argument32(0), jump(unix.BPF_JEQ, which, 1, 0), refuse(unix.EPERM)}, notInit(1)...)
}

// onlyUnix leaves local sockets; the network namespace is empty, but protocols have bugs of their own.
func onlyUnix() []instruction {
	return []instruction{argument32(0), jump(unix.BPF_JEQ, unix.AF_UNIX, 1, 0), refuse(unix.EAFNOSUPPORT), allow}
}
