package docker

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
)

// What a container has beside the program: memory and processes of the first one. Its process limit is a second
// fence; the first one is exact (RLIMIT_NPROC).
const (
	ownMemory    = 16 << 20
	ownProcesses = 48
)

// runnerPath is where the first process is found in a container.
const runnerPath = "/.codecraft"

// shape is everything about a container that is decided when it is made.
type shape struct {
	memory, disk int64
	processes    int
	terminal     bool
	binds        string
}

// shapeOf describes the container a run needs. The binds count by what is there now, not by name alone.
func shapeOf(spec *sandbox.Spec) (shape, error) {
	s := shape{memory: spec.Limits.Memory, disk: spec.Limits.Disk, processes: spec.Limits.Processes, terminal: spec.Terminal != nil}
	for _, b := range spec.Binds {
		st, err := os.Stat(b.Host)
		if err != nil {
			return s, err
		}
		id, _ := st.Sys().(*syscall.Stat_t)
		s.binds += fmt.Sprintf("%q %q %d %d %d\n", b.Host, b.Path, id.Dev, id.Ino, id.Ctim.Nano())
	}
	return s, nil
}

// box is one container, made for one run.
type box struct {
	shape    shape
	id       string
	conn     net.Conn
	in       *bufio.Reader // what the first process says
	out      *frame.Writer
	complain *complaint
	counters *counters
	base     sample // before the program
	ended    sync.Once
}

// newBox makes a container, starts it, and waits until its first process stands.
func (b *Backend) newBox(ctx context.Context, s shape, binds []sandbox.Bind) (*box, error) {
	uid := b.firstUID + int(b.nextUID.Add(1)%uids)
	// What the engine makes must be known, to be removed: only the time limits this.
	create, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	made, err := b.client.ContainerCreate(create, client.ContainerCreateOptions{Config: b.config(uid), HostConfig: b.hostConfig(s, binds, uid)})
	if err != nil {
		return nil, fmt.Errorf("make a container: %w", err)
	}
	x := &box{shape: s, id: made.ID, complain: &complaint{}}
	if err := b.startBox(ctx, x); err != nil {
		b.discard(x)
		if said := x.complain.text(); said != "" {
			err = fmt.Errorf("%w (its first process said: %s)", err, said)
		}
		return nil, err
	}
	return x, nil
}

