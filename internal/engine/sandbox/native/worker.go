package native

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/arrival"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/cgroup"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// worker is the first process of a slot, with its groups. It is replaced when a run may have left something.
type worker struct {
	conn  wire.Conn
	kills int
	turns *arrival.Pair // of each run's outputs
	cmd   *exec.Cmd
	group *cgroup.Group
	id    identity
	ready wire.Ready

	folder string // of the host, when the slot is contained; else empty
	run    int64
	buf    []byte         // for the outputs of a run
	asked  []sandbox.Bind // what bound was asked for as
	bound  []root.Bound   // what stands in it since the last run; the next one may want the same

	endOnce sync.Once
}

// identity is how the uids of a slot are mapped. No two workers alive share one.
type identity struct {
	number int
	first  int  // host uid of the first process
	single bool // one uid for all, without privilege
}

// capabilities are what a slot's first process needs in its own user namespace when it is not root there.
var capabilities = []uintptr{
	unix.CAP_CHOWN, unix.CAP_DAC_OVERRIDE, unix.CAP_FOWNER, unix.CAP_KILL, unix.CAP_SETGID, unix.CAP_SETUID,
	unix.CAP_SETPCAP, unix.CAP_SYS_ADMIN, unix.CAP_SYS_CHROOT, unix.CAP_SYS_RESOURCE,
}

func (id identity) attributes() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWUSER | unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWNET,
		Pdeathsig:  unix.SIGKILL,
		Setsid:     true,
	}
	if id.single {
		mapOne(attr)
		return attr
	}
	maps := []syscall.SysProcIDMap{{ContainerID: 0, HostID: id.first, Size: 1}, {ContainerID: root.UID, HostID: id.first + 1, Size: 1}}
	attr.UidMappings, attr.GidMappings = maps, maps
	attr.GidMappingsEnableSetgroups = true
	attr.Credential = &syscall.Credential{Uid: 0, Gid: 0}
	return attr
}

// mapOne maps the user's own uid alone, which needs no privilege.
func mapOne(attr *syscall.SysProcAttr) {
	attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: root.UID, HostID: os.Geteuid(), Size: 1}}
	attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: root.GID, HostID: os.Getegid(), Size: 1}}
	attr.AmbientCaps = capabilities
}

// slotSlack is how late the timers of a slot's first process may be. While a program runs, Go's runtime there looks every
// few microseconds whether it has something to do, which it has not, and takes the processor from the program each time.
// Such a look waits for the next interrupt instead. Programs have the kernel's usual slack.
const slotSlack = 20 * time.Millisecond

// starter starts processes from one thread that never ends: the death signal of a
// child is bound to the thread that made it.
type starter struct{ orders chan func() }

func newStarter() *starter {
	s := &starter{orders: make(chan func())}
	go func() {
		lockThread()
		root.UncoverProc()
		_ = unix.Prctl(unix.PR_SET_TIMERSLACK, uintptr(slotSlack), 0, 0, 0)
		for f := range s.orders {
			f()
		}
	}()
	return s
}

func (s *starter) start(cmd *exec.Cmd) error {
	done := make(chan error)
	s.orders <- func() { done <- cmd.Start() }
	return <-done
}

// startWorker makes a first process, gives it its root and waits until it stands.
func (b *Backend) startWorker() (*worker, error) {
	id := <-b.identities
	w := &worker{kills: -1, conn: wire.Conn{FD: -1}, id: id}
	var err error
	if w.turns, err = arrival.Open(); err != nil {
		b.identities <- id
		return nil, fmt.Errorf("watch outputs: %w", err)
	}
	if b.cgroups {
		if w.group, err = cgroup.New(b.controllers, fmt.Sprintf("slot-%d-%d", b.nth, id.number), id.first); err != nil {
			b.discard(w)
			return nil, fmt.Errorf("make the control groups: %w", err)
		}
	}
	if b.contained != nil {
		if w.folder, err = b.contained.Slot(id.number); err != nil {
			b.discard(w)
			return nil, fmt.Errorf("make the slot's folder: %w", err)
		}
	}
	if err = b.launch(w); err == nil {
		err = b.install(w)
	}
	if err != nil {
		b.discard(w)
		return nil, err
	}
	return w, nil
}

// discard ends a worker and frees its identity.
func (b *Backend) discard(w *worker) {
	w.end()
	b.identities <- w.id
}

// imagePath is the slot's program as its process finds it among its descriptors.
const imagePath = "/proc/self/fd/3"

