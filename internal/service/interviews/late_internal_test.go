package interviews

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/interviews/call"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestWhoComesTooLateIsNotInTheRoom: what ends somebody's right to be there may come between their knock and their ticket.
func TestWhoComesTooLateIsNotInTheRoom(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		knocks := func(while func()) error {
			r.rooms.between = while
			_, err := w.calls.Join(r.kims, r.ID, call.Knock{Tab: tab})
			return err
		}
		host, err := r.rooms.Present(t.Context(), string(r.ID))
		must(t, err)
		wants(t, knocks(func() {
			_, err := w.participants.SetState(w.staff, r.invited.ID, participant.Removed)
			must(t, err)
		}), "removed_from_interview")
		if got, _ := r.rooms.Present(t.Context(), string(r.ID)); !slices.Equal(got, host) {
			t.Errorf("present are %v, and were %v", got, host)
		}

		_, err = w.participants.SetState(w.staff, r.invited.ID, participant.Admitted)
		must(t, err)
		wants(t, knocks(func() { r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"}) }), "interview_ended")
		if got, _ := r.rooms.Present(t.Context(), string(r.ID)); len(got) != 0 {
			t.Errorf("present after the end are %v", got)
		}
	})
}

// TestAnInterviewGoesOnWithoutVideo also where it is the ticket that cannot be had.
func TestAnInterviewGoesOnWithoutVideo(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.rooms.shut = errors.New("out of reach")
		_, err := w.calls.Join(r.kims, r.ID, call.Knock{Tab: tab})
		wants(t, err, "video_unavailable")
	})
}

// TestARoomThatHangsHoldsNoOther: of two that are to be recorded each is answered for only when the other is asked for, too.
func TestARoomThatHangsHoldsNoOther(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		one, _ := w.recorded(t), w.recorded(t)
		var asked atomic.Int32
		both := make(chan struct{})
		w.rooms.asked = func() {
			if asked.Add(1) == 2 {
				close(both)
			}
			select {
			case <-both:
			case <-time.After(harness.Patience):
				t.Error("the other room is not asked for")
			}
		}
		one.look(t)
		if len(w.rooms.sinks) != 2 {
			t.Errorf("recorded are %d of two", len(w.rooms.sinks))
		}
	})
}
