package main

import (
	"os"
	"strconv"
	"sync"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/arrival"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
)

// streams are the program's three, or its terminal.
type streams struct {
	out      *frame.Writer
	theirs   [3]int
	input    *os.File // to write; nil without input
	turns    *arrival.Pair
	ours     [2]int // stdout and stderr to read, -1 when closed; a terminal is the first
	terminal bool
	queue    chan []byte // input under way; the host sends no more than it holds
	ended    chan struct{}

	mu   sync.Mutex
	deaf [2]bool // nobody reads it any more
}

func (s *streams) open(m *frame.Start, out *frame.Writer) error {
	s.out, s.theirs, s.ours = out, [3]int{-1, -1, -1}, [2]int{-1, -1}
	s.queue, s.ended = make(chan []byte, frame.InputMessages), make(chan struct{})
	if m.Terminal {
		if err := s.openTerminal(m); err != nil {
			return err
		}
		return s.listen()
	}
	for i := range s.ours {
		if i == 1 && m.Joined {
			fd, err := unix.FcntlInt(uintptr(s.theirs[1]), unix.F_DUPFD_CLOEXEC, 3)
			if err != nil {
				return err
			}
			s.theirs[2] = fd
			continue
		}
		var fds [2]int
		if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
			return err
		}
		s.ours[i], s.theirs[i+1] = fds[0], fds[1]
	}
	if err := s.listen(); err != nil {
		return err
	}
	if !m.Input {
		fd, err := unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
		s.theirs[0] = fd
		return err
	}
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return err
	}
	s.theirs[0] = fds[0]
	return s.setInput(fds[1])
}

// listen has the outputs watched.
func (s *streams) listen() (err error) {
	if s.turns, err = arrival.Open(); err != nil {
		return err
	}
	return s.turns.Watch(s.ours[0], s.ours[1])
}

// setInput takes the end that input is written to, so that closing it ends a write that waits.
func (s *streams) setInput(fd int) error {
	if err := unix.SetNonblock(fd, true); err != nil {
		return err
	}
	s.input = os.NewFile(uintptr(fd), "input")
	return nil
}

// openTerminal makes a terminal in the container's own file system of them.
func (s *streams) openTerminal(m *frame.Start) error {
	s.terminal = true
	master, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		return err
	}
	n, err := unix.IoctlGetInt(master, unix.TIOCGPTN)
	if err != nil {
		return err
	}
	peer, err := unix.Open("/dev/pts/"+strconv.Itoa(n), unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	s.theirs = [3]int{peer, peer, peer}
	if s.ours[0], err = unix.FcntlInt(uintptr(master), unix.F_DUPFD_CLOEXEC, 3); err != nil {
		return err
	}
	if err := s.setInput(master); err != nil {
		return err
	}
	s.resize(m.Rows, m.Columns)
	return nil
}

func (s *streams) closeTheirs() {
	for i, fd := range s.theirs {
		if fd >= 0 && (i == 0 || !s.terminal) {
			unix.Close(fd)
		}
	}
}

// feed writes input as it comes, and tells the host what the program took. What it does not want is taken too.
func (s *streams) feed() {
	last := byte('\n')
	for {
		var data []byte
		select {
		case data = <-s.queue:
		case <-s.ended:
			return
		}
		if len(data) == 0 {
			s.endInput(last)
			return
		}
		if s.input != nil {
			_, _ = s.input.Write(data)
			last = data[len(data)-1]
		}
		if s.out.Send(frame.Bytes(frame.KindTaken, nil)) != nil {
			return
		}
	}
}

// endInput closes the pipe, or types the terminal's own character for it, twice where a line is unfinished.
func (s *streams) endInput(last byte) {
	if s.input == nil {
		return
	}
	if !s.terminal {
		_ = s.input.Close()
		return
	}
	var key []byte
	s.onTerminal(func(fd int) {
		t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err == nil && t.Lflag&unix.ICANON != 0 && t.Cc[unix.VEOF] != 0 {
			key = []byte{t.Cc[unix.VEOF]}
		}
	})
	if last != '\n' {
		key = append(key, key...)
	}
	_, _ = s.input.Write(key)
}

func (s *streams) onTerminal(do func(fd int)) {
	if !s.terminal || s.input == nil {
		return
	}
	if c, err := s.input.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) { do(int(fd)) })
	}
}

func (s *streams) resize(rows, columns int64) {
	s.onTerminal(func(fd int) {
		_ = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(rows), Col: uint16(columns)})
	})
}

// deafen has the program meet a broken pipe, or be hung up on.
func (s *streams) deafen(i int) {
	if i < 0 || i > 1 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.terminal && s.input != nil {
		_ = s.input.Close()
	}
	s.deaf[i] = true
}

func (s *streams) isDeaf(i int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.deaf[i]
}

// over ends the input; what was written can still be read.
func (s *streams) over() {
	close(s.ended)
	if s.input != nil && !s.terminal {
		_ = s.input.Close()
	}
}
