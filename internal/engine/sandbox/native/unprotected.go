package native

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// unprotected runs programs as plain children with resource limits, for development where nothing
// else can be had. It isolates nothing, and its work folder is not sandbox.WorkDir.
type unprotected struct {
	cfg    Config
	reason error
	seats  chan struct{}
}

func newUnprotected(cfg Config, reason error) *unprotected {
	return &unprotected{cfg: cfg, reason: reason, seats: make(chan struct{}, cfg.Slots)}
}

func (u *unprotected) Name() string { return "unprotected" }

// Level is told to sandbox.LevelOf.
func (u *unprotected) Level() sandbox.Level { return sandbox.Unprotected }

func (u *unprotected) Slots() int   { return u.cfg.Slots }
func (u *unprotected) Close() error { return nil }

func (u *unprotected) Protections() []sandbox.Protection {
	return []sandbox.Protection{{Name: "isolation", Detail: "programs run as this process does: " + u.reason.Error(), Remedy: remedy()}}
}

func (u *unprotected) Open(ctx context.Context) (sandbox.Slot, error) {
	select {
	case u.seats <- struct{}{}:
		return &bareSlot{u: u}, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

type bareSlot struct {
	u    *unprotected
	once sync.Once
}

func (s *bareSlot) Close() error {
	s.once.Do(func() { <-s.u.seats })
	return nil
}

func (s *bareSlot) Run(ctx context.Context, spec sandbox.Spec) (sandbox.Result, error) {
	if err := request.Valid(&spec); err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	if spec.Terminal != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: "there are no terminals without a sandbox"}, nil
	}
	spec.Limits = request.Complete(spec.Limits, s.u.cfg.Defaults)
	dir, err := os.MkdirTemp(s.u.cfg.Dir, "codecraft-run-")
	if err != nil {
		return sandbox.Result{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left there is the operator's scratch folder
	for _, f := range spec.Files {
		if err := layBare(dir, f); err != nil {
			return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
		}
	}
	res, err := s.start(ctx, &spec, dir)
	if err != nil {
		return res, err
	}
	return res, keepBare(dir, spec.Keep)
}

func layBare(dir string, f sandbox.File) error {
	at := filepath.Join(dir, f.Name)
	if strings.HasSuffix(f.Name, "/") {
		return os.MkdirAll(at, 0o755)
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return err
	}
	data := f.Data
	if f.Host != "" {
		var err error
		if data, err = os.ReadFile(f.Host); err != nil {
			return err
		}
	}
	mode := os.FileMode(0o644)
	if f.Executable {
		mode = 0o755
	}
	return os.WriteFile(at, data, mode)
}

// start runs the program in a process group of its own, which dies with it.
func (s *bareSlot) start(ctx context.Context, spec *sandbox.Spec, dir string) (sandbox.Result, error) {
	l := spec.Limits
	cmd := exec.Command(spec.Args[0], spec.Args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdin = dir, spec.Env, spec.Stdin
	if cmd.Env == nil {
		cmd.Env = []string{}
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: unix.SIGKILL}
	cmd.WaitDelay = time.Second
	var why atomic.Value
	stop := func(st sandbox.Status) {
		if why.CompareAndSwap(nil, st) && cmd.Process != nil {
			_ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL)
		}
	}
	out := &cut{left: l.Output, over: func() { stop(sandbox.OutputLimit) }}
	cmd.Stdout, cmd.Stderr = out.to(spec.Stdout), out.to(spec.Stderr)
	if spec.Joined {
		cmd.Stderr = cmd.Stdout // one pipe
	}
	if spec.Started != nil {
		spec.Started()
	}
	called, begun := monotonic(), time.Now()
	if err := cmd.Start(); err != nil {
		return sandbox.Result{Status: sandbox.NotStarted, Detail: err.Error()}, nil
	}
	for _, r := range rlimits(l) {
		if r.Resource != unix.RLIMIT_STACK {
			v := uint64(r.Value)
			_ = unix.Prlimit(cmd.Process.Pid, int(r.Resource), &unix.Rlimit{Cur: v, Max: v}, nil)
		}
	}
	defer time.AfterFunc(l.WallTime, func() { stop(sandbox.WallLimit) }).Stop()
	defer context.AfterFunc(ctx, func() { stop(sandbox.Cancelled) })()
	defer forward(spec.Signals, cmd.Process.Pid)()
	err := cmd.Wait()
	_ = unix.Kill(-cmd.Process.Pid, unix.SIGKILL)
	if cmd.ProcessState == nil {
		return sandbox.Result{}, err
	}
	r := run{b: &Backend{}, w: &worker{}, limits: l, spec: spec, called: called}
	r.done.Begun = called
	if st, ok := why.Load().(sandbox.Status); ok {
		r.cause.Store(st)
	}
	usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	r.done.Status, r.done.Wall = int64(status), int64(time.Since(begun))
	r.done.CPU, r.done.MaxRSS = usage.Utime.Nano()+usage.Stime.Nano(), usage.Maxrss<<10
	return r.result(), nil
}

// forward passes signals on to a process group until the returned function is called.
func forward(signals <-chan syscall.Signal, group int) (stop func()) {
	over := make(chan struct{})
	go func() {
		for {
			select {
			case sig, ok := <-signals:
				if !ok {
					return
				}
				if request.ValidSignal(sig) {
					_ = unix.Kill(-group, sig)
				}
			case <-over:
				return
			}
		}
	}()
	return func() { close(over) }
}

func keepBare(dir string, keeps []sandbox.Keep) error {
	for _, k := range keeps {
		root := filepath.Join(dir, k.Name)
		err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return nil //nolint:nilerr // absent files are skipped
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			to := k.Host
			if path != root {
				to = filepath.Join(k.Host, strings.TrimPrefix(path, root))
			}
			st, err := d.Info()
			if err != nil {
				return err
			}
			if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
				return err
			}
			_, err = request.CopyOut(to, bytes.NewReader(data), int64(len(data)), 0o644|st.Mode().Perm()&0o111)
			return err
		})
		if err != nil {
			return fmt.Errorf("keep %s: %w", k.Name, err)
		}
	}
	return nil
}

// cut passes output on until there was too much of it.
type cut struct {
	mu   sync.Mutex
	left int64
	over func()
}

type cutWriter struct {
	*cut
	w io.Writer
}

func (c *cut) to(w io.Writer) io.Writer {
	if w == nil {
		w = io.Discard
	}
	return &cutWriter{c, w}
}

var errCut = errors.New("too much output")

func (c cutWriter) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(int64(len(p)), c.left)
	c.left -= n
	if _, err := c.w.Write(p[:n]); err != nil {
		return 0, err
	}
	if n < int64(len(p)) {
		c.over()
		return int(n), errCut
	}
	return len(p), nil
}
