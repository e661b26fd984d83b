package pipe

import (
	"io"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Attach takes our end of a terminal in place of the pipes: what it shows is read as stdout is, what the input has is typed.
func (s *Streams) Attach(master *os.File, in io.Reader) error {
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
	s.ours[1] = show
	s.terminal = true
	s.feeder = os.NewFile(uintptr(types), "terminal")
	if in == nil {
		in = strings.NewReader("")
	}
	s.start(in)
	return nil
}

// Attached tells whether there is a terminal.
func (s *Streams) Attached() bool { return s.terminal }

// Resize changes the size of the terminal; the kernel tells the program by SIGWINCH.
func (s *Streams) Resize(to sandbox.Size) {
	onTerminal(s.feeder, func(fd int) {
		_ = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: to.Rows, Col: to.Columns})
	})
}

// HangUp lets go of the terminal, if there is one: the program gets SIGHUP and reads the end of its input.
func (s *Streams) HangUp() {
	if s.terminal {
		_ = s.feeder.Close()
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
