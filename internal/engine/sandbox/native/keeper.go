package native

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// keeper is the grafter of an ordinary user: a process in a user namespace, where it may copy mounts.
type keeper struct {
	mu   sync.Mutex
	conn wire.Conn
	cmd  *exec.Cmd
}

func (b *Backend) startKeeper() (*keeper, error) {
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	theirs := os.NewFile(uintptr(pair[1]), "keeper")
	defer theirs.Close()
	cmd := b.command(theirs, theirs)
	cmd.Env = append(cmd.Env, "SLOT_ROLE=keeper", "SLOT_TASK_FILES=0")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNS, Pdeathsig: unix.SIGKILL, Setsid: true}
	mapOne(cmd.SysProcAttr)
	if err := b.starter.start(cmd); err != nil {
		unix.Close(pair[0])
		return nil, fmt.Errorf("make a user namespace: %w", err)
	}
	return &keeper{conn: wire.Conn{FD: pair[0]}, cmd: cmd}, nil
}

func (k *keeper) Graft(s root.Source) (int, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	g := wire.Graft{Path: s.Path, Device: s.Device}
	if err := k.conn.Send(g.Encode()); err != nil {
		return -1, err
	}
	body, fds, err := k.conn.Receive()
	if err != nil {
		return -1, fmt.Errorf("the keeper ended: %w", err)
	}
	r := &wire.Reader{B: body}
	r.Kind()
	if m := wire.DecodeReady(r); m.Err != "" || len(fds) != 1 {
		wire.CloseAll(fds)
		return -1, errors.New(m.Err)
	}
	return fds[0], nil
}

func (k *keeper) Close() {
	unix.Close(k.conn.FD)
	_ = k.cmd.Process.Kill()
	_ = k.cmd.Wait()
}
