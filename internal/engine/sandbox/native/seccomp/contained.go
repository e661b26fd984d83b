package seccomp

import "golang.org/x/sys/unix"

// ContainedFilters are the filters of all families where no namespace keeps a program from the host's processes and sockets.
// They are the usual ones with less.
func ContainedFilters() []string {
	var out []string
	for _, p := range profiles {
		p.uncounted = true
		rules := p.rules()
		rules[unix.SYS_SOCKET] = []instruction{refuse(unix.EAFNOSUPPORT)} // a pair reaches nobody else, and is all there is
		// Descriptors on their way belong to nobody who could be looked at, and so what they hold.
		rules[unix.SYS_SENDMSG], rules[unix.SYS_SENDMMSG] = []instruction{refuse(unix.EPERM)}, []instruction{refuse(unix.EPERM)}
		rules[unix.SYS_PRCTL] = refuseArgument(0, []uint32{unix.PR_SET_DUMPABLE, unix.PR_SET_CHILD_SUBREAPER}) // stays to be looked at
		// What the kernel asks for is a user, whom other processes may have, and not a domain of Landlock.
		for _, n := range []uint32{unix.SYS_PRLIMIT64, unix.SYS_SCHED_SETAFFINITY, unix.SYS_SCHED_SETSCHEDULER, unix.SYS_SCHED_SETPARAM, unix.SYS_SCHED_SETATTR} {
			rules[n] = itself(0)
		}
		rules[unix.SYS_SETPRIORITY] = itselfOnly(unix.PRIO_PROCESS)
		rules[unix.SYS_IOPRIO_SET] = itselfOnly(1)
		out = append(out, string(assemble(auditArch, rules)))
	}
	return out
}

// itself lets a call change the caller alone. Argument i is the process.
func itself(i int) []instruction {
	return []instruction{argument32(i), jump(unix.BPF_JEQ, 0, 1, 0), refuse(unix.EPERM), allow}
}

// itselfOnly is itself for calls whose first argument says what the second one is.
func itselfOnly(which uint32) []instruction {
	return append([]instruction{argument32(0), jump(unix.BPF_JEQ, which, 1, 0), refuse(unix.EPERM)}, itself(1)...)
}
