package execution_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// tellsWhoMayType: the worker ends a terminal that nobody may type into any more, and no other.
func tellsWhoMayType(t *testing.T, w *world, b *bus.Bus) {
	h, kim, ann, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; read x", nil)
	told := make(chan bool, 8)
	stop, err := b.Subscribe(wire.SubjectTerminal+run, func(_ context.Context, m bus.Message) {
		var c wire.TerminalCall
		if m.Decode(&c) == nil && c.Kind == wire.CallRights {
			told <- c.ReadOnly
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = stop() })
	k, a := w.connect(t, kim, run, ""), w.connect(t, ann, run, "")
	k.sees("ready")
	a.sees("ready")
	for _, types := range []bool{false, true} {
		h.lets(ann, types, "Ann")
		a.told("rights")
		select {
		case readOnly := <-told:
			if readOnly == types {
				t.Errorf("who may type: %v, is told as one who does not: %v", types, readOnly)
			}
		case <-time.After(harness.Patience):
			t.Fatal("the worker is not told")
		}
	}
	a.types("\r")
	a.ends("ok")
}

// keepsWhoIsNarrowed: a lock ends what waits to be typed, and not the connection.
func keepsWhoIsNarrowed(t *testing.T, w *world) {
	h, kim, ann, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "stty -echo -icanon; echo ready; exec sleep 100", nil)
	k, a := w.connect(t, kim, run, ""), w.connect(t, ann, run, "")
	a.sees("ready")
	a.types(strings.Repeat("x", 200<<10)) // more than waits for a program that does not read
	h.lets(ann, false, "Ann")
	if note := a.told("refused"); note["detail"] != "you can watch this terminal, and not type into it" {
		t.Errorf("what waited is told as %v", note)
	}
	h.lets(ann, true, "Ann")
	for a.told("rights")["readOnly"] != false {
		continue
	}
	k.sends(`{"type":"signal","name":"KILL"}`)
	a.ends("signalled")
}

// endsAWait: who waits for an end when they are removed is not told it.
func endsAWait(t *testing.T, w *world) {
	h, kim, ann, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; read x", nil)
	k := w.connect(t, kim, run, "")
	k.sees("ready")
	answered := make(chan int, 1)
	go func() {
		status, _ := w.exchange(ann, "GET", "/v1/runs/"+run+"?waitForEnd=true", "", nil)
		answered <- status
	}()
	harness.Eventually(t, 0, func() error {
		h.mu.Lock()
		defer h.mu.Unlock()
		if !slices.Contains(h.read, ann.Session) {
			return errors.New("she does not wait yet")
		}
		return nil
	})
	h.removes(ann)
	k.types("\r")
	k.ends("ok")
	if status := <-answered; status != http.StatusForbidden {
		t.Errorf("who was removed is answered %d", status)
	}
}

// leavesRoom: who connects again and again is one person, in whatever session.
func leavesRoom(t *testing.T, w *world) {
	h, kim, ann, eve := meeting(w)
	h.lets(eve, false, "Ann") // by another link of hers
	run := w.startTerminal(kim, "bash", "echo ready; read x", nil)
	k := w.connect(t, kim, run, "")
	k.sees("ready")
	for range 2 {
		w.connect(t, ann, run, "").sees("ready")
		w.connect(t, eve, run, "").sees("ready")
	}
	if status, body := w.exchange(ann, "GET", "/v1/runs/"+run+"/socket", "", nil); status != http.StatusConflict || !strings.Contains(string(body), "terminal_tabs") {
		t.Errorf("a fifth time she is answered %d %s", status, body)
	}
	w.connect(t, kim, run, "").sees("ready")
	k.types("\r")
	k.ends("ok")
}

// leavesAtOnce: who was connected to a terminal that shows nothing takes no place there any more.
func leavesAtOnce(t *testing.T, w *world) {
	_, kim, ann, _ := meeting(w)
	run := w.startTerminal(kim, "bash", "echo ready; read x", nil)
	k := w.connect(t, kim, run, "")
	k.sees("ready")
	for range 6 {
		harness.Eventually(t, 0, func() error {
			socket, status, err := w.dial(ann, run, "", nil)
			if err != nil {
				return fmt.Errorf("connecting answers %d: %w", status, err)
			}
			return socket.CloseNow()
		})
	}
	k.types("\r")
	k.ends("ok")
}
