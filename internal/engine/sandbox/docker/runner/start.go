package main

import (
	"bytes"
	"errors"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// roleProgram is the argument by which the runner, executed again, turns into the program.
const roleProgram = "program"

// The descriptors of the process that is to become the program, beside the three streams.
const (
	fdOrder  = 3 // the Start message
	fdReport = 4 // how far it got: CPU time spent on the way, or why it failed; closed by exec
)

// Where the program starts, and what the first process is executed as.
const (
	workDir = "/w"
	self    = "/proc/self/exe"
)

// spawn starts the process that becomes the program, and waits until it has, or failed. The files are its
// three streams.
func spawn(s *frame.Start, files [3]int) (pid int, own int64, errno syscall.Errno) {
	order, err := unix.MemfdCreate("start", unix.MFD_CLOEXEC)
	if err != nil {
		return 0, 0, asErrno(err)
	}
	defer unix.Close(order)
	if err := writeAll(order, s.Encode()); err != nil {
		return 0, 0, asErrno(err)
	}
	var report [2]int
	if err := unix.Pipe2(report[:], unix.O_CLOEXEC); err != nil {
		return 0, 0, asErrno(err)
	}
	defer unix.Close(report[0])
	attr := &syscall.ProcAttr{
		Dir: workDir,
		// What the runtime of the second stage needs; the program gets what the message says.
		Env:   []string{"GOMAXPROCS=1", "GOGC=off", "GOTRACEBACK=none"},
		Files: []uintptr{uintptr(files[0]), uintptr(files[1]), uintptr(files[2]), uintptr(order), uintptr(report[1])},
		Sys:   &syscall.SysProcAttr{Setsid: true, Setctty: s.Terminal, Ctty: 0},
	}
	pid, err = syscall.ForkExec(self, []string{"runner", roleProgram}, attr)
	unix.Close(report[1])
	if err != nil {
		return 0, 0, asErrno(err)
	}
	words := readAll(report[0])
	n, _ := strconv.ParseInt(words, 10, 64)
	if n < 0 {
		return pid, 0, syscall.Errno(-n)
	}
	return pid, n, 0
}

func asErrno(err error) syscall.Errno {
	if e := syscall.Errno(0); errors.As(err, &e) {
		return e
	}
	return syscall.EIO
}

func writeAll(fd int, data []byte) error {
	for len(data) > 0 {
		n, err := unix.Write(fd, data)
		if err != nil && err != unix.EINTR {
			return err
		}
		data = data[max(n, 0):]
	}
	return nil
}

// readAll reads the last line of what was reported.
func readAll(fd int) string {
	var all bytes.Buffer
	var b [64]byte
	for {
		n, err := unix.Read(fd, b[:])
		if err == unix.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			lines := bytes.Fields(all.Bytes())
			if len(lines) == 0 {
				return "-" + strconv.Itoa(int(unix.ENOEXEC))
			}
			return string(lines[len(lines)-1])
		}
		all.Write(b[:n])
	}
}

// become turns this process into the program; it does not return.
func become() {
	runtime.LockOSThread()
	errno := transform()
	_ = writeAll(fdReport, []byte("-"+strconv.Itoa(int(errno))+"\n"))
	os.Exit(127)
}

func transform() syscall.Errno {
	unix.CloseOnExec(fdOrder)
	unix.CloseOnExec(fdReport)
	var st unix.Stat_t
	if err := unix.Fstat(fdOrder, &st); err != nil {
		return asErrno(err)
	}
	body := make([]byte, st.Size)
	if _, err := unix.Pread(fdOrder, body, 0); err != nil {
		return asErrno(err)
	}
	m := &wire.Reader{B: body}
	m.Kind()
	s := frame.DecodeStart(m)
	if m.Err != nil {
		return syscall.EPROTO
	}
	for _, l := range s.Rlimits {
		if err := limit(int(l.Resource), uint64(l.Value)); err != nil {
			return asErrno(err)
		}
	}
	return execute(&s)
}

// limit lowers a limit; the container's own hard limits are not to be raised. The library's call also has the runtime
// forget the limit of open files that it would put back.
func limit(resource int, value uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(resource, &now); err != nil {
		return err
	}
	value = min(value, now.Max)
	return syscall.Setrlimit(resource, &syscall.Rlimit{Cur: value, Max: value})
}

// execute installs the filter and tries the paths.
func execute(s *frame.Start) syscall.Errno {
	argv, err := syscall.SlicePtrFromStrings(s.Args)
	if err != nil {
		return asErrno(err)
	}
	envv, err := syscall.SlicePtrFromStrings(s.Env)
	if err != nil {
		return asErrno(err)
	}
	if n := len(s.Filter) / int(unsafe.Sizeof(unix.SockFilter{})); n > 0 {
		program := unix.SockFprog{Len: uint16(n), Filter: (*unix.SockFilter)(unsafe.Pointer(&s.Filter[0]))}
		if _, _, e := unix.RawSyscall(unix.SYS_PRCTL, unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&program))); e != 0 {
			return e
		}
	}
	var usage unix.Rusage
	_ = unix.Getrusage(unix.RUSAGE_SELF, &usage)
	_ = writeAll(fdReport, []byte(strconv.FormatInt(cpuOf(&usage), 10)+"\n"))
	failed := syscall.ENOENT
	for _, p := range s.Paths {
		path, err := syscall.BytePtrFromString(p)
		if err != nil {
			return asErrno(err)
		}
		_, _, e := unix.RawSyscall(unix.SYS_EXECVE, uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&argv[0])), uintptr(unsafe.Pointer(&envv[0])))
		if e != syscall.ENOENT && e != syscall.ENOTDIR {
			failed = e
		}
	}
	return failed
}

func cpuOf(u *unix.Rusage) int64 { return u.Utime.Nano() + u.Stime.Nano() }
