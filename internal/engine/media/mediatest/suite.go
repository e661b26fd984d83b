// Package mediatest is what every provider of video must do.
package mediatest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// Connect joins with a ticket as a browser would, and returns how to leave. It fails where the ticket is refused.
type Connect func(ctx context.Context, room string, t media.Ticket) (leave func(), err error)

// Run is the suite.
func Run(t *testing.T, rooms media.Rooms, connect Connect) {
	s := suite{rooms, connect}
	t.Run("who connects is present, under one identity each", s.present)
	t.Run("a ticket opens no other room", s.foreign)
	t.Run("who is evicted is gone", s.evicted)
	t.Run("a closed room is empty, and opens again", s.closed)
	t.Run("what is not there is no error", s.absent)
}

type suite struct {
	rooms   media.Rooms
	connect Connect
}

// room opens one of its own for a test.
func (s suite) room(t *testing.T) string {
	t.Helper()
	name := "room-" + t.Name()
	if err := s.rooms.Open(t.Context(), name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.rooms.Close(context.WithoutCancel(t.Context()), name) })
	return name
}

func (s suite) join(t *testing.T, room, identity string) {
	t.Helper()
	ticket, err := s.rooms.Ticket(t.Context(), room, media.Person{Identity: identity, Name: "Somebody"})
	if err != nil {
		t.Fatal(err)
	}
	leave, err := s.connect(t.Context(), room, ticket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(leave)
}

// await waits until these are present, and no others.
func (s suite) await(t *testing.T, room string, want ...string) {
	t.Helper()
	var got []string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		var err error
		if got, err = s.rooms.Present(t.Context(), room); err != nil {
			t.Fatal(err)
		}
		slices.Sort(got)
		if slices.Equal(got, want) {
			return
		}
		<-time.After(20 * time.Millisecond)
	}
	t.Fatalf("present are %q, not %q", got, want)
}

func (s suite) present(t *testing.T) {
	room := s.room(t)
	if err := s.rooms.Open(t.Context(), room); err != nil {
		t.Errorf("opened again: %v", err)
	}
	s.await(t, room)
	s.join(t, room, "ada")
	s.join(t, room, "ben")
	s.await(t, room, "ada", "ben")
}

func (s suite) foreign(t *testing.T) {
	room := s.room(t)
	ticket, err := s.rooms.Ticket(t.Context(), "another", media.Person{Identity: "eve"})
	if err != nil {
		t.Fatal(err)
	}
	if leave, err := s.connect(t.Context(), room, ticket); err == nil {
		leave()
		t.Error("a ticket of another room was taken")
	}
	ticket, err = s.rooms.Ticket(t.Context(), room, media.Person{Identity: "eve"})
	if err != nil {
		t.Fatal(err)
	}
	ticket.Token += "x"
	if leave, err := s.connect(t.Context(), room, ticket); err == nil {
		leave()
		t.Error("a ticket that was changed was taken")
	}
	s.await(t, room)
}

func (s suite) evicted(t *testing.T) {
	room := s.room(t)
	s.join(t, room, "ada")
	s.join(t, room, "ben")
	s.await(t, room, "ada", "ben")
	if err := s.rooms.Evict(t.Context(), room, "ben"); err != nil {
		t.Fatal(err)
	}
	s.await(t, room, "ada")
}

func (s suite) closed(t *testing.T) {
	room := s.room(t)
	s.join(t, room, "ada")
	s.await(t, room, "ada")
	if err := s.rooms.Close(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	s.await(t, room)
	if err := s.rooms.Open(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	s.join(t, room, "ada")
	s.await(t, room, "ada")
}

func (s suite) absent(t *testing.T) {
	if err := s.rooms.Close(t.Context(), "nowhere"); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := s.rooms.Evict(t.Context(), "nowhere", "nobody"); err != nil {
		t.Errorf("evict: %v", err)
	}
	if err := s.rooms.Evict(t.Context(), s.room(t), "nobody"); err != nil {
		t.Errorf("evict nobody: %v", err)
	}
	if got, err := s.rooms.Present(t.Context(), "nowhere"); err != nil || len(got) > 0 {
		t.Errorf("present: %v, %v", got, err)
	}
}
