package livekit_test

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	lksdk "github.com/livekit/server-sdk-go/v2"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// gone has people meet in CODECRAFT_ROOMS rooms (30 unless set), one after the other: when all are closed, no goroutine of theirs
// is left. A first few rooms make what the server makes once.
func gone(t *testing.T, rooms *livekit.Rooms, address string) {
	n := 30
	if text := os.Getenv("CODECRAFT_ROOMS"); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 5 {
		meet(t, rooms, address, fmt.Sprintf("first-%d", i))
	}
	settled := runtime.NumGoroutine()
	for i := range n {
		meet(t, rooms, address, fmt.Sprintf("meeting-%d", i))
	}
	// Each room that stayed would have dozens.
	harness.Eventually(t, harness.Patience, func() error {
		if left := runtime.NumGoroutine(); left > settled+n/2 {
			return fmt.Errorf("%d goroutines before %d rooms, %d after", settled, n, left)
		}
		return nil
	})
}

// meet opens a room for two, and closes it on them.
func meet(t *testing.T, rooms *livekit.Rooms, address, room string) {
	t.Helper()
	if err := rooms.Open(t.Context(), room); err != nil {
		t.Fatal(err)
	}
	for _, identity := range []string{"ada", "ben"} {
		ticket, err := rooms.Ticket(t.Context(), room, media.Person{Identity: identity})
		if err != nil {
			t.Fatal(err)
		}
		joined, err := lksdk.ConnectToRoomWithToken(address, ticket.Token, &lksdk.RoomCallback{})
		if err != nil {
			t.Fatal(err)
		}
		defer joined.Disconnect()
	}
	if err := rooms.Close(t.Context(), room); err != nil {
		t.Fatal(err)
	}
}
