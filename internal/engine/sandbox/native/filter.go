package native

import "golang.org/x/sys/unix"

// namespaceFlags are the flags of clone(2) that make namespaces.
const namespaceFlags = unix.CLONE_NEWNS | unix.CLONE_NEWCGROUP | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC |
	unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET

// refused are the calls no program of a candidate and no toolchain needs, by what they would reach.
// Most are beyond a program without capabilities anyway; the filter keeps their code out of reach too.
var refused = []uint32{
	// The tree of mounts.
	unix.SYS_MOUNT, unix.SYS_UMOUNT2, unix.SYS_PIVOT_ROOT, unix.SYS_CHROOT, unix.SYS_MOVE_MOUNT, unix.SYS_OPEN_TREE,
	unix.SYS_FSOPEN, unix.SYS_FSCONFIG, unix.SYS_FSMOUNT, unix.SYS_FSPICK, unix.SYS_MOUNT_SETATTR,
	unix.SYS_QUOTACTL, unix.SYS_QUOTACTL_FD, unix.SYS_FANOTIFY_INIT,
	unix.SYS_NAME_TO_HANDLE_AT, unix.SYS_OPEN_BY_HANDLE_AT,
	// Other processes, and namespaces.
	unix.SYS_PTRACE, unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_PROCESS_MADVISE,
	unix.SYS_KCMP, unix.SYS_PIDFD_GETFD, unix.SYS_UNSHARE, unix.SYS_SETNS,
	// What outlives a process: a channel between runs.
	unix.SYS_KEYCTL, unix.SYS_ADD_KEY, unix.SYS_REQUEST_KEY,
	unix.SYS_SHMGET, unix.SYS_SHMAT, unix.SYS_SHMCTL, unix.SYS_SHMDT,
	unix.SYS_SEMGET, unix.SYS_SEMOP, unix.SYS_SEMCTL, unix.SYS_SEMTIMEDOP,
	unix.SYS_MSGGET, unix.SYS_MSGSND, unix.SYS_MSGRCV, unix.SYS_MSGCTL,
	unix.SYS_MQ_OPEN, unix.SYS_MQ_UNLINK, unix.SYS_MQ_TIMEDSEND, unix.SYS_MQ_TIMEDRECEIVE, unix.SYS_MQ_NOTIFY, unix.SYS_MQ_GETSETATTR,
	// Large and often broken parts of the kernel.
	unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_USERFAULTFD, unix.SYS_MEMFD_SECRET, unix.SYS_LOOKUP_DCOOKIE,
	unix.SYS_MOVE_PAGES, unix.SYS_MIGRATE_PAGES, unix.SYS_MBIND, unix.SYS_SET_MEMPOLICY,
	// The machine.
	unix.SYS_KEXEC_LOAD, unix.SYS_KEXEC_FILE_LOAD, unix.SYS_INIT_MODULE, unix.SYS_FINIT_MODULE, unix.SYS_DELETE_MODULE,
	unix.SYS_REBOOT, unix.SYS_SWAPON, unix.SYS_SWAPOFF, unix.SYS_ACCT, unix.SYS_SYSLOG, unix.SYS_VHANGUP,
	unix.SYS_SETTIMEOFDAY, unix.SYS_CLOCK_SETTIME, unix.SYS_CLOCK_ADJTIME, unix.SYS_ADJTIMEX,
	unix.SYS_SETHOSTNAME, unix.SYS_SETDOMAINNAME,
}

// absent are calls that look unimplemented, so that libraries fall back to others.
var absent = []uint32{
	unix.SYS_CLONE3, // its flags are in memory, where a filter cannot look; C libraries fall back to clone
	unix.SYS_IO_URING_SETUP, unix.SYS_IO_URING_ENTER, unix.SYS_IO_URING_REGISTER,
}

// seccompFilter is the filter of every program. Without a memory controller the pages of a
// memory file belong to nobody, so there are none.
func seccompFilter(memoryCounted bool) []byte {
	var rules []rule
	for _, n := range append(refused, refusedHere...) {
		rules = append(rules, rule{n, []instruction{refuse(unix.EPERM)}})
	}
	for _, n := range absent {
		rules = append(rules, rule{n, []instruction{refuse(unix.ENOSYS)}})
	}
	if !memoryCounted {
		rules = append(rules, rule{unix.SYS_MEMFD_CREATE, []instruction{refuse(unix.ENOSYS)}})
	}
	rules = append(rules,
		rule{unix.SYS_CLONE, []instruction{
			argument32(0), jump(unix.BPF_JSET, namespaceFlags, 0, 1), refuse(unix.EPERM), allow}},
		rule{unix.SYS_PRLIMIT64, notInit(0)},
		rule{unix.SYS_SCHED_SETAFFINITY, notInit(0)},
		rule{unix.SYS_SCHED_SETSCHEDULER, notInit(0)},
		rule{unix.SYS_SCHED_SETPARAM, notInit(0)},
		rule{unix.SYS_SCHED_SETATTR, notInit(0)},
		rule{unix.SYS_SETPRIORITY, processOnly(unix.PRIO_PROCESS)},
		rule{unix.SYS_IOPRIO_SET, processOnly(1)},
		rule{unix.SYS_SOCKET, onlyUnix()},
		rule{unix.SYS_SOCKETPAIR, onlyUnix()},
		rule{unix.SYS_IOCTL, []instruction{ // typing into a terminal
			argument32(1), jump(unix.BPF_JEQ, unix.TIOCSTI, 1, 0), jump(unix.BPF_JEQ, unix.TIOCLINUX, 0, 1), refuse(unix.EPERM), allow}},
		rule{unix.SYS_PERSONALITY, []instruction{ // ask, none, and fixed addresses (some Lisps need them)
			argument32(0), jump(unix.BPF_JEQ, 0xffffffff, 3, 0), jump(unix.BPF_JEQ, 0, 2, 0),
			jump(unix.BPF_JEQ, 0x0040000, 1, 0), refuse(unix.EPERM), allow}},
	)
	return assemble(auditArch, rules)
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
