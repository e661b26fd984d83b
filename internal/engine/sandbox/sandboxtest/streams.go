package sandboxtest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
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
		"joined streams keep their order":           s.joined,
		"what is written first arrives first":       s.arrivals,
		"output stops at the limit":                 s.cutOutput,
		"input may come from another program":       s.interactive,
		"unread input does not hang":                s.unreadInput,
		"a reader that is gone breaks the pipe":     s.goneReader,
		"pipes may go straight to the program":      s.straightPipes,
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
	pr, pw := io.Pipe()
	var got []string
	spec := s.sh("echo a; read x; echo $x") // the first line comes before the end, or there is none
	spec.Stdin = pr
	spec.Stdout = writer(func(p []byte) {
		if got = append(got, string(p)); len(got) == 1 {
			go func() {
				fmt.Fprintln(pw, "b")
				_ = pw.Close()
			}()
		}
	})
	if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.OK || !slices.Equal(got, []string{"a\n", "b\n"}) {
		t.Errorf("got %q, %+v, %v", got, res, err)
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

func (s *suite) joined(t *testing.T, slot sandbox.Slot) {
	var want strings.Builder
	for i := range 200 {
		fmt.Fprintf(&want, "out%d\nerr%d\n", i, i)
	}
	spec := s.sh("i=0; while [ $i -lt 200 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done")
	var errs bytes.Buffer
	spec.Stderr, spec.Joined = &errs, true
	if got := s.ok(t, slot, spec); got != want.String() || errs.Len() > 0 {
		t.Errorf("got %q and %q", got, errs.String())
	}
}

// arrivals has a program write to one stream and at once to the other, while nobody reads: what was written before is
// still being taken.
func (s *suite) arrivals(t *testing.T, slot sandbox.Slot) {
	pr, pw := io.Pipe()
	var got, want strings.Builder
	record := writer(func(p []byte) {
		got.Write(p)
		if strings.HasSuffix(string(p), "go\n") {
			fmt.Fprintln(pw)
			// The longer, the surer both are there when this returns; if they are not, they come in order anyway.
			<-time.After(10 * time.Millisecond)
		}
	})
	for range 20 {
		want.WriteString("go\nout\nerr\ngo\nerr\nout\n")
	}
	spec := s.sh(`i=0; while [ $i -lt 20 ]; do echo go; read x; echo out; echo err >&2; read x; echo go; read x; echo err >&2; echo out; read x; i=$((i+1)); done`)
	both := 0
	answering := writer(func(p []byte) {
		_, _ = record.Write(p)
		if string(p) == "out\n" || string(p) == "err\n" {
			if both++; both%2 == 0 {
				fmt.Fprintln(pw)
			}
		}
	})
	spec.Stdin, spec.Stdout, spec.Stderr = pr, answering, answering
	s.ok(t, slot, spec)
	_ = pw.Close()
	if got.String() != want.String() {
		t.Errorf("got %q", got.String())
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
	for range s.often(20) { // a source that never answers, met before and after the program's end
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
	if took := time.Since(start); took > awakened {
		t.Errorf("took %v", took)
	}
}

func (s *suite) byName(t *testing.T, slot sandbox.Slot) {
	spec := s.sh("cat /dev/stdin; echo out > /dev/stdout; echo err > /dev/stderr")
	spec.Stdin = strings.NewReader("in\n")
	if !s.contained && !s.holds("own /proc") { // those names are links into it
		if res, err := slot.Run(t.Context(), spec); err != nil || res.Status != sandbox.Failed {
			t.Errorf("without /proc: %+v, %v", res, err)
		}
		return
	}
	if got := s.ok(t, slot, spec); got != "in\nout\n" {
		t.Errorf("got %q", got)
	}
}

// straightPipes gives the program the ends of two pipes; its end is the end of what can be read from it.
func (s *suite) straightPipes(t *testing.T, slot sandbox.Slot) {
	in, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, sink, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _, _ = in.Close(), sink.Close(), out.Close() }()
	go func() {
		_, _ = feed.WriteString("through\n")
		_ = feed.Close()
	}()
	script := "cat; exec cat /dev/stdin"
	if !s.contained && !s.holds("own /proc") {
		script = "cat; exec cat"
	}
	spec := s.sh(script)
	spec.Stdin, spec.Stdout = sandbox.Pipe{File: in}, sandbox.Pipe{File: sink}
	s.ok(t, slot, spec)
	_ = sink.Close()
	if got, err := io.ReadAll(out); err != nil || string(got) != "through\n" {
		t.Errorf("got %q, %v", got, err)
	}
}
