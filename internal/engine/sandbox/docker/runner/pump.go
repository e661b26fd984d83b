package main

import (
	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// lookAgain is how long, in milliseconds, a stream that nobody reads any more may stay open unnoticed.
const lookAgain = 20

// pump passes output on until the streams end, in the order in which it was written, and tells whether there was more
// than there may be.
func (s *streams) pump(limit int64) (tooMuch bool) {
	buf := make([]byte, frame.Chunk)
	defer s.turns.Close()
	for {
		for i := range s.ours {
			if s.ours[i] >= 0 && s.isDeaf(i) {
				s.close(i)
			}
		}
		if s.ours[0] < 0 && s.ours[1] < 0 {
			return false
		}
		var room [8]int
		for _, i := range s.wait(room[:0]) {
			if s.ours[i] < 0 {
				continue
			}
			n, ended := s.read(i, buf)
			s.turns.Read(i, n == len(buf))
			if ended {
				s.close(i)
				continue
			}
			part := min(int64(n), limit)
			limit -= int64(n)
			if part > 0 {
				w := wire.NewWriter(frame.KindOutput)
				w.Int(int64(i))
				if s.out.Send(append(w.B, buf[:part]...)) != nil {
					return true
				}
			}
			if limit < 0 {
				return true
			}
		}
	}
}

// wait waits until there is something to read, and appends the streams that have it.
func (s *streams) wait(turns []int) []int {
	fds := [3]unix.PollFd{
		{Fd: -1, Events: unix.POLLIN},
		{Fd: -1, Events: unix.POLLIN},
		{Fd: int32(s.turns.FD), Events: unix.POLLIN},
	}
	for i, direct := range s.turns.Direct {
		if direct {
			fds[i].Fd = int32(s.ours[i])
		}
	}
	if n, _ := unix.Poll(fds[:], lookAgain); n <= 0 {
		return nil
	}
	return s.turns.Next(turns, [2]bool{fds[0].Revents != 0, fds[1].Revents != 0}, fds[2].Revents != 0)
}

// read reads what there is. A terminal whose last user is gone ends with an error.
func (s *streams) read(i int, buf []byte) (n int, ended bool) {
	n, err := unix.Read(s.ours[i], buf)
	for err == unix.EINTR {
		n, err = unix.Read(s.ours[i], buf)
	}
	if err == unix.EAGAIN {
		return 0, false
	}
	return max(n, 0), err != nil || n == 0
}

func (s *streams) close(i int) {
	unix.Close(s.ours[i])
	s.ours[i] = -1
}

// drain throws away what is still to come, so that nothing waits for a reader.
func (s *streams) drain() {
	for i := range s.ours {
		if s.ours[i] >= 0 {
			s.close(i)
		}
	}
}