func (b *Backend) startBox(ctx context.Context, x *box) error {
	attached, err := b.client.ContainerAttach(ctx, x.id, client.ContainerAttachOptions{Stream: true, Stdin: true, Stdout: true, Stderr: true})
	if err != nil {
		return fmt.Errorf("attach to a container: %w", err)
	}
	x.conn = attached.Conn
	x.in = bufio.NewReaderSize(&demultiplexer{from: attached.Reader, errors: x.complain}, frame.Chunk)
	x.out = &frame.Writer{W: attached.Conn}
	if _, err := b.client.ContainerStart(ctx, x.id, client.ContainerStartOptions{}); err != nil {
		return fmt.Errorf("start a container: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = x.conn.Close() })
	m, err := frame.Receive(x.in)
	stop()
	if err != nil || m.Kind() != frame.KindReady {
		return errors.Join(errors.New("a container's first process does not answer"), err, ctx.Err())
	}
	state, err := b.client.ContainerInspect(ctx, x.id, client.ContainerInspectOptions{})
	if err != nil {
		return fmt.Errorf("inspect a container: %w", err)
	}
	if x.counters, err = openCounters(state.Container.State.Pid); err != nil {
		return err
	}
	x.base = x.counters.look(sample{})
	return nil
}

func (b *Backend) config(uid int) *container.Config {
	return &container.Config{
		Image: b.image, Hostname: "sandbox", User: strconv.Itoa(uid) + ":" + strconv.Itoa(uid), WorkingDir: sandbox.WorkDir,
		Entrypoint: []string{runnerPath}, Env: []string{"GOMAXPROCS=2", "GOGC=50", "GOTRACEBACK=none", "GODEBUG=asyncpreemptoff=1,madvdontneed=1,containermaxprocs=0,updatemaxprocs=0"},
		OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true,
		Labels: map[string]string{labelSandbox: "run", labelOwner: b.owner},
	}
}

// hostConfig is where the isolation is asked for.
func (b *Backend) hostConfig(s shape, binds []sandbox.Bind, uid int) *container.HostConfig {
	pids, no := int64(s.processes+ownProcesses), false
	memory := s.memory + ownMemory
	h := &container.HostConfig{
		NetworkMode: "none", IpcMode: "none", CgroupnsMode: "private", ReadonlyRootfs: true, AutoRemove: true, Init: &no, Runtime: b.cfg.Runtime,
		CapDrop: []string{"ALL"}, SecurityOpt: []string{"no-new-privileges", "seccomp=" + b.seccomp},
		LogConfig: container.LogConfig{Type: "none"}, OomScoreAdj: 500, Tmpfs: folders(s, uid), MaskedPaths: root.MaskedProc(), ReadonlyPaths: readOnly,
		Resources: container.Resources{Memory: memory, MemorySwap: memory, PidsLimit: &pids},
	}
	for _, bind := range slices.Concat(b.props, binds) {
		h.Mounts = append(h.Mounts, mount.Mount{Type: mount.TypeBind, Source: bind.Host, Target: bind.Path, ReadOnly: true})
	}
	return h
}

// inodes bound the number of files of a run; each costs the kernel a kilobyte.
const inodes = 32768

// folders are what a program can write to. The engine has no way of making one memory file system of several
// folders, so each has a part of the limit: together they never exceed it. Terminals are hidden from programs that have none.
func folders(s shape, uid int) map[string]string {
	part := func(share int64, mode string) string {
		return fmt.Sprintf("rw,exec,nosuid,nodev,size=%d,nr_inodes=%d,mode=%s,uid=%d,gid=%d", max(s.disk*share/8, 4096), inodes*share/8, mode, uid, uid)
	}
	all := map[string]string{sandbox.WorkDir: part(4, "0755"), "/tmp": part(3, "1777"), "/dev/shm": part(1, "1777")}
	if !s.terminal {
		all["/dev/pts"] = "ro,noexec,nosuid,nodev,size=4096,nr_inodes=2,mode=0555"
	}
	return all
}

// readOnly is all of /proc: a process cannot even make itself the last to go when memory runs out.
var readOnly = []string{"/proc"}

// discard ends a container and has it removed. Its connection's end alone would do it.
func (b *Backend) discard(x *box) {
	x.ended.Do(func() {
		if x.conn != nil {
			_ = x.conn.Close()
		}
		if x.counters != nil {
			x.counters.close()
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, err := b.client.ContainerRemove(ctx, x.id, client.ContainerRemoveOptions{Force: true})
		if err != nil && !errdefs.IsNotFound(err) && !errdefs.IsConflict(err) { // the engine removes it by itself, too
			b.cfg.Log.Error("a container could not be removed", "container", x.id, "error", err)
		}
	})
}

// demultiplexer takes standard output out of the engine's stream, in which every part has a head of eight bytes: which
// stream it is, and how long.
type demultiplexer struct {
	from   io.Reader
	errors *complaint
	left   int64
}

func (d *demultiplexer) Read(p []byte) (int, error) {
	for d.left == 0 {
		var head [8]byte
		if _, err := io.ReadFull(d.from, head[:]); err != nil {
			return 0, err
		}
		size := int64(binary.BigEndian.Uint32(head[4:]))
		if head[0] == 1 {
			d.left = size
			continue
		}
		if _, err := io.CopyN(d.errors, d.from, size); err != nil {
			return 0, err
		}
	}
	n, err := d.from.Read(p[:min(int64(len(p)), d.left)])
	d.left -= int64(n)
	return n, err
}

// complaint is the beginning of what a first process says before it dies, which is a bug of ours or a container
// that cannot be had here.
type complaint struct {
	mu   sync.Mutex
	said strings.Builder
}

func (c *complaint) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.said.Len() < 1000 {
		c.said.Write(p)
	}
	return len(p), nil
}

func (c *complaint) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return strings.TrimSpace(c.said.String())
}
