package execution

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

func TestPlacesInAStream(t *testing.T) {
	for id, want := range map[string]place{"": {}, "x": {}, "7": {7, 0}, "7.2": {7, 2}, "7.-2": {}, "7.x": {7, 0}} {
		if got := parsePlace(id); got != want {
			t.Errorf("%q is %v", id, got)
		}
	}
	if got := (place{7, 2}).String() + " " + (place{7, 0}).String(); got != "7.2 7" {
		t.Errorf("got %s", got)
	}
}
