package sandboxtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

func (s *suite) streams(t *testing.T) {
	slot := s.open(t)
	for name, f := range map[string]func(*testing.T, sandbox.Slot){
		"no input reads as empty":                   s.noInput,
		"a megabyte goes in and out":                s.megabyte,
		"arguments and variables arrive unharmed":   s.unicode,
		"an empty environment is empty":             s.emptyEnv,
		"output arrives while the program runs":     s.streaming,
		"both streams arrive, never at once":        s.bothStreams,
		"output stops at the limit":                 s.cutOutput,
		"input may come from another program":       s.interactive,
		"unread input does not hang":                s.unreadInput,
		"a reader that is gone breaks the pipe":     s.goneReader,
		"a detached child holding output is killed": s.detached,
		"streams can be opened by name":             s.byName,
	} {
		t.Run(name, func(t *testing.T) { f(t, slot) })
	}
}

// ok runs a spec that must end well and returns what it printed.
func (s *suite) ok(t *testing.T, slot sandbox.Slot, spec sandbox.Spec) string {
	t.Helper()
	var out, errs bytes.Buffer
	if spec.Stdout == nil {
		spec.Stdout = &out
	}
	if spec.Stderr == nil {
		spec.Stderr = &errs
	}
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.OK {
		t.Fatalf("%+v, %v\n%s%s", res, err, out.String(), errs.String())
	}
	return out.String()
}

func (s *suite) noInput(t *testing.T, slot sandbox.Slot) {
	if got := s.ok(t, slot, s.sh("cat; echo end")); got != "end\n" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) megabyte(t *testing.T, slot sandbox.Slot) {
	in := strings.Repeat("0123456789abcde\n", 1<<16)
	for _, r := range []io.Reader{strings.NewReader(in), io.MultiReader(strings.NewReader(in))} {
		spec := s.sh("cat")
		spec.Stdin = r
		if got := s.ok(t, slot, spec); got != in {
			t.Errorf("%d bytes came back", len(got))
		}
	}
}

func (s *suite) unicode(t *testing.T, slot sandbox.Slot) {
	spec := s.sh(`printf '%s|%s|%s' "$1" "$2" "$V"`)
	spec.Args = append(spec.Args, "sh", "naïve — 日本語 🦊", "a\nb\t'\"\\")
	spec.Env = append(spec.Env, "V=ünï=çode")
	if got := s.ok(t, slot, spec); got != "naïve — 日本語 🦊|a\nb\t'\"\\|ünï=çode" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) emptyEnv(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("")
	spec.Args, spec.Env = []string{"/usr/bin/env"}, nil
	if got := s.ok(t, slot, spec); got != "" {
		t.Errorf("got %q", got)
	}
}

func (s *suite) streaming(t *testing.T, slot sandbox.Slot) {
	var first time.Time
	spec := s.sh("echo a; sleep 0.4; echo b")
	spec.Stdout = writer(func([]byte) {
		if first.IsZero() {
			first = time.Now()
		}
	})
	s.ok(t, slot, spec)
	if early := time.Since(first); early < 300*time.Millisecond {
		t.Errorf("the first line came only %v before the end", early)
	}
}

func (s *suite) bothStreams(t *testing.T, slot sandbox.Slot) {
	var inside atomic.Int32
	var out, errs bytes.Buffer
	record := func(to *bytes.Buffer) io.Writer {
		return writer(func(p []byte) {
			if inside.Add(1) != 1 {
				t.Error("two writes at once")
			}
			to.Write(p)
			inside.Add(-1)
		})
	}
	spec := s.sh("for i in 1 2 3 4 5 6 7 8 9; do echo out$i; echo err$i >&2; done")
	spec.Stdout, spec.Stderr = record(&out), record(&errs)
	s.ok(t, slot, spec)
	if !strings.HasSuffix(out.String(), "out8\nout9\n") || !strings.HasPrefix(errs.String(), "err1\nerr2\n") {
		t.Errorf("got %q and %q", out.String(), errs.String())
	}
}

func (s *suite) cutOutput(t *testing.T, slot sandbox.Slot) {
	var out bytes.Buffer
	spec := s.sh("head -c 100000 /dev/zero; head -c 100000 /dev/zero >&2")
	spec.Stdout, spec.Stderr, spec.Limits.Output = &out, &out, 150000
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.OutputLimit || out.Len() != 150000 {
		t.Errorf("%+v, %v, %d bytes", res, err, out.Len())
	}
}

func (s *suite) interactive(t *testing.T, slot sandbox.Slot) {
	pr, pw := io.Pipe()
	spec := s.sh(`echo ready; read a; echo "got $a"; read b; echo "got $b"`)
	spec.Stdin = pr
	answers := []string{"one", "two"}
	spec.Stdout = writer(func([]byte) {
		if len(answers) > 0 {
			line := answers[0]
			answers = answers[1:]
			go fmt.Fprintln(pw, line)
		}
	})
	s.ok(t, slot, spec)
	_ = pw.Close()
	if len(answers) != 0 {
		t.Error("not all was asked for")
	}
}

func (s *suite) unreadInput(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("exit 0")
	spec.Stdin = strings.NewReader(strings.Repeat("x", 1<<22))
	s.ok(t, slot, spec)
	pr, pw := io.Pipe()
	defer pw.Close()
	for range 20 { // a source that never answers, met before and after the program's end
		spec.Stdin = pr
		s.ok(t, slot, spec)
	}
}

func (s *suite) goneReader(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("while echo x; do :; done 2>/dev/null; exit 7")
	spec.Stdout = failing{}
	res, err := slot.Run(t.Context(), spec)
	if err != nil || res.Status != sandbox.Signalled && res.Status != sandbox.Failed {
		t.Errorf("%+v, %v", res, err)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("gone") }

func (s *suite) detached(t *testing.T, slot sandbox.Slot) {
	start := time.Now()
	if got := s.ok(t, slot, s.sh("setsid sleep 100 & sleep 200 & echo done")); got != "done\n" {
		t.Errorf("got %q", got)
	}
	if took := time.Since(start); took > s.time(3*time.Second) {
		t.Errorf("took %v", took)
	}
}

func (s *suite) byName(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("cat /dev/stdin; echo out > /dev/stdout; echo err > /dev/stderr")
	spec.Stdin = strings.NewReader("in\n")
	if got := s.ok(t, slot, spec); got != "in\nout\n" {
		t.Errorf("got %q", got)
	}
}