// launch starts the process with its two sockets and, for cgroup v1, the task files its forking thread joins.
func (b *Backend) launch(w *worker) error {
	runs, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	w.conn.FD = runs[0]
	theirs := []*os.File{os.NewFile(uintptr(runs[1]), "runs")}
	defer func() { closeFiles(theirs) }()
	kills, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	w.kills = kills[0]
	theirs = append(theirs, os.NewFile(uintptr(kills[1]), "kills"))

	filter, tasks := "forker", 0
	if b.contained != nil {
		filter = "child" // it bars sending, which the forking thread does
	}
	cmd := b.command(theirs...)
	if w.group != nil {
		cmd.ExtraFiles = append(cmd.ExtraFiles, w.group.Tasks()...)
		tasks = len(w.group.Tasks())
		if w.group.FD() >= 0 {
			filter = "child"
		}
	}
	cmd.Env = append(cmd.Env, "SLOT_TASK_FILES="+strconv.Itoa(tasks), "SLOT_FILTER="+filter)
	if cmd.SysProcAttr = w.id.attributes(); b.contained != nil {
		// It outlives this process by a moment, in which it ends what it has started.
		cmd.Env = append(cmd.Env, "SLOT_ROLE=contained")
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	}
	if err := b.starter.start(cmd); err != nil {
		return err
	}
	w.cmd = cmd
	if w.group != nil {
		return w.group.Adopt(cmd.Process.Pid)
	}
	return nil
}

// command is the slot's program, with what keeps it small.
func (b *Backend) command(files ...*os.File) *exec.Cmd {
	cmd := exec.Command(imagePath)
	cmd.Args = []string{"slot"}
	cmd.Dir = "/"
	cmd.ExtraFiles = append([]*os.File{b.image}, files...)
	cmd.Env = []string{"GOMAXPROCS=2", "GOGC=50", "GOTRACEBACK=none", "GODEBUG=asyncpreemptoff=1,madvdontneed=1,containermaxprocs=0,updatemaxprocs=0"}
	cmd.Stderr = &lines{log: b.cfg.Log}
	return cmd
}

// install hands the root over and waits for it.
func (b *Backend) install(w *worker) error {
	fds := make([]int, 0, len(b.plan.Sources))
	defer func() { wire.CloseAll(fds) }()
	for _, s := range b.plan.Sources {
		fd, err := b.grafter.Graft(s)
		if err != nil {
			return err
		}
		fds = append(fds, fd)
	}
	setup := b.plan.Setup
	if b.contained != nil {
		setup.Folder, setup.UID, setup.GID = w.folder, int64(w.id.first+1), int64(w.id.first+1)
		if w.id.single {
			setup.UID, setup.GID = int64(os.Geteuid()), int64(os.Getegid())
		}
	}
	if err := w.conn.Send(setup.Encode(), fds...); err != nil {
		return fmt.Errorf("hand the root over: %w", err)
	}
	body, _, err := w.conn.Receive()
	if err != nil {
		return fmt.Errorf("the slot's first process ended: %w", err)
	}
	r := &wire.Reader{B: body}
	if r.Kind() != wire.KindReady {
		return errors.New("the slot's first process does not answer as it should")
	}
	if w.ready = wire.DecodeReady(r); w.ready.Err != "" {
		return errors.New(w.ready.Err)
	}
	return nil
}

// order asks for a run's death, or for a signal to it; the order is void once the run is over.
func (w *worker) order(o wire.Order) {
	_ = unix.Sendto(w.kills, o.Encode(), unix.MSG_NOSIGNAL|unix.MSG_DONTWAIT, nil)
}

// lastMoment is what a contained slot has to end what it started, which is next to nothing.
const lastMoment = 10 * time.Second

// end kills the first process, and with it its whole namespace, and removes its groups.
func (w *worker) end() {
	w.endOnce.Do(func() {
		if w.cmd != nil && w.folder == "" {
			_ = w.cmd.Process.Kill()
			_ = w.cmd.Wait()
		}
		for _, fd := range []int{w.conn.FD, w.kills} {
			if fd >= 0 {
				unix.Close(fd)
			}
		}
		if w.cmd != nil && w.folder != "" { // the end of its sockets is its order to end all it has started
			late := time.AfterFunc(lastMoment, func() { _ = w.cmd.Process.Kill() })
			_ = w.cmd.Wait()
			late.Stop()
		}
		w.turns.Close()
		if w.group != nil {
			w.group.Close()
		}
	})
}

func closeFiles(files []*os.File) {
	for _, f := range files {
		_ = f.Close()
	}
}

// lines logs the first words a first process says before it dies, which is a bug of ours.
type lines struct {
	log  *slog.Logger
	said bool
}

func (l *lines) Write(p []byte) (int, error) {
	if !l.said {
		l.said = true
		l.log.Error("a sandbox slot's first process complains", "text", strings.TrimSpace(string(p)))
	}
	return len(p), nil
}
