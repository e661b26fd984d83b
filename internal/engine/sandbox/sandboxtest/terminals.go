package sandboxtest

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) terminals(t *testing.T) {
	slot := s.open(t)
	for name, f := range map[string]func(*testing.T, sandbox.Slot){
		"all three streams are one terminal of its size":   s.isTerminal,
		"the terminal is the controlling one":              s.controlling,
		"what is typed is echoed and read as lines":        s.typed,
		"the end of the input is typed":                    s.typedEnd,
		"resizing tells the program":                       s.resized,
		"control-C interrupts the program in front":        s.interrupted,
		"a terminal without echo shows nothing":            s.noEcho,
		"cancelling ends a program at a terminal":          s.cancelTerminal,
		"a reader that is gone hangs up":                   s.hungUp,
		"what a terminal shows is bounded":                 s.terminalOutput,
		"limits hold at a terminal":                        s.terminalLimits,
		"nothing of a terminal is seen by the next run":    s.terminalLeftovers,
		"a program that cannot start leaves no terminal":   s.terminalNotStarted,
		"a terminal works in a slot that is used for more": s.terminalsInTurn,
	} {
		t.Run(name, func(t *testing.T) { f(t, slot) })
	}
}

// at runs a script at a terminal.
func (s *suite) at(script string) sandbox.Spec {
	spec := s.sh(script)
	spec.Env = append(spec.Env, "TERM=xterm-256color")
	spec.Terminal = &sandbox.Terminal{Size: sandbox.Size{Rows: 24, Columns: 80}}
	return spec
}

// shows runs a spec that must end well and returns what the terminal showed.
func (s *suite) shows(t *testing.T, slot sandbox.Slot, spec sandbox.Spec) string {
	t.Helper()
	var out bytes.Buffer
	if spec.Stdout == nil {
		spec.Stdout = &out
	}
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.OK {
		t.Fatalf("%+v, %v\n%s", res, err, out.String())
	}
	return out.String()
}

func (s *suite) isTerminal(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`test -t 0 && test -t 1 && test -t 2 && echo terminal; stty size; echo $TERM; echo error >&2`)
	if got := s.shows(t, slot, spec); got != "terminal\r\n24 80\r\nxterm-256color\r\nerror\r\n" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) controlling(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`tty; echo by name > /dev/tty; echo at once > $(tty); set -m; (exec 2>&1; kill -0 0 && echo job) & wait`)
	got := s.shows(t, slot, spec)
	wants := []string{"/dev/pts/0\r\n", "by name\r\n", "at once\r\n", "job\r\n"}
	if s.contained { // one of the host's many, to be opened as /dev/tty only
		wants = []string{"/dev/pts/", "by name\r\n", "ermission denied\r\n", "job\r\n"}
	}
	for _, want := range wants {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
}

// dialogue types answers when prompts are shown. A prompt is met once.
type dialogue struct {
	mu    sync.Mutex
	seen  bytes.Buffer
	at    int
	steps []step
	keys  *io.PipeWriter
}

type step struct {
	prompt string
	act    func(keys io.Writer)
}

func press(text string) func(io.Writer) {
	return func(keys io.Writer) { _, _ = io.WriteString(keys, text) }
}

// talk makes a spec's input and output a dialogue.
func talk(spec *sandbox.Spec, steps ...step) *dialogue {
	r, w := io.Pipe()
	d := &dialogue{steps: steps, keys: w}
	spec.Stdin, spec.Stdout = r, d
	return d
}

func (d *dialogue) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen.Write(p)
	for len(d.steps) > 0 {
		_, after, ok := strings.Cut(d.seen.String()[d.at:], d.steps[0].prompt)
		if !ok {
			break
		}
		d.at = d.seen.Len() - len(after)
		go d.steps[0].act(d.keys)
		d.steps = d.steps[1:]
	}
	return len(p), nil
}

func (d *dialogue) shown() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen.String()
}

func (s *suite) typed(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`echo name?; read a; echo "hello $a"; echo again?; read b; echo "bye $b"`)
	d := talk(&spec, step{"name?\r\n", press("ann\x7fna\n")}, step{"again?\r\n", press("bob\r")})
	defer d.keys.Close()
	s.shows(t, slot, spec)
	if got := d.shown(); !strings.Contains(got, "hello anna\r\n") || !strings.HasSuffix(got, "again?\r\nbob\r\nbye bob\r\n") {
		t.Errorf("got %q", got)
	}
}

