package livekit_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/internal/engine/media/mediatest"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestAClusterIsAProvider has people come in by either of two nodes, which meet over Redis, and a recorder by either of them.
func TestAClusterIsAProvider(t *testing.T) {
	lksdk.SetLogger(logger.GetDiscardLogger())
	redis := harness.Redis(t)
	meet := func(all map[string]any) { all["redis"] = map[string]any{"address": redis.URL} }
	a, first := node(t, meet)
	b, _ := node(t, meet)
	var comers atomic.Int64
	next := func() string { return []string{a.URL, b.URL}[comers.Add(1)%2] }
	for name, server := range map[string]livekit.Server{"one": a, "other": b} {
		t.Run("by the "+name+" node", func(t *testing.T) {
			rooms := livekit.New(server, server.URL)
			if err := rooms.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			mediatest.Record(t, rooms, rooms, func(_ context.Context, ticket media.Ticket) (func(), error) {
				return publish(next(), ticket.Token, &lksdk.RoomCallback{})
			})
			mediatest.Run(t, rooms, func(_ context.Context, room string, ticket media.Ticket) (func(), error) {
				if ticket.Address != server.URL {
					return nil, errors.New("the ticket does not say where to go")
				}
				return join(next(), room, ticket)
			})
		})
	}
	t.Run("people of both hear one another", func(t *testing.T) { hearing(t, a, b) })
	t.Run("rooms of a node that died are opened by the other", func(t *testing.T) { surviving(t, livekit.New(b, b.URL), first.Kill) })
}

// surviving opens more rooms than one node would get of two, and comes into each of them once one node is gone.
func surviving(t *testing.T, rooms *livekit.Rooms, kill func()) {
	for i := range 10 {
		if err := rooms.Open(t.Context(), fmt.Sprint("room-", i)); err != nil {
			t.Fatal(err)
		}
	}
	kill()
	for i := range 10 {
		room := fmt.Sprint("room-", i)
		harness.Eventually(t, harness.Patience, func() error {
			if err := rooms.Open(t.Context(), room); err != nil {
				return err
			}
			ticket, err := rooms.Ticket(t.Context(), room, media.Person{Identity: "ada"})
			if err != nil {
				return err
			}
			leave, err := join(ticket.Address, room, ticket)
			if err == nil {
				leave()
			}
			return err
		})
	}
}

// hearing has somebody on each of two servers in one room.
func hearing(t *testing.T, a, b livekit.Server) {
	onA, onB := livekit.New(a, a.URL), livekit.New(b, b.URL)
	if err := onA.Open(t.Context(), "both"); err != nil {
		t.Fatal(err)
	}
	all := map[string]*ears{"ada": {}, "ben": {}}
	for identity, rooms := range map[string]*livekit.Rooms{"ada": onA, "ben": onB} {
		ticket, err := rooms.Ticket(t.Context(), "both", media.Person{Identity: identity})
		if err != nil {
			t.Fatal(err)
		}
		leave, err := publish(ticket.Address, ticket.Token, all[identity].callback())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(leave)
	}
	hearOneAnother(t, all)
}
