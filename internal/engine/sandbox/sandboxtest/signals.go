package sandboxtest

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) signals(t *testing.T) {
	slot := s.open(t)
	for name, f := range map[string]func(*testing.T, sandbox.Slot){
		"a signal reaches the program":                  s.signalled,
		"a signal ends a program that does not mind it": s.signalEnds,
		"a signal reaches the whole process group":      s.signalGroup,
		"signals of one run do not reach the next":      s.lateSignals,
		"what is no signal is dropped":                  s.noSignal,
	} {
		t.Run(name, func(t *testing.T) { f(t, slot) })
	}
}

// sending runs a script and sends it signals once it printed that it is ready.
func (s *suite) sending(t *testing.T, slot sandbox.Slot, script string, signals ...syscall.Signal) (sandbox.Result, string) {
	t.Helper()
	spec := s.sh(script)
	c := make(chan syscall.Signal, len(signals))
	spec.Signals = c
	var out bytes.Buffer
	sent := false
	spec.Stdout = writer(func(p []byte) {
		out.Write(p)
		if !sent && strings.Contains(out.String(), "ready") {
			sent = true
			for _, sig := range signals {
				c <- sig
			}
		}
	})
	res, err := slot.Run(t.Context(), spec)
	if err != nil {
		t.Fatal(err)
	}
	return res, out.String()
}

func (s *suite) signalled(t *testing.T, slot sandbox.Slot) {
	for name, sig := range map[string]syscall.Signal{"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "USR1": syscall.SIGUSR1, "HUP": syscall.SIGHUP} {
		res, out := s.sending(t, slot, "trap 'echo got "+name+"; exit 4' "+name+"; echo ready; while :; do sleep 0.02; done", sig)
		if res.Status != sandbox.Failed || res.ExitCode != 4 || !strings.Contains(out, "got "+name) {
			t.Errorf("%s: %+v, %q", name, res, out)
		}
	}
}

func (s *suite) signalEnds(t *testing.T, slot sandbox.Slot) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL, syscall.SIGQUIT} {
		if res, _ := s.sending(t, slot, "echo ready; exec sleep 100", sig); res.Status != sandbox.Signalled || res.Signal != sig {
			t.Errorf("%s: %+v", sig, res)
		}
	}
}

func (s *suite) signalGroup(t *testing.T, slot sandbox.Slot) {
	res, out := s.sending(t, slot, `trap : USR1; sh -c 'trap "echo child; exit 0" USR1; echo ready; while :; do sleep 0.02; done' & wait; wait; echo parent`, syscall.SIGUSR1)
	if res.Status != sandbox.OK || !strings.Contains(out, "child") || !strings.Contains(out, "parent") {
		t.Errorf("%+v, %q", res, out)
	}
}

func (s *suite) lateSignals(t *testing.T, slot sandbox.Slot) {
	for range s.often(10) {
		s.sending(t, slot, "echo ready", syscall.SIGTERM, syscall.SIGTERM)
		if got := s.ok(t, slot, s.sh("sleep 0.01; echo fine")); got != "fine\n" {
			t.Fatalf("got %q", got)
		}
	}
}

func (s *suite) noSignal(t *testing.T, slot sandbox.Slot) {
	res, out := s.sending(t, slot, "trap 'exit 0' USR2; echo ready; while :; do sleep 0.02; done", 0, -1, 65, 1<<40, syscall.SIGUSR2)
	if res.Status != sandbox.OK {
		t.Errorf("%+v, %q", res, out)
	}
}
