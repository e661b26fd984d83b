// Package media is live video: rooms in which people see and hear each other. It knows neither interviews nor tenants: a room is a name,
// a person an identity. What carries the pictures is a provider below (livekit, in this process or elsewhere); mediatest is what each must do.
package media

import (
	"context"
	"time"
)

// Rooms is a provider of video. All methods are safe for use by several goroutines; a room or a person that is not there is no error, for both
// may end by themselves at any time.
type Rooms interface {
	// Open makes a room, or keeps the one there is.
	Open(ctx context.Context, room string) error
	// Ticket lets one person into a room, which need not be open yet. Its holder can do this once and again until it expires.
	Ticket(ctx context.Context, room string, p Person) (Ticket, error)
	// Present lists who is connected, by identity, in no order; a provider that is not told lists who may be: those with a ticket.
	Present(ctx context.Context, room string) ([]string, error)
	// Evict disconnects one person. A ticket that has not expired lets them in again: who may come back is its caller's to watch.
	Evict(ctx context.Context, room, identity string) error
	// Close disconnects all and forgets the room.
	Close(ctx context.Context, room string) error
}

// Person is one connection to a room: somebody with two tabs open is two of them.
type Person struct {
	Identity string // unique in the room; 1 to 128 characters
	Name     string // as others see it
	Silent   bool   // hears and sees, and sends nothing
}

// TicketTTL is how long a ticket lets its holder connect; who is connected stays beyond that.
const TicketTTL = 2 * time.Minute

// Ticket is what a browser needs to connect.
type Ticket struct {
	Provider string // livekit or chime: the program in the browser that understands the rest
	Address  string // where signals go: a path of this product, or a URL of another host
	Token    string
	Expires  time.Time
}
