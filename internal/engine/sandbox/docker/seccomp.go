package docker

import "encoding/json"

// allowed are the system calls that toolchains and their programs need, by what they are for. Everything else is
// refused to all processes of a container, the first one included; the program has a filter of its family on top (seccomp.Filter),
// which looks at arguments too.
var allowed = [][]string{
	{ // files
		"access", "chdir", "chmod", "chown", "close", "close_range", "copy_file_range", "creat", "dup", "dup2", "dup3", "faccessat", "faccessat2",
		"fadvise64", "fallocate", "fchdir", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchownat", "fcntl", "fdatasync", "flock", "fstat", "fstatfs",
		"fsync", "ftruncate", "futimesat", "getcwd", "getdents", "getdents64", "ioctl", "lchown", "link", "linkat", "lseek", "lstat",
		"mkdir", "mkdirat", "mknod", "mknodat", "newfstatat", "open", "openat", "openat2", "pipe", "pipe2", "pread64", "preadv", "preadv2",
		"pwrite64", "pwritev", "pwritev2", "read", "readahead", "readlink", "readlinkat", "readv", "rename", "renameat", "renameat2", "rmdir",
		"sendfile", "splice", "stat", "statfs", "statx", "symlink", "symlinkat", "sync_file_range", "tee", "truncate", "umask",
		"unlink", "unlinkat", "utime", "utimensat", "utimes", "vmsplice", "write", "writev",
		"getxattr", "fgetxattr", "lgetxattr", "listxattr", "flistxattr", "llistxattr", "setxattr", "fsetxattr", "lsetxattr", "removexattr", "fremovexattr", "lremovexattr",
		"inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch", "memfd_create", "cachestat",
	},
	{ // waiting
		"epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait", "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "poll", "ppoll", "pselect6", "select",
		"signalfd", "signalfd4", "timerfd_create", "timerfd_gettime", "timerfd_settime",
		"io_setup", "io_submit", "io_getevents", "io_pgetevents", "io_cancel", "io_destroy",
	},
	{ // memory
		"brk", "madvise", "mincore", "mlock", "mlock2", "mlockall", "mmap", "mprotect", "mremap", "msync", "munlock", "munlockall", "munmap",
		"membarrier", "pkey_alloc", "pkey_free", "pkey_mprotect", "remap_file_pages", "map_shadow_stack", "get_mempolicy", "mseal",
	},
	{ // processes and threads
		"arch_prctl", "capget", "capset", "clone", "execve", "execveat", "exit", "exit_group", "fork", "futex", "futex_waitv", "futex_wait", "futex_wake", "futex_requeue",
		"get_robust_list", "get_thread_area", "getpgid", "getpgrp", "getpid", "getppid", "getpriority", "getrlimit", "getrusage", "getsid", "gettid",
		"ioprio_get", "ioprio_set", "kill", "personality", "pidfd_open", "pidfd_send_signal", "prctl", "prlimit64", "restart_syscall", "rseq",
		"rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigqueueinfo", "rt_sigreturn", "rt_sigsuspend", "rt_sigtimedwait", "rt_tgsigqueueinfo",
		"sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler", "sched_rr_get_interval",
		"sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler", "sched_yield", "seccomp", "set_robust_list", "set_thread_area",
		"set_tid_address", "setpgid", "setpriority", "setrlimit", "setsid", "sigaltstack", "tgkill", "times", "tkill", "vfork", "wait4", "waitid",
		"getcpu", "getegid", "geteuid", "getgid", "getgroups", "getresgid", "getresuid", "getuid", "setfsgid", "setfsuid", "setgid", "setgroups",
		"setregid", "setresgid", "setresuid", "setreuid", "setuid", "alarm", "pause", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self",
	},
	{ // time and the machine
		"clock_getres", "clock_gettime", "clock_nanosleep", "getitimer", "gettimeofday", "nanosleep", "setitimer", "time", "timer_create", "timer_delete",
		"timer_getoverrun", "timer_gettime", "timer_settime", "getrandom", "sysinfo", "uname",
	},
	{ // local sockets; the network namespace is empty, and the program's filter leaves no other
		"accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg",
		"sendmmsg", "sendmsg", "sendto", "setsockopt", "shutdown", "socket", "socketpair",
	},
}

// pretended are calls that are answered as done, and are not: they would write out the disks of the host, which everybody waits for.
var pretended = []string{"sync", "syncfs"}

// absent are calls that look unimplemented, so that libraries fall back to others. The flags of clone3 are in memory,
// where a filter cannot look.
var absent = []string{"clone3", "io_uring_setup", "io_uring_enter", "io_uring_register"}

// The profile as the engine reads it (docs.docker.com/engine/security/seccomp).
type seccompProfile struct {
	DefaultAction string        `json:"defaultAction"`
	Architectures []string      `json:"architectures"`
	Syscalls      []seccompRule `json:"syscalls"`
}

type seccompRule struct {
	Names    []string `json:"names"`
	Action   string   `json:"action"`
	ErrnoRet *uint    `json:"errnoRet,omitempty"`
}

// seccompJSON is the profile of every container.
func seccompJSON() (string, error) {
	noSuchCall, done := uint(38), uint(0) // ENOSYS, and success
	p := seccompProfile{
		DefaultAction: "SCMP_ACT_ERRNO", Architectures: []string{seccompArch},
		Syscalls: []seccompRule{{Names: absent, Action: "SCMP_ACT_ERRNO", ErrnoRet: &noSuchCall}, {Names: pretended, Action: "SCMP_ACT_ERRNO", ErrnoRet: &done}},
	}
	for _, names := range allowed {
		p.Syscalls = append(p.Syscalls, seccompRule{Names: names, Action: "SCMP_ACT_ALLOW"})
	}
	data, err := json.Marshal(p)
	return string(data), err
}
