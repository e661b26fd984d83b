package arrival_test

import (
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/arrival"
)

type pipe struct{ read, write int }

func newPipes(t *testing.T) [2]pipe {
	t.Helper()
	var out [2]pipe
	for i := range out {
		var fds [2]int
		if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
			t.Fatal(err)
		}
		out[i] = pipe{fds[0], fds[1]}
		t.Cleanup(func() { unix.Close(fds[0]) })
	}
	return out
}

func (p pipe) say(t *testing.T, text string) {
	t.Helper()
	if _, err := unix.Write(p.write, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func (p pipe) hear(t *testing.T, size int) string {
	t.Helper()
	buf := make([]byte, size)
	n, err := unix.Read(p.read, buf)
	if err != nil {
		t.Fatal(err)
	}
	return string(buf[:n])
}

func watching(t *testing.T, p *arrival.Pair, of [2]pipe) {
	t.Helper()
	if err := p.Watch(of[0].read, of[1].read); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T) *arrival.Pair {
	t.Helper()
	p, err := arrival.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func TestTheStreamThatIsWrittenFirstIsToldFirst(t *testing.T) {
	p, pipes := open(t), newPipes(t)
	watching(t, p, pipes)
	for i := range 50 {
		first, second := i%3%2, 1-i%3%2
		pipes[first].say(t, "a")
		pipes[second].say(t, "b")
		if got := p.Next(nil, [2]bool{}, true); !slices.Equal(got, []int{first, second}) {
			t.Fatalf("round %d: told %v, %d was first", i, got, first)
		}
		for _, one := range pipes {
			one.hear(t, 8)
		}
	}
	if got := p.Next(nil, [2]bool{}, true); len(got) != 0 || p.Direct != [2]bool{} {
		t.Errorf("with nothing to read: %v, direct %v", got, p.Direct)
	}
}

func TestWhatNewsDoesNotTellIsPolledDirectly(t *testing.T) {
	p, pipes := open(t), newPipes(t)
	watching(t, p, pipes)
	pipes[1].say(t, "abcd")
	p.Next(nil, [2]bool{}, true)
	pipes[1].hear(t, 2)
	if p.Read(1, true); p.Direct != [2]bool{false, true} {
		t.Errorf("after a full buffer %v are direct", p.Direct)
	}
	pipes[1].say(t, "e")
	if got := p.Next(nil, [2]bool{false, true}, true); !slices.Equal(got, []int{1}) {
		t.Errorf("what is polled and news is read %v", got)
	}
	if p.Read(1, false); p.Direct != [2]bool{} {
		t.Errorf("read to its end: %v are direct", p.Direct)
	}
	unix.Close(pipes[0].write)
	if got := p.Next(nil, [2]bool{}, true); !slices.Equal(got, []int{0}) || p.Direct != [2]bool{true, false} {
		t.Errorf("the end of a stream: %v, direct %v", got, p.Direct)
	}
}

func TestAnEarlierProgramIsNotHeardInTheNext(t *testing.T) {
	p, pipes := open(t), newPipes(t)
	watching(t, p, pipes)
	next := newPipes(t) // the first ones stay open, as a fork elsewhere would keep them
	watching(t, p, next)
	pipes[0].say(t, "late")
	if got := p.Next(nil, [2]bool{}, true); len(got) != 0 {
		t.Errorf("told %v of an earlier program", got)
	}
	next[1].say(t, "x")
	if got := p.Next(nil, [2]bool{}, true); !slices.Equal(got, []int{1}) {
		t.Errorf("told %v", got)
	}
	if err := p.Watch(next[0].read, -1); err != nil || p.Direct != [2]bool{true, true} {
		t.Errorf("with one stream alone: %v, direct %v", err, p.Direct)
	}
}
