// Command runner is the first process of a container of the docker back end.
//
// It is bound into the container read-only, speaks with the host over its standard input and output (package
// frame), lays the files in, starts the one program of the container's life, passes its streams on, and collects
// what is to be kept. It has no capability and the user of the program, from which it protects itself as init: it
// cannot be traced, has no signal handler, and the program's filter keeps limits and priorities of low process
// ids, which are its own, out of reach. When its input ends, the host is gone, and so is everything here.
package main

import (
	"bufio"
	"os"
	"runtime"
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == roleProgram {
		become()
	}
	r := &runner{out: &frame.Writer{W: os.Stdout}}
	if err := harden(); err != nil {
		fail(err)
	}
	settle()
	if err := r.out.Send(frame.Bytes(frame.KindReady, nil)); err != nil {
		fail(err)
	}
	r.serve(bufio.NewReaderSize(os.Stdin, frame.Chunk))
}

// runner is the state of the process.
type runner struct {
	out     *frame.Writer
	lay     layer
	program *program
}

// serve carries out the host's messages until there is no host.
func (r *runner) serve(in *bufio.Reader) {
	for {
		m, err := frame.Receive(in)
		if err != nil {
			os.Exit(0)
		}
		switch k := m.Kind(); k {
		case frame.KindFile:
			r.lay.next(frame.DecodeFile(m))
		case frame.KindData:
			r.lay.write(m.B)
		case frame.KindStart:
			r.begin(frame.DecodeStart(m), m)
		default:
			if r.program != nil {
				r.program.order(k, m)
			}
		}
	}
}

// begin starts the program and sees it to its end beside this loop.
func (r *runner) begin(s frame.Start, m *wire.Reader) {
	if m.Err != nil || r.program != nil {
		os.Exit(2)
	}
	if r.lay.refused != "" {
		r.end(&frame.Ended{Refused: r.lay.refused}, nil)
		return
	}
	p, ended := launch(s, r.out)
	if ended != nil {
		r.end(ended, nil)
		return
	}
	r.program = p
	go func() { r.end(p.see(), s.Keep) }()
}

// end tells how the program ended, hands over what is to be kept, and lets the host end the container.
func (r *runner) end(e *frame.Ended, keep []frame.Keep) {
	e.DiskFull = diskFull()
	c := &collector{out: r.out}
	if c.out.Send(e.Encode()) != nil || c.all(keep) != nil || c.out.Send(frame.Bytes(frame.KindBye, nil)) != nil {
		os.Exit(1)
	}
}

func fail(err error) {
	_, _ = os.Stderr.WriteString(err.Error() + "\n")
	os.Exit(1)
}

// harden makes the process out of reach for the program it starts.
func harden() error {
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	var action [32]byte
	for sig := uintptr(1); sig <= 64; sig++ {
		if sig != uintptr(unix.SIGKILL) && sig != uintptr(unix.SIGSTOP) {
			unix.RawSyscall6(unix.SYS_RT_SIGACTION, sig, uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
		}
	}
	unix.Umask(0o022)
	return nil
}

// lastOwnPID bounds the process ids that the program's filter protects. It is that of package native, whose filter it is.
const lastOwnPID = 299

// settle has the runtime make its threads now, and then uses process ids up to those that are the program's.
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
	for range lastOwnPID { // a process that cannot be executed has an id all the same
		_, _ = syscall.ForkExec("/nothing", nil, &syscall.ProcAttr{})
	}
}
