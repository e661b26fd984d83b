package cli

import (
	"errors"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// lendTerminal gives a program a terminal that is shown in, and typed into from, the one of this command. It is as it
// was after restore.
func lendTerminal(spec *sandbox.Spec) (restore func(), err error) {
	in := int(os.Stdin.Fd())
	if !term.IsTerminal(in) {
		return nil, errors.New("--terminal: the input of this command is no terminal")
	}
	before, err := term.MakeRaw(in)
	if err != nil {
		return nil, err
	}
	sizes, changes, done := make(chan sandbox.Size, 1), make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(changes, unix.SIGWINCH)
	go func() {
		for {
			select {
			case <-done:
				return
			case <-changes:
			}
			select {
			case sizes <- sizeOf(in):
			default: // the program has not taken the last one yet: it is told of the next
			}
		}
	}()
	spec.Terminal = &sandbox.Terminal{Size: sizeOf(in), Resize: sizes}
	spec.Env = append(spec.Env, "TERM=xterm-256color")
	return func() {
		signal.Stop(changes)
		close(done)
		_ = term.Restore(in, before)
	}, nil
}

func sizeOf(terminal int) sandbox.Size {
	columns, rows, err := term.GetSize(terminal)
	if err != nil || columns <= 0 || rows <= 0 {
		return sandbox.Size{Rows: 24, Columns: 80}
	}
	return sandbox.Size{Rows: uint16(min(rows, 1<<15)), Columns: uint16(min(columns, 1<<15))}
}
