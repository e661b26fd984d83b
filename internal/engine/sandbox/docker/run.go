package docker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/moby/moby/client"
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/seccomp"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// slot is an open seat.
type slot struct {
	b    *Backend
	seat *seat
	mu   sync.Mutex
	done bool
}

// Close implements sandbox.Slot.
func (s *slot) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.done {
		s.done = true
		s.b.idle <- s.seat
		s.b.busy.Done()
	}
	return nil
}

func (b *Backend) complete(l sandbox.Limits) sandbox.Limits {
	return request.Complete(l, b.cfg.Defaults)
}

// Run implements sandbox.Slot.
func (s *slot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return sandbox.Result{}, errClosed
	}
	if err := request.Valid(&spec); err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	filter, err := seccomp.Filter(spec.Family)
	if err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	cancelled := sandbox.Result{Status: sandbox.Cancelled, Detail: "cancelled before the start"}
	if ctx.Err() != nil || s.b.closing.Err() != nil {
		return cancelled, nil
	}
	spec.Limits = s.b.complete(spec.Limits)
	want, err := shapeOf(&spec)
	if err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	called := time.Now()
	both, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.b.closing, cancel)()
	x, err := s.b.take(both, s.seat, want, spec.Binds)
	if both.Err() != nil {
		s.b.leave(x)
		return cancelled, nil
	}
	if err != nil {
		return sandbox.Result{}, fmt.Errorf("sandbox: %w", err)
	}
	s.b.makeAhead(s.seat, want, spec.Binds)
	defer s.b.leave(x)
	r := &run{b: s.b, x: x, spec: &spec, limits: spec.Limits, filter: filter, called: called, credit: make(chan struct{}, frame.InputMessages), over: make(chan struct{})}
	return r.do(both)
}

// leave removes a container off the critical path.
func (b *Backend) leave(x *box) {
	if x != nil {
		b.chores.Go(func() { b.discard(x) })
	}
}

// run is one run under way.
type run struct {
	b      *Backend
	x      *box
	spec   *sandbox.Spec
	limits sandbox.Limits
	filter []byte
	called time.Time
	begun  time.Time     // when the program was handed over
	credit chan struct{} // input messages under way
	over   chan struct{} // closed when no process of the program is left
	once   sync.Once

	mu   sync.Mutex
	last sample
	peak int64

	ended    frame.Ended
	tooLarge bool // more was to be kept than is allowed
	died     bool // the first process, with everything
	stopped  string
}

// do carries the run out. An error means that the container failed.
func (r *run) do(ctx context.Context) (sandbox.Result, error) {
	defer r.finish()
	r.begun = time.Now()
	r.last = r.x.base
	defer context.AfterFunc(ctx, func() { r.stop(frame.StopCancel) })()
	if err := r.send(); err != nil {
		var refused refusal
		if errors.As(err, &refused) {
			return sandbox.Result{Status: sandbox.NotStarted, Detail: refused.Error()}, nil
		}
		return r.failed(ctx, err)
	}
	go r.watch()
	r.pass()
	if err := r.listen(); err != nil {
		return r.failed(ctx, err)
	}
	return r.result(), nil
}

// failed tells what the end of the first process means: a program may have had it killed for want of memory.
func (r *run) failed(ctx context.Context, err error) (sandbox.Result, error) {
	r.mu.Lock()
	oom := r.last.oom > r.x.base.oom
	r.mu.Unlock()
	look, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if state, e := r.b.client.ContainerInspect(look, r.x.id, client.ContainerInspectOptions{}); e == nil && state.Container.State != nil {
		oom = oom || state.Container.State.OOMKilled
	}
	switch {
	case ctx.Err() != nil:
		r.died, r.stopped = true, frame.StopCancel
	case oom || r.stopped == frame.StopMemory:
		r.died, r.stopped = true, frame.StopMemory
	case r.stopped == frame.StopWall:
		r.died = true
	default:
		if said := r.x.complain.text(); said != "" {
			err = fmt.Errorf("%w (its first process said: %s)", err, said)
		}
		return sandbox.Result{}, fmt.Errorf("sandbox: the container ended: %w", err)
	}
	r.ended.Wall = int64(time.Since(r.begun))
	r.ended.Status = int64(unix.SIGKILL)
	return r.result(), nil
}

func (r *run) finish() { r.once.Do(func() { close(r.over) }) }

// refusal is a run that could not start for what its Spec says.
type refusal struct{ err error }

func (e refusal) Error() string { return e.err.Error() }

// send hands over the files and the program.
func (r *run) send() error {
	for _, f := range r.spec.Files {
		if err := r.sendFile(f); err != nil {
			return err
		}
	}
	l := r.limits
	s := frame.Start{
		Paths: request.Lookup(r.spec.Args[0], r.spec.Env), Args: r.spec.Args, Env: r.spec.Env, Rlimits: rlimits(l), Processes: int64(l.Processes),
		Filter: r.filter, Wall: int64(l.WallTime), Output: l.Output, Input: r.spec.Stdin != nil, Joined: r.spec.Joined,
	}
	if t := r.spec.Terminal; t != nil {
		s.Terminal, s.Rows, s.Columns = true, int64(t.Size.Rows), int64(t.Size.Columns)
	}
	for _, k := range r.spec.Keep {
		s.Keep = append(s.Keep, frame.Keep{Name: strings.TrimSuffix(k.Name, "/"), Max: k.MaxBytes})
	}
	r.last = r.x.counters.look(r.x.base)
	r.x.base = r.last
	if r.spec.Started != nil {
		r.spec.Started()
	}
	r.begun = time.Now()
	return r.x.out.Send(s.Encode())
}

