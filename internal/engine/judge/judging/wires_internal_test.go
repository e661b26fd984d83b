package judging

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// What is forked elsewhere has copies of all descriptors until it begins its own program, and lets go of them in an order of its own.
func TestAValidatorHasLeftWhicheverPipeIsStillHeld(t *testing.T) {
	for name, held := range map[string]func(*wires) *os.File{
		"none":              func(*wires) *os.File { return nil },
		"the one it reads":  func(w *wires) *os.File { return w.validatorIn },
		"the one it writes": func(w *wires) *os.File { return w.validatorOut },
	} {
		t.Run(name, func(t *testing.T) {
			w, err := layWires()
			if err != nil {
				t.Fatal(err)
			}
			defer w.cut()
			if f := held(w); f != nil {
				copied, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
				if err != nil {
					t.Fatal(err)
				}
				defer unix.Close(copied)
			}
			if w.left() {
				t.Error("it has left before it has ended")
			}
			_, _ = w.validatorIn.Close(), w.validatorOut.Close()
			if !w.left() {
				t.Error("it has not left")
			}
		})
	}
}
