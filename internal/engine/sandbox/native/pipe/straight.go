package pipe

import (
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// straight takes the end of a pipe that the caller wants the program itself to have, and lets go of the
// caller's. Whoever is at either end may open it by name, so it is everybody's; it can be reached only by them.
func straight(stream any) (fd int, ok bool, err error) {
	p, ok := stream.(sandbox.Pipe)
	if !ok {
		return -1, false, nil
	}
	defer func() { _ = p.Close() }()
	raw, err := p.SyscallConn()
	if err != nil {
		return -1, true, err
	}
	fd = -1
	controlled := raw.Control(func(given uintptr) {
		if fd, err = unix.FcntlInt(given, unix.F_DUPFD_CLOEXEC, 3); err != nil {
			return
		}
		if err = unix.SetNonblock(fd, false); err == nil {
			err = unix.Fchmod(fd, 0o666)
		}
	})
	if controlled != nil {
		return -1, true, controlled
	}
	return fd, true, err
}
