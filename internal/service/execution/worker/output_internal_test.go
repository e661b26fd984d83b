package worker

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"
)

// written is an output with what it sent.
func written(max int, write func(o *output)) (sent []contract.Chunk, messages int, r contract.RunResult) {
	o := newOutput(max, func(chunks []contract.Chunk) {
		sent = append(sent, chunks...)
		messages++
	})
	o.begin()
	write(o)
	o.end(&r)
	return sent, messages, r
}

func say(s stream, text string) { _, _ = s.Write([]byte(text)) }

func TestOutputIsInOrderWithTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent, messages, r := written(1<<10, func(o *output) {
			say(o.stdout(), "a")
			time.Sleep(3 * time.Millisecond)
			say(o.stderr(), "b")
			say(o.stdout(), "c")
			say(o.stdout(), "d")
			time.Sleep(2 * time.Millisecond)
			say(o.stdout(), "e")
		})
		want := []contract.Chunk{{Stream: "stdout", Text: "a"}, {Stream: "stderr", Text: "b", AtMs: 3}, {Stream: "stdout", Text: "cd", AtMs: 3}, {Stream: "stdout", Text: "e", AtMs: 5}}
		if !slices.Equal(sent, want) || messages != 2 {
			t.Errorf("in %d messages came %v", messages, sent)
		}
		if got := r.Output(); !slices.Equal(got, want) {
			t.Errorf("the result has %v", got)
		}
		r.Stdout = "ac" // as the event of a finished run is cut
		if got := r.Output(); len(got) != 3 || got[2].Text != "c" {
			t.Errorf("cut it is %v", got)
		}
	})
}

// TestAWriterOfSinglesIsBounded: one that changes its stream with every character.
func TestAWriterOfSinglesIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const times = 20_000
		sent, messages, r := written(1<<20, func(o *output) {
			for range times {
				say(o.stdout(), "a")
				say(o.stderr(), "b")
			}
		})
		if messages > 3 || len(sent) > maxPieces+2 || len(r.Order) > maxPieces+2 {
			t.Errorf("%d messages, %d chunks, %d pieces", messages, len(sent), len(r.Order))
		}
		var out strings.Builder
		for i, c := range r.Output() {
			if out.WriteString(c.Text); i < maxPieces-2 && len(c.Text) != 1 {
				t.Fatalf("chunk %d is %q", i, c.Text)
			}
		}
		if got := out.String(); len(got) != 2*times || strings.Count(got, "b") != times || r.Stdout != strings.Repeat("a", times) {
			t.Errorf("there are %d characters", len(got))
		}
	})
}

func TestOutputIsBatchedAndBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var kinds []string
		var sizes []int
		var all string
		o := newOutput(100<<10, func(chunks []contract.Chunk) {
			size := 0
			for _, c := range chunks {
				kinds, all, size = append(kinds, c.Stream), all+c.Text, size+len(c.Text)
			}
			sizes = append(sizes, size)
		})
		write := func(s stream, text string) {
			if n, err := s.Write([]byte(text)); n != len(text) || err != nil {
				t.Fatal(n, err)
			}
		}
		write(o.stdout(), "é"[:1]) // half a character waits for its rest
		if len(sizes) != 0 {
			t.Fatal("half a character was sent")
		}
		write(o.stdout(), "é"[1:])
		if len(sizes) != 1 || all != "é" {
			t.Fatalf("the first output waits: %v %q", sizes, all)
		}
		for range 1000 {
			write(o.stdout(), "x")
		}
		if len(sizes) != 1 {
			t.Fatalf("a thousand single bytes are %d messages", len(sizes)-1)
		}
		time.Sleep(batchTime)
		synctest.Wait()
		if len(sizes) != 2 || sizes[1] != 1000 {
			t.Fatalf("after a moment the messages are %v", sizes)
		}
		write(o.stdout(), "a")
		write(o.stderr(), "b")
		write(o.stdout(), "c")
		for range 100 {
			write(o.stdout(), string(make([]byte, 8<<10)))
		}
		var r contract.RunResult
		if o.end(&r); len(r.Stdout)+len(r.Stderr) != 100<<10 || !r.Truncated || r.Stderr != "b" {
			t.Errorf("kept %d and %q, truncated %v", len(r.Stdout), r.Stderr, r.Truncated)
		}
		for i, n := range sizes {
			if n > batchBytes {
				t.Errorf("message %d has %d bytes", i, n)
			}
		}
		if got := kinds[2:5]; got[0] != contract.Stdout || got[1] != contract.Stderr || got[2] != contract.Stdout {
			t.Errorf("the streams come as %v", got)
		}
		if len(sizes) > 10 {
			t.Errorf("a flood is %d messages", len(sizes))
		}
	})
}
