package cli

import (
	"bytes"
	"fmt"
	"io"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// clock is the time since a program's start; both of its streams are written by it.
type clock struct{ began time.Time }

func (c *clock) ms() float64 { return float64(time.Since(c.began).Microseconds()) / 1000 }

// timed has a program's output pass through writers that know the time since its start.
func timed(spec *sandbox.Spec, writer func(c *clock, stream string) io.Writer) {
	c := &clock{began: time.Now()}
	spec.Started = func() { c.began = time.Now() }
	spec.Stdout, spec.Stderr = writer(c, contract.Stdout), writer(c, contract.Stderr)
}

// stamped writes each line with the time at which it began: "[   0.012] ".
type stamped struct {
	*clock
	to     io.Writer
	inside bool // a line
}

func (s *stamped) Write(p []byte) (int, error) {
	var out bytes.Buffer
	for line := range bytes.Lines(p) {
		if !s.inside {
			fmt.Fprintf(&out, "[%8.3f] ", s.ms()/1000)
		}
		out.Write(line)
		s.inside = line[len(line)-1] != '\n'
	}
	if _, err := s.to.Write(out.Bytes()); err != nil {
		return 0, err
	}
	return len(p), nil
}

// noted keeps what is written, of all streams in their order.
type noted struct {
	*clock
	stream string
	to     *[]contract.Chunk
}

func (n noted) Write(p []byte) (int, error) {
	at := n.ms()
	if all := *n.to; len(all) > 0 && all[len(all)-1].Stream == n.stream && at-all[len(all)-1].AtMs < 1 {
		all[len(all)-1].Text += string(p)
		return len(p), nil
	}
	*n.to = append(*n.to, contract.Chunk{Stream: n.stream, Text: string(p), AtMs: at})
	return len(p), nil
}
