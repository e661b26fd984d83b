package seccomp

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// olderCalls are those of basicCalls under the names of this architecture.
var olderCalls = []uint32{unix.SYS_FSTATAT}

// refusedHere are calls of this architecture only.
var refusedHere = []uint32{unix.SYS_NFSSERVCTL}
