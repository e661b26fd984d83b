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
	for i := range s.tasks {
		if _, err := unix.Write(fdTasks+i, []byte("0")); err != nil {
			return failed("join the cgroup", err)
		}
		unix.Close(fdTasks + i)
	}
	s.child.uid, s.child.gid = int(s.setupd.UID), int(s.setupd.GID)
	s.child.dir = cstring("/w")
	n := len(s.setupd.Filter) / int(unsafe.Sizeof(unix.SockFilter{}))
	if n == 0 {
		return nil
	}
	prog := &unix.SockFprog{Len: uint16(n), Filter: (*unix.SockFilter)(unsafe.Pointer(&s.setupd.Filter[0]))}
	if s.inline = os.Getenv("SLOT_FILTER") == "child"; s.inline {
		s.child.filter = prog
		return nil
	}
	if _, _, e := unix.RawSyscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(prog))); e != 0 {
		return failed("install the filter", e)
	}
	return nil
}

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
			closeAll(fds)
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
	stdio, binds := 3, len(m.Binds)
	if m.Cgroup {
		stdio++
	}
	if len(fds) != stdio+binds {
		closeAll(fds)
		done.Failure = "descriptors are missing"
		return done
	}
	var err error
	if err = s.ready(m, fds[stdio:]); err != nil && done.Refused == "" {
		done.Refused = err.Error()
	}
	if done.Refused == "" {
		s.fill(m, fds)
		s.spawn(&done)
	}
	closeAll(fds[:stdio])
	if done.Refused == "" && done.Errno == 0 {
		done.DiskFull = s.area.full()
		done.Truncated = s.keep(m.Keep)
	}
	return done
}

// ready sizes the work folder and attaches the binds of the run; it takes their descriptors.
func (s *slot) ready(m *wire.Run, binds []int) error {
	if s.area.disk == m.Disk && s.area.inodes == m.Inodes && len(binds) == 0 {
		return nil
	}
	return s.mounter(func() error {
		if err := s.area.resize(m.Disk, m.Inodes); err != nil {
			closeAll(binds)
			return err
		}
		if len(binds) == 0 {
			return nil
		}
		return s.area.bind(m.Binds, binds)
	})
}

// fill prepares the child.
func (s *slot) fill(m *wire.Run, fds []int) {
	c := &s.child
	copy(c.stdio[:], fds)
	c.cgroup = -1
	if m.Cgroup {
		c.cgroup = fds[3]
	}
	c.paths, c.argv, c.envv = cstrings(m.Paths), append(cstrings(m.Args), nil), append(cstrings(m.Env), nil)
	c.limits = c.limits[:0]
	for _, l := range m.Rlimits {
		var now unix.Rlimit
		v := uint64(l.Value)
		if unix.Getrlimit(int(l.Resource), &now) == nil {
			v = min(v, now.Max)
		}
		c.limits = append(c.limits, limit{uintptr(l.Resource), [2]uint64{v, v}})
	}
}

// spawn starts the child, reaps until no process is left, and notes how the first one ended.
func (s *slot) spawn(done *wire.Done) {
	own := threadTime()
	begin := clock(unix.CLOCK_MONOTONIC)
	pid, errno := s.child.start()
	if errno != 0 {
		done.Failure = "fork: " + errno.Error()
		return
	}
	failed := s.child.errno
	s.kills.begin(done.Number)
	for {
		var status unix.WaitStatus
		var usage unix.Rusage
		got, err := unix.Wait4(-1, &status, unix.WALL, &usage)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			break
		}
		done.CPU += usage.Utime.Nano() + usage.Stime.Nano()
		done.MaxRSS = max(done.MaxRSS, usage.Maxrss<<10)
		if got == pid {
			done.Wall = clock(unix.CLOCK_MONOTONIC) - begin
			done.Status = int64(status)
			killAll()
		}
	}
	s.kills.end()
	done.Errno = int64(failed)
	done.Own = threadTime() - own
}

func clock(id int32) int64 {
	var ts unix.Timespec
	_ = unix.ClockGettime(id, &ts)
	return ts.Nano()
}

func threadTime() int64 { return clock(unix.CLOCK_THREAD_CPUTIME_ID) }

func closeAll(fds []int) {
	for _, fd := range fds {
		unix.Close(fd)
	}
}

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
