package native

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_AARCH64

// refusedHere are calls of this architecture only.
var refusedHere = []uint32{unix.SYS_NFSSERVCTL}
