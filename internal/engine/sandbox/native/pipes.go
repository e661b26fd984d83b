package native

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

// pipes are the standard streams of one run.
type pipes struct {
	ours   [3]int // stdin to write, stdout and stderr to read; -1 when closed
	theirs [3]int
	opened bool

	feeder   *os.File
	terminal bool // the feeder types
	fed      chan struct{}
	reading  atomic.Bool // the feeder waits for the source, or is about to
	stopped  atomic.Bool // the run is over
}

// open makes them, unless the slot makes a terminal. Outputs are read only when poll(2) says that there is something.
func (p *pipes) open(spec *sandbox.Spec) error {
	p.ours, p.theirs = [3]int{-1, -1, -1}, [3]int{-1, -1, -1}
	p.opened = true
	if spec.Terminal != nil {
		return nil
	}
	in, fromPipe, err := straight(spec.Stdin)
	p.theirs[0] = in
	if err != nil {
		return err
	}
	out, intoPipe, err := straight(spec.Stdout)
	p.theirs[1] = out
	if err != nil {
		return err
	}
	for i := 1; i < 3; i++ {
		if i == 1 && intoPipe {
			continue
		}
		if i == 2 && spec.Joined {
			if p.theirs[2], err = unix.FcntlInt(uintptr(p.theirs[1]), unix.F_DUPFD_CLOEXEC, 3); err != nil {
				return err
			}
			continue
		}
		var fds [2]int
		if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
			return err
		}
		p.ours[i], p.theirs[i] = fds[0], fds[1]
	}
	if fromPipe {
		return nil
	}
	if spec.Stdin == nil {
		fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		p.theirs[0] = fd
		return err
	}
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	p.theirs[0], p.ours[0] = fds[0], fds[1]
	return unix.SetNonblock(fds[1], true)
}

// give makes the program the owner of its pipes, so that it can open /dev/stdin and its like,
// as many programs do: opening a pipe by name asks for its owner.
func (p *pipes) give(uid int, stdin bool) error {
	for i, fd := range p.theirs {
		if i == 0 && !stdin {
			continue // the host's /dev/null
		}
		if err := unix.Fchown(fd, uid, uid); err != nil {
			return err
		}
	}
	return nil
}

// given appends the ends that go to the program.
func (p *pipes) given(fds []int) []int {
	for _, fd := range p.theirs {
		if fd >= 0 {
			fds = append(fds, fd)
		}
	}
	return fds
}

func (p *pipes) closeTheirs() {
	for i := range p.theirs {
		closeFD(&p.theirs[i])
	}
}

// feed writes the input. What should fit into the pipe is written now. Where slots share a user, a neighbour with many pipes may
// have left this one smaller than it should be (pipe(7), pipe-user-pages-soft); the rest is then written as it is read.
func (p *pipes) feed(in io.Reader) {
	if in == nil || p.ours[0] < 0 {
		return
	}
	if sized, ok := in.(interface{ Len() int }); ok && sized.Len() <= pipeSize {
		if sized.Len() == 0 {
			closeFD(&p.ours[0])
			return
		}
		data, err := io.ReadAll(in)
		if err == nil {
			n, _ := unix.Write(p.ours[0], data)
			data = data[max(n, 0):]
		}
		if err != nil || len(data) == 0 {
			closeFD(&p.ours[0])
			return
		}
		in = bytes.NewReader(data)
	}
	p.feeder = os.NewFile(uintptr(p.ours[0]), "stdin")
	p.ours[0] = -1
	p.start(in)
}

// start has the input copied in the background.
func (p *pipes) start(in io.Reader) {
	p.fed = make(chan struct{})
	go p.pour(in)
}

// pour copies the input until it ends or the program no longer reads.
func (p *pipes) pour(in io.Reader) {
	defer close(p.fed)
	buf := make([]byte, 32<<10)
	last := byte('\n')
	for {
		p.reading.Store(true)
		if p.stopped.Load() {
			return
		}
		n, err := in.Read(buf)
		p.reading.Store(false)
		if n > 0 {
			if _, err := p.feeder.Write(buf[:n]); err != nil {
				return
			}
			last = buf[n-1]
		}
		if err != nil && p.terminal {
			typeEnd(p.feeder, last)
			return
		}
		if err != nil {
			_ = p.feeder.Close()
			return
		}
	}
}

// close ends the streams. A source that is being waited for cannot be interrupted: its goroutine
// ends with the source's next answer.
func (p *pipes) close() {
	if !p.opened {
		return
	}
	p.closeTheirs()
	for i := range p.ours {
		closeFD(&p.ours[i])
	}
	if p.feeder != nil {
		p.stopped.Store(true)
		_ = p.feeder.Close()
		if !p.reading.Load() { // then it will see that the run is over before it waits again
			<-p.fed
		}
	}
}

func closeFD(fd *int) {
	if *fd >= 0 {
		unix.Close(*fd)
		*fd = -1
	}
}