func (r *run) sendFile(f sandbox.File) error {
	m := frame.File{Name: strings.TrimSuffix(f.Name, "/"), Dir: strings.HasSuffix(f.Name, "/"), Executable: f.Executable}
	if m.Dir {
		return r.x.out.Send(m.Encode())
	}
	var from io.Reader = strings.NewReader(string(f.Data))
	m.Size = int64(len(f.Data))
	if f.Host != "" {
		h, err := request.Content(f)
		if err != nil {
			return refusal{fmt.Errorf("the file %s: %w", f.Name, err)}
		}
		defer h.Close()
		st, err := h.Stat()
		if err != nil {
			return refusal{err}
		}
		from, m.Size = h, st.Size()
	}
	if err := r.x.out.Send(m.Encode()); err != nil {
		return err
	}
	buf := make([]byte, frame.Chunk)
	for left := m.Size; left > 0; {
		n, err := io.ReadFull(from, buf[:min(left, int64(len(buf)))])
		if err != nil {
			return refusal{fmt.Errorf("the file %s: %w", f.Name, err)}
		}
		if err := r.x.out.Send(frame.Bytes(frame.KindData, buf[:n])); err != nil {
			return err
		}
		left -= int64(n)
	}
	return nil
}

// rlimits are the kernel's limits for each process. The address space is not among them: the virtual machines of
// Java and JavaScript reserve far more than they use.
func rlimits(l sandbox.Limits) []wire.Rlimit {
	seconds := int64((l.CPUTime + time.Second - 1) / time.Second)
	return []wire.Rlimit{
		{Resource: unix.RLIMIT_CORE, Value: 0},
		{Resource: unix.RLIMIT_STACK, Value: l.Stack},
		{Resource: unix.RLIMIT_FSIZE, Value: l.FileSize},
		{Resource: unix.RLIMIT_NOFILE, Value: int64(l.OpenFiles)},
		{Resource: unix.RLIMIT_CPU, Value: seconds + 1},
		{Resource: unix.RLIMIT_MEMLOCK, Value: 64 << 10},
		{Resource: unix.RLIMIT_MSGQUEUE, Value: 0},
		{Resource: unix.RLIMIT_RTPRIO, Value: 0},
	}
}

// listen takes the first process's messages until it has said everything.
func (r *run) listen() error {
	for {
		m, err := frame.Receive(r.x.in)
		if err != nil {
			return err
		}
		switch m.Kind() {
		case frame.KindOutput:
			r.deliver(m)
		case frame.KindTaken:
			<-r.credit
		case frame.KindEnded:
			r.ended = frame.DecodeEnded(m)
			r.sample()
			r.finish()
		case frame.KindKept:
			if err := r.keep(frame.DecodeKept(m)); err != nil {
				return fmt.Errorf("keep a file: %w", err)
			}
		case frame.KindBye:
			return m.Err
		default:
			return unix.EPROTO
		}
	}
}

func (r *run) deliver(m *wire.Reader) {
	i := m.Int()
	if i < 0 || i > 1 {
		return
	}
	w := [2]io.Writer{r.spec.Stdout, r.spec.Stderr}[i]
	if w == nil {
		return
	}
	if _, err := w.Write(m.B); err != nil {
		_ = r.x.out.Send(frame.Numbers(frame.KindDeaf, i))
	}
}

// keep writes one collected file to the host. The first process opened it beneath the work folder, without following
// links, and it is a regular file; its name and size are looked at again here.
func (r *run) keep(k frame.Kept) error {
	if k.Keep < 0 || k.Keep >= int64(len(r.spec.Keep)) {
		return unix.EPROTO
	}
	if k.TooLarge {
		r.tooLarge = true
		return nil
	}
	want := &r.spec.Keep[k.Keep]
	if k.Size < 0 || k.Size > want.MaxBytes {
		return unix.EPROTO
	}
	want.MaxBytes -= k.Size
	to := want.Host
	if k.Name != "" {
		if err := request.ValidName(k.Name); err != nil {
			return err
		}
		to = filepath.Join(to, k.Name)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	mode := os.FileMode(0o644)
	if k.Executable {
		mode = 0o755
	}
	_, err := request.CopyOut(to, &content{r: r}, k.Size, mode)
	return err
}

// content reads the data that follows a kept file's name.
type content struct {
	r    *run
	rest []byte
}

func (c *content) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		m, err := frame.Receive(c.r.x.in)
		if err != nil {
			return 0, err
		}
		if m.Kind() != frame.KindData {
			return 0, unix.EPROTO
		}
		c.rest = m.B
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}
