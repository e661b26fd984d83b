package main

import (
	"bytes"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// program is the one program of the container's life.
type program struct {
	out     *frame.Writer
	start   frame.Start
	pid     int
	begun   time.Time
	own     int64 // CPU time of becoming the program
	mine    int64 // and of the runner, before
	before  int64 // and of what the runner had reaped then
	streams streams
	alarm   *time.Timer

	mu      sync.Mutex
	stopped string // why it was ended; the first reason counts
	gone    bool   // its process id is its own no longer
}

// launch starts it, or tells why it cannot be.
func launch(s frame.Start, out *frame.Writer) (*program, *frame.Ended) {
	p := &program{out: out, start: s, mine: usedBy(unix.RUSAGE_SELF), before: usedBy(unix.RUSAGE_CHILDREN)}
	if err := p.streams.open(&p.start, out); err != nil {
		return nil, &frame.Ended{Refused: "make the program's streams: " + err.Error()}
	}
	p.limitProcesses()
	p.begun = time.Now()
	pid, own, errno := spawn(&p.start, p.streams.theirs)
	if errno != 0 {
		if pid > 0 {
			_, _ = syscall.Wait4(pid, nil, 0, nil)
		}
		return nil, &frame.Ended{Errno: int64(errno)}
	}
	p.pid, p.own = pid, own
	p.streams.closeTheirs()
	p.alarm = time.AfterFunc(time.Duration(s.Wall)-time.Since(p.begun), func() { p.stop(frame.StopWall) })
	go p.streams.feed()
	return p, nil
}

// limitProcesses adds the runner's own threads to what its user may have.
func (p *program) limitProcesses() {
	data, _ := os.ReadFile("/proc/self/status")
	own := int64(0)
	for line := range bytes.Lines(data) {
		if v, ok := bytes.CutPrefix(line, []byte("Threads:")); ok {
			own, _ = strconv.ParseInt(string(bytes.TrimSpace(v)), 10, 64)
		}
	}
	p.start.Rlimits = append(p.start.Rlimits, wire.Rlimit{Resource: unix.RLIMIT_NPROC, Value: p.start.Processes + own})
}

// order carries out a message of the host while the program runs.
func (p *program) order(k wire.Kind, m *wire.Reader) {
	switch k {
	case frame.KindInput:
		p.streams.queue <- m.B
	case frame.KindDeaf:
		p.streams.deafen(int(m.Int()))
	case frame.KindSignal:
		p.mu.Lock()
		if !p.gone {
			_ = unix.Kill(-p.pid, unix.Signal(m.Int()))
		}
		p.mu.Unlock()
	case frame.KindResize:
		p.streams.resize(m.Int(), m.Int())
	case frame.KindKill:
		p.stop(string(m.B))
	}
}

// stop ends all processes for a reason.
func (p *program) stop(why string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped == "" && !p.gone {
		p.stopped = why
		_ = unix.Kill(-1, unix.SIGKILL)
	}
}

// see waits for the end: that of the first process ends all others.
func (p *program) see() *frame.Ended {
	dry, tooMuch := make(chan struct{}), false
	go func() {
		defer close(dry)
		if tooMuch = p.streams.pump(p.start.Output); tooMuch {
			p.stop(frame.StopOutput)
			p.streams.drain()
		}
	}()
	e := &frame.Ended{}
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if err == syscall.EINTR {
			continue
		}
		if err != nil {
			break
		}
		if pid == p.pid {
			e.Status, e.Wall = int64(status), int64(time.Since(p.begun))
			p.mu.Lock()
			p.gone = true
			p.mu.Unlock()
			p.alarm.Stop()
		}
		if e.Wall != 0 { // what was left, or was just being born
			_ = unix.Kill(-1, unix.SIGKILL)
		}
	}
	p.streams.over()
	<-dry
	var usage unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_CHILDREN, &usage)
	e.CPU = max(cpuOf(&usage)-p.own-p.before, 0)
	e.MaxRSS = usage.Maxrss << 10
	e.Own = usedBy(unix.RUSAGE_SELF) - p.mine + p.own
	p.mu.Lock()
	e.Stopped = p.stopped
	p.mu.Unlock()
	if e.Stopped == "" && tooMuch { // it had ended before its output was seen
		e.Stopped = frame.StopOutput
	}
	return e
}

func usedBy(whom int) int64 {
	var usage unix.Rusage
	_ = unix.Getrusage(whom, &usage)
	return cpuOf(&usage)
}
