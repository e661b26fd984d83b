package main

import (
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// forker waits for the root, prepares its thread once, so that programs inherit as much as possible, and then serves runs.
func (s *slot) forker(stands <-chan struct{}, started chan<- error) {
	runtime.LockOSThread()
	<-stands
	err := s.prepare()
	started <- err
	if err != nil {
		return
	}
	s.serve()
	os.Exit(0)
}

// prepare bars privileges for good, joins the cgroups of programs (v1, where a thread can join alone)
// and installs the filter.
func (s *slot) prepare() error {
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return failed("bar new privileges", err)
	}
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
	}
	if err := unix.Prctl(unix.PR_SET_TIMERSLACK, usualSlack, 0, 0, 0); err != nil {
		return failed("have timers in time", err)
	}
	// The groups and ambient capabilities are this thread's own, and no program is to have them. Where one uid is mapped the
	// kernel refuses setgroups; the groups then are the host user's own.
	_, _, _ = unix.RawSyscall(unix.SYS_SETGROUPS, 0, 0, 0)
	_ = unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
	for i := range s.tasks {
		if _, err := unix.Write(fdTasks+i, []byte("0")); err != nil {
			return failed("join the cgroup", err)
		}
		unix.Close(fdTasks + i)
	}
	// From here on programs see their groups as the roots of all there are, without the host's names. Where they are not to
	// be had, the names are seen.
	if !s.contained {
		_ = unix.Unshare(unix.CLONE_NEWCGROUP)
	}
	s.child.uid, s.child.gid = int(s.setupd.UID), int(s.setupd.GID)
	s.child.dir, s.child.rules = cstring(s.area.places()[0].at), -1
	for _, f := range s.setupd.Filters {
		n := len(f) / int(unsafe.Sizeof(unix.SockFilter{}))
		if n == 0 {
			return failed("install the filter", unix.EINVAL)
		}
		s.filters = append(s.filters, &unix.SockFprog{Len: uint16(n), Filter: (*unix.SockFilter)(unsafe.Pointer(unsafe.StringData(f)))})
	}
	if len(s.filters) == 0 || os.Getenv("SLOT_FILTER") == "child" {
		return nil
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(s.filters[0]))); e != 0 {
		return failed("install the filter", e)
	}
	s.filters[0] = nil // it is in force already
	return nil
}

// usualSlack is the kernel's own for timers, in nanoseconds; programs inherit that of their parent.
const usualSlack = 50_000

// serve runs what the host asks for until the host is gone.
func (s *slot) serve() {
	var refused string
	for {
		body, fds, err := s.conn.Receive()
		if err != nil {
			return
		}
		r := &wire.Reader{B: body}
		switch r.Kind() {
		case wire.KindFile:
			f := wire.DecodeFile(r)
			if err := s.area.lay(f, fds); err != nil && refused == "" {
				refused = err.Error()
			}
			wire.CloseAll(fds)
		case wire.KindLetGo:
			if err := s.mounter(s.area.unbind); err != nil {
				return
			}
		case wire.KindRun:
			m := wire.DecodeRun(r)
			done := s.run(&m, fds, refused)
			refused = ""
			if s.conn.Send(done.Encode()) != nil {
				return
			}
			if s.area.untouched() {
				continue
			}
			if err := s.mounter(s.area.renew); err != nil {
				return
			}
		default:
			return
		}
	}
}

// run runs one program to the end of its last process and collects its files.
func (s *slot) run(m *wire.Run, fds []int, refused string) wire.Done {
	done := wire.Done{Number: m.Number, Refused: refused}
	streams, binds := 3, len(m.Binds)
	if m.Bound {
		binds = 0
	}
	if m.Terminal {
		streams = 0
	}
	stdio := streams
	if m.Cgroup {
		stdio++
	}
	if len(fds) != stdio+binds || m.Family < 0 || m.Family >= int64(len(s.filters)) {
		wire.CloseAll(fds)
		done.Failure = "descriptors or a filter are missing"
		return done
	}
	var err error
	if err = s.ready(m, fds[stdio:]); err != nil && done.Refused == "" {
		done.Refused = err.Error()
	}
	peer := -1
	if m.Terminal && done.Refused == "" {
		if peer, err = s.openTerminal(m); err != nil {
			done.Refused = err.Error()
		}
	}
	if s.contained && done.Refused == "" {
		if s.child.rules, err = s.programRules(); err != nil {
			done.Refused = err.Error()
		}
	}
	if done.Refused == "" {
		s.fill(m, fds, streams, peer)
		s.spawn(&done)
	}
	// One after the other, and not before the end is noted: who meets the end of an output then finds that nobody reads the
	// input any more either, which the kernel alone would not promise of a program that ends.
	wire.CloseAll(fds[:stdio])
	closeFD(&s.child.rules)
	if done.Refused == "" && done.Errno == 0 {
		done.DiskFull = s.area.exceeded(m.Disk, m.Inodes) || done.Status != 0 && s.area.full()
		done.Truncated = s.keep(m.Keep)
	}
	return done
}

