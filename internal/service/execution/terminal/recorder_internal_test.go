package terminal

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestWhatATerminalShowsIsToldInParts: what comes close together is one, ten a second at most, and the rest before the end is told.
func TestWhatATerminalShowsIsToldInParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		type part struct {
			since time.Duration
			text  string
		}
		var parts []part
		term := New(true)
		recorded := term.Record(func(since time.Duration, data []byte) { parts = append(parts, part{since, string(data)}) })
		began := time.Now()
		for range 200 {
			<-time.After(5 * time.Millisecond)
			if _, err := (screen{term, "stdout"}).Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
		}
		term.recorder.add([]byte("last"))
		term.recorder.end()
		<-recorded
		var all string
		for i, p := range parts {
			if all += p.text; i > 0 && p.since <= parts[i-1].since {
				t.Errorf("part %d is of %v, after one of %v", i, p.since, parts[i-1].since)
			}
		}
		if all != strings.Repeat("x", 200)+"last" || len(parts) > 12 || len(parts) < 9 || parts[0].since != 5*time.Millisecond {
			t.Errorf("in %v there were %d parts: %+v", time.Since(began), len(parts), parts)
		}
	})
}
