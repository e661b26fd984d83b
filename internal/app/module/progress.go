package module

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// progress tells how far something long is: one line that changes on a terminal, a line a step elsewhere.
type progress struct {
	out      io.Writer
	terminal bool
	what     string
	total    int

	mu   sync.Mutex
	done int
}

func newProgress(out io.Writer, what string, total int) *progress {
	file, ok := out.(*os.File)
	p := &progress{out: out, terminal: ok && term.IsTerminal(int(file.Fd())), what: what, total: total}
	if p.terminal {
		_, _ = fmt.Fprintf(out, "\r  %d of %d %s \x1b[K", 0, total, what)
	}
	return p
}

// step tells that one more has ended.
func (p *progress) step(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.done++
	before, after := "", "\n"
	if p.terminal {
		before, after = "\r", "\x1b[K"
	}
	_, _ = fmt.Fprintf(p.out, "%s  %d of %d %s (%s)%s", before, p.done, p.total, p.what, name, after)
}

// end leaves the line.
func (p *progress) end() {
	if p.terminal {
		_, _ = fmt.Fprint(p.out, "\n")
	}
}
