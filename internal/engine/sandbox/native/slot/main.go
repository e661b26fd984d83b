// Command slot is the first process of a sandbox slot, the init of its pid namespace.
//
// It is started by the native back end inside fresh namespaces, builds a root from the mounts it is
// handed, and then runs one program after another. It links little and keeps no state between runs,
// for every idle slot pays for it. Its threads:
//
//	mounter   the main thread; builds the root, renews the work folder between runs
//	forker    reads runs, starts programs, reaps; already under the programs' seccomp filter where
//	          no program needs to be born into a cgroup2 group (clone3, which the filter refuses)
//	killer    reads orders to kill; ends everything when the host is gone
//
// Where namespaces are not to be had it runs contained: see confine and child.become.
package main

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// The descriptors a slot is started with; those of cgroup v1 task files follow.
const (
	fdImage = 3 // this program; closed at once
	fdRuns  = 4
	fdKills = 5
	fdTasks = 6
)

func main() {
	runtime.LockOSThread()
	tasks, err := strconv.Atoi(os.Getenv("SLOT_TASK_FILES"))
	if err != nil {
		os.Exit(2)
	}
	contained := os.Getenv("SLOT_ROLE") == "contained"
	var confined error
	if contained {
		confined = confine()
	}
	unix.Close(fdImage)
	for fd := fdRuns; fd < fdTasks+tasks; fd++ {
		unix.CloseOnExec(fd)
	}
	if os.Getenv("SLOT_ROLE") == "keeper" {
		keep(&wire.Conn{FD: fdRuns})
		return
	}
	s := &slot{contained: contained, conn: wire.Conn{FD: fdRuns}, numbers: -1, tasks: tasks, mounts: make(chan mountOrder)}
	err = confined
	if err == nil {
		err = harden()
	}
	if err != nil {
		s.answer(wire.Ready{Err: err.Error()})
		os.Exit(1)
	}
	settle()
	started := make(chan error)
	stands := make(chan struct{})
	go s.killer()
	go s.forker(stands, started)
	ready, err := s.setup()
	if err != nil {
		s.answer(wire.Ready{Err: err.Error()})
		os.Exit(1)
	}
	close(stands)
	if err := <-started; err != nil {
		ready.Err = err.Error()
	}
	s.answer(ready)
	for order := range s.mounts {
		order.done <- order.do()
	}
}

// slot is the state of the process.
type slot struct {
	// contained tells that there are no namespaces: this is init of nothing, and only Landlock keeps its processes apart.
	contained bool

	conn   wire.Conn
	tasks  int
	setupd wire.Setup
	mounts chan mountOrder
	area   area
	kills  kills
	child  child
	// numbers counts process ids anew, or is -1.
	numbers int
	// filters of the families, which a child installs; nil for what its parent has installed already.
	filters []*unix.SockFprog
}

// mountOrder is work for the mounter.
type mountOrder struct {
	do   func() error
	done chan error
}

func (s *slot) mounter(do func() error) error {
	done := make(chan error)
	s.mounts <- mountOrder{do, done}
	return <-done
}

// settle has the runtime make its threads now, while process ids are below those of programs (see lastOwnPID
// of package native): a program of an ordinary user's slot could otherwise name them.
func settle() {
	const spare = 6
	var up, down sync.WaitGroup
	up.Add(spare)
	down.Add(1)
	for range spare {
		go func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			up.Done()
			down.Wait()
		}()
	}
	up.Wait()
	down.Done()
}

func (s *slot) answer(r wire.Ready) { _ = s.conn.Send(r.Encode()) }

// harden makes the process out of reach for the programs it starts: they cannot trace it, read its
// memory or, being init with no handler left, signal it (pid_namespaces(7)).
func harden() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return failed("refuse to be traced", err)
	}
	var action [32]byte
	for sig := uintptr(1); sig <= 64; sig++ {
		if sig == uintptr(unix.SIGKILL) || sig == uintptr(unix.SIGSTOP) {
			continue
		}
		unix.RawSyscall6(unix.SYS_RT_SIGACTION, sig, uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
	}
	unix.Umask(0o022)
	return nil
}

type failure struct {
	what string
	err  error
}

func (f failure) Error() string { return f.what + ": " + f.err.Error() }

func failed(what string, err error) error { return failure{what, err} }