func (s *suite) typedEnd(t *testing.T, slot sandbox.Slot) {
	for in, want := range map[string]string{"": "0", "one\ntwo\n": "8", "one": "3"} {
		spec := s.at(`stty -echo; wc -c`)
		if in != "" {
			spec.Stdin = strings.NewReader(in)
		}
		if got := s.shows(t, slot, spec); !strings.HasSuffix(got, want+"\r\n") {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

func (s *suite) resized(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done`)
	sizes := make(chan sandbox.Size)
	spec.Terminal.Resize = sizes
	d := talk(&spec, step{"ready", func(io.Writer) { sizes <- sandbox.Size{Rows: 50, Columns: 132}; close(sizes) }})
	defer d.keys.Close()
	s.shows(t, slot, spec)
	if got := d.shown(); !strings.HasSuffix(got, "50 132\r\n") {
		t.Errorf("got %q", got)
	}
}

func (s *suite) interrupted(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`trap 'echo interrupted; exit 0' INT; echo ready; while :; do sleep 0.05; done`)
	d := talk(&spec, step{"ready", press("\x03")})
	defer d.keys.Close()
	s.shows(t, slot, spec)
	if got := d.shown(); !strings.Contains(got, "interrupted") {
		t.Errorf("got %q", got)
	}
	spec = s.at(`echo ready; exec sleep 100`)
	d = talk(&spec, step{"ready", press("\x03")})
	defer d.keys.Close()
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.Signalled || res.Signal != 2 {
		t.Errorf("%+v, %v", res, err)
	}
}

func (s *suite) noEcho(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`stty -echo; echo password?; read p; echo "${#p} characters"`)
	d := talk(&spec, step{"password?", press("secret\n")})
	defer d.keys.Close()
	s.shows(t, slot, spec)
	if got := d.shown(); got != "password?\r\n6 characters\r\n" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) cancelTerminal(t *testing.T, slot sandbox.Slot) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	spec := s.at(`trap '' HUP INT TERM; echo ready; while :; do sleep 1; done`)
	d := talk(&spec, step{"ready", func(io.Writer) { cancel() }})
	defer d.keys.Close()
	if res, err := slot.Run(ctx, spec); err != nil || res.Status != sandbox.Cancelled {
		t.Errorf("%+v, %v", res, err)
	}
}

func (s *suite) hungUp(t *testing.T, slot sandbox.Slot) {
	spec := s.at(`trap 'exit 9' HUP; echo ready; while :; do sleep 0.05; done`)
	r, w := io.Pipe()
	defer w.Close()
	spec.Stdin, spec.Stdout = r, failing{}
	if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.Failed || res.ExitCode != 9 {
		t.Errorf("%+v, %v", res, err)
	}
}

func (s *suite) terminalOutput(t *testing.T, slot sandbox.Slot) {
	var out bytes.Buffer
	spec := s.at(`while :; do echo 0123456789; done`)
	spec.Stdout, spec.Limits.Output = &out, 50000
	if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.OutputLimit || out.Len() != 50000 {
		t.Errorf("%+v, %v, %d bytes", res, err, out.Len())
	}
}

func (s *suite) terminalLimits(t *testing.T, slot sandbox.Slot) {
	for _, c := range []struct {
		script string
		limits sandbox.Limits
		want   sandbox.Status
	}{
		{"while :; do :; done", sandbox.Limits{CPUTime: 300 * time.Millisecond}, sandbox.CPULimit},
		{"sleep 100", sandbox.Limits{WallTime: time.Second}, sandbox.WallLimit},
		{"head -c 400000000 /dev/zero | tail", sandbox.Limits{Memory: 48 << 20}, sandbox.MemoryLimit},
	} {
		spec := s.at(c.script)
		r, w := io.Pipe() // a person who types nothing
		spec.Stdin = r
		spec.Limits = s.limits(c.limits)
		res, err := slot.Run(t.Context(), spec)
		if err != nil || res.Status != c.want {
			t.Errorf("%s: %+v, %v", c.script, res, err)
		}
		_ = w.Close()
	}
}

func (s *suite) terminalLeftovers(t *testing.T, slot sandbox.Slot) {
	s.shows(t, slot, s.at(`stty -echo raw rows 7; setsid sleep 100 & exit 0`))
	if got := s.shows(t, slot, s.at(`stty -a | grep -c ' echo '; stty size; ls /dev/pts || :`)); !strings.HasPrefix(got, "1\r\n24 80\r\n") {
		t.Errorf("the next terminal shows %q", got)
	}
	spec := s.sh(`test -t 0 || echo none; ls /dev/pts 2>/dev/null; echo x 2>/dev/null > /dev/tty || echo refused`)
	if got := s.ok(t, slot, spec); !strings.HasSuffix(got, "refused\n") || !strings.HasPrefix(got, "none\n") {
		t.Errorf("a run without a terminal prints %q", got)
	}
}

func (s *suite) terminalNotStarted(t *testing.T, slot sandbox.Slot) {
	spec := s.at("")
	spec.Args = []string{"./absent"}
	if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.NotStarted {
		t.Errorf("%+v, %v", res, err)
	}
}

func (s *suite) terminalsInTurn(t *testing.T, slot sandbox.Slot) {
	for range 20 {
		if got := s.shows(t, slot, s.at("echo at; exit 0")); got != "at\r\n" {
			t.Fatalf("got %q", got)
		}
		if got := s.ok(t, slot, s.sh("echo off")); got != "off\n" {
			t.Fatalf("got %q", got)
		}
	}
}
