package native

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// pump moves output as it comes until the slot tells that the last process is gone and the pipes are dry.
// One goroutine, one system call to wait in: the shortest way from the end of a program to its result.
func (r *run) pump() error {
	if r.w.buf == nil {
		r.w.buf = make([]byte, 64<<10)
	}
	buf := r.w.buf
	var written int64
	ended := false
	looked := time.Now()
	for {
		if ended && r.pipes.Output(1) < 0 && r.pipes.Output(2) < 0 {
			return nil
		}
		fds := r.sources(ended)
		n, err := unix.Poll(fds[:], r.patience(ended))
		if err != nil && !errors.Is(err, unix.EINTR) {
			return err
		}
		if now := time.Now(); !ended && (n <= 0 || now.Sub(looked) > watchEvery) {
			r.check()
			looked = now
		}
		if n <= 0 {
			continue
		}
		r.read(&fds, buf, &written)
		if fds[4].Revents != 0 {
			r.stop(sandbox.MemoryLimit)
		}
		if fds[0].Revents != 0 {
			if ended, err = r.listen(); err != nil {
				return err
			}
		}
	}
}

// sources are what the pump waits for: the slot, stdout and stderr as far as they are direct, news of both, and what
// tells of the memory limit.
func (r *run) sources(ended bool) [5]unix.PollFd {
	fds := [5]unix.PollFd{
		{Fd: int32(r.w.conn.FD), Events: unix.POLLIN},
		{Fd: -1, Events: unix.POLLIN},
		{Fd: -1, Events: unix.POLLIN},
		{Fd: int32(r.w.turns.FD), Events: unix.POLLIN},
		{Fd: r.oomEvents(), Events: unix.POLLIN},
	}
	for i, direct := range r.w.turns.Direct {
		if direct {
			fds[i+1].Fd = int32(r.pipes.Output(i + 1))
		}
	}
	if ended {
		fds[0].Fd, fds[4].Fd = -1, -1
	}
	return fds
}

// read passes on what both streams hold, in the order in which they were written.
func (r *run) read(fds *[5]unix.PollFd, buf []byte, written *int64) {
	var room [8]int
	for _, i := range r.w.turns.Next(room[:0], [2]bool{fds[1].Revents != 0, fds[2].Revents != 0}, fds[3].Revents != 0) {
		if r.pipes.Output(i+1) >= 0 {
			n := r.drain(i+1, [2]io.Writer{r.spec.Stdout, r.spec.Stderr}[i], buf, written)
			r.w.turns.Read(i, n == len(buf))
		}
	}
}

// oomEvents is what tells of the memory limit, until the run was stopped: then it would never fall silent.
func (r *run) oomEvents() int32 {
	if r.w.group == nil || r.stoppedFor() != "" {
		return -1
	}
	return int32(r.w.group.MemoryEvents())
}

// drain moves what one pipe holds, at most a buffer full, and tells how much that was. Past the limit the program dies;
// nothing more is passed on.
func (r *run) drain(stream int, w io.Writer, buf []byte, written *int64) int {
	n, err := unix.Read(r.pipes.Output(stream), buf)
	for err == unix.EINTR {
		n, err = unix.Read(r.pipes.Output(stream), buf)
	}
	if err == unix.EAGAIN {
		return 0
	}
	if err != nil || n == 0 {
		r.pipes.CloseOutput(stream)
		return 0
	}
	left := max(r.limits.Output-*written, 0)
	*written += int64(n)
	data := buf[:min(int64(n), left)]
	if w != nil && len(data) > 0 {
		if _, err := w.Write(data); err != nil {
			r.pipes.CloseOutput(stream) // the reader is gone: the program meets a broken pipe, or is hung up on
			r.pipes.HangUp()
			return n
		}
	}
	if *written > r.limits.Output {
		r.stop(sandbox.OutputLimit)
	}
	return n
}

// listen takes one message of the slot and tells whether it was the last.
func (r *run) listen() (bool, error) {
	body, fds, err := r.w.conn.Receive()
	if err != nil {
		return false, err
	}
	files := make([]*os.File, len(fds))
	for i, fd := range fds {
		files[i] = os.NewFile(uintptr(fd), "kept")
	}
	defer closeFiles(files)
	rd := &wire.Reader{B: body}
	switch rd.Kind() {
	case wire.KindKept:
		m := wire.DecodeKept(rd)
		if len(files) != 1 || rd.Err != nil {
			return false, unix.EPROTO
		}
		err := r.keep(m, files[0])
		if errors.Is(err, errTooLarge) {
			r.cause.CompareAndSwap(nil, sandbox.OutputLimit)
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("keep a file: %w", err)
		}
		return false, nil
	case wire.KindTerminal:
		if m := wire.DecodeTerminal(rd); rd.Err != nil || len(files) != 1 || m.Number != r.number || r.spec.Terminal == nil || r.pipes.Attached() {
			return false, unix.EPROTO
		}
		return false, r.attach(files[0])
	case wire.KindDone:
		r.done = wire.DecodeDone(rd)
		return true, rd.Err
	}
	return false, unix.EPROTO
}

// patience is how long nothing needs to be looked at, in milliseconds. CPU time can run out no sooner
// than every processor is busy, so a short program is never looked at.
func (r *run) patience(ended bool) int {
	if ended {
		return -1
	}
	left := r.limits.CPUTime - time.Duration(r.cpuSoFar())
	wait := max((left / time.Duration(runtime.NumCPU())).Milliseconds(), 1)
	if r.alarm == nil {
		wait = min(wait, longRun.Milliseconds())
	}
	if r.watch.Begun() {
		wait = min(wait, watchEvery.Milliseconds())
	}
	return int(min(wait, 1<<30))
}

// cpuSoFar is the CPU time used, or before anything can have been used, nothing.
func (r *run) cpuSoFar() int64 {
	if time.Since(r.begun) < time.Millisecond {
		return 0
	}
	if r.w.group.CountsCPU() {
		return r.w.group.CPUTime()
	}
	return r.watch.CPU()
}

// longRun is when a run gets a timer for its wall time. Setting one wakes another thread, which a short run
// would have to pay for. The timer does its work also while a writer of ours blocks.
const longRun = 20 * time.Millisecond

// check enforces the limits that no kernel timer does.
func (r *run) check() {
	if r.alarm == nil && time.Since(r.begun) >= min(longRun, r.limits.WallTime) {
		r.alarm = time.AfterFunc(r.limits.WallTime-time.Since(r.begun), func() { r.stop(sandbox.WallLimit) })
	}
	if r.watch.Begun() {
		r.look()
	}
	if r.cpuSoFar() > int64(r.limits.CPUTime) {
		r.stop(sandbox.CPULimit)
	}
}
