package judging

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// head keeps the beginning of a stream and counts the rest.
type head struct {
	limit int
	kept  []byte
	total int64
}

func (h *head) Write(p []byte) (int, error) {
	h.total += int64(len(p))
	room := max(h.limit-len(h.kept), 0)
	h.kept = append(h.kept, p[:min(room, len(p))]...)
	return len(p), nil
}

func (h *head) excerpt() *judge.Excerpt {
	if h.total == 0 {
		return nil
	}
	return judge.NewExcerpt(h.kept, h.total)
}

// spillBytes of an output stay in memory; a longer one goes on in a file without a name.
const spillBytes = 256 << 10

// spill keeps a whole output without ever holding much of it in memory.
type spill struct {
	memory []byte
	file   *os.File
	joined *os.File // the whole, where somebody needs it as a file
	total  int64
	err    error // the first failure of the file: ours, not the program's
}

func (s *spill) Write(p []byte) (int, error) {
	s.total += int64(len(p))
	room := min(max(spillBytes-len(s.memory), 0), len(p))
	s.memory = append(s.memory, p[:room]...)
	if room == len(p) || s.err != nil {
		return len(p), nil
	}
	if s.file == nil {
		if s.file, s.err = nameless(); s.err != nil {
			return len(p), nil
		}
	}
	if _, err := s.file.Write(p[room:]); err != nil && s.err == nil {
		s.err = err
	}
	return len(p), nil
}

// reader reads the output from its beginning.
func (s *spill) reader() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.memory), nil
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return io.MultiReader(bytes.NewReader(s.memory), s.file), nil
}

// asFile lays the output into a work folder.
func (s *spill) asFile(name string) (*sandbox.File, error) {
	if s.file == nil {
		return &sandbox.File{Name: name, Data: s.memory}, nil
	}
	if s.joined == nil {
		var err error
		if s.joined, err = nameless(); err != nil {
			return nil, err
		}
		all, err := s.reader()
		if err == nil {
			_, err = io.Copy(s.joined, all)
		}
		if err != nil {
			return nil, err
		}
	}
	return &sandbox.File{Name: name, Host: fmt.Sprintf("/proc/self/fd/%d", s.joined.Fd())}, nil
}

// nameless is a file that is gone when it is closed.
func nameless() (*os.File, error) {
	f, err := os.CreateTemp("", "codecraft-output-*")
	if err != nil {
		return nil, err
	}
	return f, os.Remove(f.Name())
}

func (s *spill) excerpt(limit int) *judge.Excerpt {
	return judge.NewExcerpt(s.memory[:min(limit, len(s.memory))], s.total)
}

func (s *spill) discard() {
	for _, f := range []*os.File{s.file, s.joined} {
		if f != nil {
			_ = f.Close()
		}
	}
}
