package native

import (
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// attach takes our end of the run's terminal: what it shows is drained as stdout is, what the input has is typed.
func (r *run) attach(master *os.File) error {
	show, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return err
	}
	types, err := unix.FcntlInt(master.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		unix.Close(show)
		return err
	}
	if err := unix.SetNonblock(types, true); err != nil { // of both: it is one open file
		unix.Close(show)
		unix.Close(types)
		return err
	}
	r.pipes.ours[1] = show
	r.pipes.terminal = true
	r.pipes.feeder = os.NewFile(uintptr(types), "terminal")
	in := r.spec.Stdin
	if in == nil {
		in = strings.NewReader("")
	}
	r.pipes.start(in)
	if c := r.spec.Terminal.Resize; c != nil {
		go r.resize(c, r.pipes.feeder)
	}
	return nil
}

// resize passes changes of size on; the kernel tells the program by SIGWINCH.
func (r *run) resize(changes <-chan sandbox.Size, terminal *os.File) {
	for {
		select {
		case s, ok := <-changes:
			if !ok {
				return
			}
			onTerminal(terminal, func(fd int) {
				_ = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: s.Rows, Col: s.Columns})
			})
		case <-r.over:
			return
		}
	}
}

// attend passes the caller's signals on while the run is under way.
func (r *run) attend() {
	if r.spec.Signals == nil {
		return
	}
	go func() {
		for {
			select {
			case sig, ok := <-r.spec.Signals:
				if !ok {
					return
				}
				if request.ValidSignal(sig) {
					r.w.order(wire.Order{Run: r.number, Signal: int64(sig)})
				}
			case <-r.over:
				return
			}
		}
	}()
}

// hangUp lets go of the terminal, if there is one: the program gets SIGHUP and reads the end of its input.
func (p *pipes) hangUp() {
	if p.terminal {
		_ = p.feeder.Close()
	}
}

// typeEnd types what a person would to end the input: the terminal's own end-of-file character, twice where
// a line is unfinished. A program that has switched lines off reads characters, of which there just are no more.
func typeEnd(terminal *os.File, last byte) {
	var key []byte
	onTerminal(terminal, func(fd int) {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err != nil || t.Lflag&unix.ICANON == 0 || t.Cc[unix.VEOF] == 0 {
			return
		}
		key = []byte{t.Cc[unix.VEOF]}
	})
	if last != '\n' {
		key = append(key, key...)
	}
	_, _ = terminal.Write(key)
}

// onTerminal does something with the descriptor, unless it was closed meanwhile.
func onTerminal(terminal *os.File, do func(fd int)) {
	if c, err := terminal.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) { do(int(fd)) })
	}
}
