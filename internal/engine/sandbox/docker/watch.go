package docker

import (
	"io"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
)

// How often the counters are looked at: soon at first, for most programs are short.
const (
	lookFirst = 5 * time.Millisecond
	lookLater = 20 * time.Millisecond
	earlyFor  = 200 * time.Millisecond
)

// patience is how long the first process may take to carry an order out, before the container is ended with it.
const patience = 3 * time.Second

// stop has the program ended for a reason; a container that does not answer is removed.
func (r *run) stop(why string) {
	r.mu.Lock()
	if r.stopped == "" {
		r.stopped = why
	}
	r.mu.Unlock()
	go func() {
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = r.x.out.Send(frame.Bytes(frame.KindKill, []byte(why)))
		}()
		timer := time.NewTimer(patience)
		defer timer.Stop()
		select {
		case <-r.over:
		case <-timer.C:
			r.b.discard(r.x)
		}
	}()
}

// watch enforces what the kernel and the first process do not: CPU time of all processes together, and memory, of which
// the container has a little more than the program may use.
func (r *run) watch() {
	timer := time.NewTimer(lookFirst)
	defer timer.Stop()
	told := false
	for {
		select {
		case <-r.over:
			return
		case <-timer.C:
		}
		now := r.sample()
		switch {
		case told:
		case now.oom > r.x.base.oom || now.memory-r.x.base.memory > r.limits.Memory:
			told = true
			r.stop(frame.StopMemory)
		case time.Duration(now.cpu-r.x.base.cpu) > r.limits.CPUTime+ownCPU:
			told = true
			r.stop(frame.StopCPU)
		case time.Since(r.begun) > r.limits.WallTime+patience: // the first process has a timer of its own
			told = true
			r.stop(frame.StopWall)
		}
		if time.Since(r.begun) < earlyFor {
			timer.Reset(lookFirst)
		} else {
			timer.Reset(lookLater)
		}
	}
}

// ownCPU is what the first process may have used of the container's time while the program runs. The result
// has it taken off exactly.
const ownCPU = 20 * time.Millisecond

func (r *run) sample() sample {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last = r.x.counters.look(r.last)
	r.peak = max(r.peak, r.last.memory-r.x.base.memory)
	return r.last
}

// pass hands on what comes from the caller while the program runs.
func (r *run) pass() {
	in := r.spec.Stdin
	if in == nil && r.spec.Terminal != nil {
		in = nothing{}
	}
	if in != nil {
		go r.feed(in)
	}
	if r.spec.Signals != nil {
		go r.signal()
	}
	if t := r.spec.Terminal; t != nil && t.Resize != nil {
		go r.resize()
	}
}

type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }

// feed sends the input until it ends or the run is over. A source that is being waited for cannot be interrupted: its
// goroutine ends with the source's next answer.
func (r *run) feed(in io.Reader) {
	buf := make([]byte, frame.InputChunk)
	for {
		n, err := in.Read(buf)
		if n > 0 && !r.input(buf[:n]) {
			return
		}
		if err != nil {
			r.input(nil)
			return
		}
		select {
		case <-r.over:
			return
		default:
		}
	}
}

// input sends one message, and tells whether there is still somebody to read it.
func (r *run) input(data []byte) bool {
	select {
	case <-r.over:
		return false
	case r.credit <- struct{}{}:
		return r.x.out.Send(frame.Bytes(frame.KindInput, data)) == nil
	}
}

func (r *run) signal() {
	for {
		select {
		case s, ok := <-r.spec.Signals:
			if !ok {
				return
			}
			if s > 0 && s <= 64 {
				_ = r.x.out.Send(frame.Numbers(frame.KindSignal, int64(s)))
			}
		case <-r.over:
			return
		}
	}
}

func (r *run) resize() {
	for {
		select {
		case size, ok := <-r.spec.Terminal.Resize:
			if !ok {
				return
			}
			_ = r.x.out.Send(frame.Numbers(frame.KindResize, int64(size.Rows), int64(size.Columns)))
		case <-r.over:
			return
		}
	}
}
