// Package pipe is the standard streams of a run as the host has them: pipes of its own, those of another program, or a terminal. It
// writes the input in the background, so that a program that does not read keeps nobody waiting; outputs it only makes, for reading
// them is what a run waits in.
package pipe

import (
	"bytes"
	"io"
	"os"
	"sync/atomic"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// pipeSize is what a new pipe holds: input up to it is written at once, without a goroutine.
const pipeSize = 64 << 10

// Streams are the standard streams of one run.
type Streams struct {
	ours   [3]int // stdin to write, stdout and stderr to read; -1 when closed
	theirs [3]int
	opened bool

	feeder   *os.File
	terminal bool // the feeder types
	fed      chan struct{}
	reading  atomic.Bool // the feeder waits for the source, or is about to
	stopped  atomic.Bool // the run is over
}

// Open makes them, unless the slot makes a terminal. Outputs are read only when poll(2) says that there is something.
func (s *Streams) Open(spec *sandbox.Spec) error {
	s.ours, s.theirs = [3]int{-1, -1, -1}, [3]int{-1, -1, -1}
	s.opened = true
	if spec.Terminal != nil {
		return nil
	}
	in, fromPipe, err := straight(spec.Stdin)
	s.theirs[0] = in
	if err != nil {
		return err
	}
	out, intoPipe, err := straight(spec.Stdout)
	s.theirs[1] = out
	if err != nil {
		return err
	}
	for i := 1; i < 3; i++ {
		if i == 1 && intoPipe {
			continue
		}
		if i == 2 && spec.Joined {
			if s.theirs[2], err = unix.FcntlInt(uintptr(s.theirs[1]), unix.F_DUPFD_CLOEXEC, 3); err != nil {
				return err
			}
			continue
		}
		var fds [2]int
		if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
			return err
		}
		s.ours[i], s.theirs[i] = fds[0], fds[1]
	}
	if fromPipe {
		return nil
	}
	if spec.Stdin == nil {
		fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		s.theirs[0] = fd
		return err
	}
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	s.theirs[0], s.ours[0] = fds[0], fds[1]
	return unix.SetNonblock(fds[1], true)
}

// Give makes the program the owner of its pipes, so that it can open /dev/stdin and its like,
// as many programs do: opening a pipe by name asks for its owner.
func (s *Streams) Give(uid int, stdin bool) error {
	for i, fd := range s.theirs {
		if i == 0 && !stdin {
			continue // the host's /dev/null
		}
		if err := unix.Fchown(fd, uid, uid); err != nil {
			return err
		}
	}
	return nil
}

// Given appends the ends that go to the program.
func (s *Streams) Given(fds []int) []int {
	for _, fd := range s.theirs {
		if fd >= 0 {
			fds = append(fds, fd)
		}
	}
	return fds
}

// CloseTheirs lets go of the ends that go to the program.
func (s *Streams) CloseTheirs() {
	for i := range s.theirs {
		closeFD(&s.theirs[i])
	}
}

// Output is our end of stdout (1) or stderr (2), to be read when poll(2) says that there is something; -1 when there is none, or it
// is closed.
func (s *Streams) Output(i int) int { return s.ours[i] }

// CloseOutput lets go of it.
func (s *Streams) CloseOutput(i int) { closeFD(&s.ours[i]) }

// Feed writes the input. What should fit into the pipe is written now. Where slots share a user, a neighbour with many pipes may
// have left this one smaller than it should be (pipe(7), pipe-user-pages-soft); the rest is then written as it is read.
func (s *Streams) Feed(in io.Reader) {
	if in == nil || s.ours[0] < 0 {
		return
	}
	if sized, ok := in.(interface{ Len() int }); ok && sized.Len() <= pipeSize {
		if sized.Len() == 0 {
			closeFD(&s.ours[0])
			return
		}
		data, err := io.ReadAll(in)
		if err == nil {
			n, _ := unix.Write(s.ours[0], data)
			data = data[max(n, 0):]
		}
		if err != nil || len(data) == 0 {
			closeFD(&s.ours[0])
			return
		}
		in = bytes.NewReader(data)
	}
	s.feeder = os.NewFile(uintptr(s.ours[0]), "stdin")
	s.ours[0] = -1
	s.start(in)
}

// start has the input copied in the background.
func (s *Streams) start(in io.Reader) {
	s.fed = make(chan struct{})
	go s.pour(in)
}

// pour copies the input until it ends or the program no longer reads.
func (s *Streams) pour(in io.Reader) {
	defer close(s.fed)
	buf := make([]byte, 32<<10)
	last := byte('\n')
	for {
		s.reading.Store(true)
		if s.stopped.Load() {
			return
		}
		n, err := in.Read(buf)
		s.reading.Store(false)
		if n > 0 {
			if _, err := s.feeder.Write(buf[:n]); err != nil {
				return
			}
			last = buf[n-1]
		}
		if err != nil && s.terminal {
			typeEnd(s.feeder, last)
			return
		}
		if err != nil {
			_ = s.feeder.Close()
			return
		}
	}
}

// Close ends the streams. A source that is being waited for cannot be interrupted: its goroutine
// ends with the source's next answer.
func (s *Streams) Close() {
	if !s.opened {
		return
	}
	s.CloseTheirs()
	for i := range s.ours {
		closeFD(&s.ours[i])
	}
	if s.feeder != nil {
		s.stopped.Store(true)
		_ = s.feeder.Close()
		if !s.reading.Load() { // then it will see that the run is over before it waits again
			<-s.fed
		}
	}
}

func closeFD(fd *int) {
	if *fd >= 0 {
		unix.Close(*fd)
		*fd = -1
	}
}