// ready sizes the work folder and has exactly the binds of the run stand; it takes their descriptors.
func (s *slot) ready(m *wire.Run, binds []int) error {
	same := s.area.bound(m.Binds) && (m.Bound || len(m.Binds) == 0)
	if m.Bound && !same {
		return failed("bind", unix.EPROTO)
	}
	if same && s.area.disk == m.Disk && s.area.inodes == m.Inodes {
		return nil
	}
	return s.mounter(func() error {
		if err := s.area.resize(m.Disk, m.Inodes); err != nil {
			wire.CloseAll(binds)
			return err
		}
		if same {
			return nil
		}
		return s.area.bind(m.Binds, binds)
	})
}

// fill prepares the child. Its streams are the first descriptors, or the peer, its terminal.
func (s *slot) fill(m *wire.Run, fds []int, streams, peer int) {
	c := &s.child
	copy(c.stdio[:], fds[:streams])
	if c.terminal = peer >= 0; c.terminal {
		c.stdio = [3]int{peer, peer, peer}
	}
	c.filter = s.filters[m.Family]
	c.cgroup = -1
	if m.Cgroup {
		c.cgroup = fds[streams]
	}
	c.paths, c.argv, c.envv = cstrings(m.Paths), append(cstrings(m.Args), nil), append(cstrings(m.Env), nil)
	c.limits = c.limits[:0]
	for _, l := range m.Rlimits {
		var now unix.Rlimit
		v := uint64(l.Value)
		if unix.Getrlimit(int(l.Resource), &now) == nil {
			if v = min(v, now.Max); now.Cur == v && now.Max == v {
				continue // it is inherited
			}
		}
		if once(l.Resource) && unix.Setrlimit(int(l.Resource), &unix.Rlimit{Cur: v, Max: v}) == nil {
			continue // from now on
		}
		c.limits = append(c.limits, limit{uintptr(l.Resource), [2]uint64{v, v}})
	}
}

// once tells that a limit is the same for every run and means nothing to the slot itself, which then has it too.
func once(resource int64) bool {
	switch resource {
	case unix.RLIMIT_CORE, unix.RLIMIT_MEMLOCK, unix.RLIMIT_MSGQUEUE, unix.RLIMIT_RTPRIO:
		return true
	}
	return false
}

// spawn starts the child, reaps until no process is left, and notes how the first one ended.
func (s *slot) spawn(done *wire.Done) {
	s.countAnew()
	own := threadTime()
	done.Begun = clock(unix.CLOCK_MONOTONIC)
	pid, errno := s.child.start()
	if errno != 0 {
		done.Failure = "fork: " + errno.Error() // this slot will not be used again
		return
	}
	failed := s.child.errno
	if s.child.terminal { // else its other end would never meet the end
		unix.Close(s.child.stdio[0])
	}
	s.kills.begin(done.Number, pid)
	s.reap(done, pid)
	s.kills.end()
	done.Errno = int64(failed)
	done.Own = threadTime() - own
}

// reap waits for every process. Once the first one has ended the others are killed. Whether there are any is asked of
// wait(2): an orphan is a child of init, that is ours, from the moment its parent is dead. Killing all there may be has the kernel walk
// through every process of the machine, and few programs leave one.
func (s *slot) reap(done *wire.Done, first int) {
	ended := false
	for {
		var status unix.WaitStatus
		var usage unix.Rusage
		flags := unix.WALL
		if ended {
			flags |= unix.WNOHANG
		}
		got, err := unix.Wait4(-1, &status, flags, &usage)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return
		}
		if got == 0 {
			killAll()
			ended = false // nothing is left to find out: they are waited for
			continue
		}
		done.CPU += usage.Utime.Nano() + usage.Stime.Nano()
		done.MaxRSS = max(done.MaxRSS, usage.Maxrss<<10)
		if got == first {
			done.Wall = clock(unix.CLOCK_MONOTONIC) - done.Begun
			done.Status = int64(status)
			ended = true
		}
	}
}

func closeFD(fd *int) {
	if *fd >= 0 {
		unix.Close(*fd)
	}
	*fd = -1
}

func clock(id int32) int64 {
	var ts unix.Timespec
	_ = unix.ClockGettime(id, &ts)
	return ts.Nano()
}

func threadTime() int64 { return clock(unix.CLOCK_THREAD_CPUTIME_ID) }

func cstring(s string) *byte {
	b := make([]byte, len(s)+1)
	copy(b, s)
	return &b[0]
}

func cstrings(list []string) []*byte {
	out := make([]*byte, len(list), len(list)+1)
	for i, s := range list {
		out[i] = cstring(s)
	}
	return out
}
