package native

import (
	"os"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/request"
)

// attach takes our end of the run's terminal.
func (r *run) attach(master *os.File) error {
	if err := r.pipes.Attach(master, r.spec.Stdin); err != nil {
		return err
	}
	if c := r.spec.Terminal.Resize; c != nil {
		go r.resize(c)
	}
	return nil
}

// resize passes changes of size on; the kernel tells the program by SIGWINCH.
func (r *run) resize(changes <-chan sandbox.Size) {
	for {
		select {
		case s, ok := <-changes:
			if !ok {
				return
			}
			r.pipes.Resize(s)
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
