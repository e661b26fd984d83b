package media

import (
	"context"
	"time"

	"github.com/pion/rtp"
)

// Recorder is a provider that can listen in on its rooms, for a recording.
type Recorder interface {
	// Record joins a room, unseen by those in it, and hands the sink what those send whom it wants, until the recording is stopped, ctx ends,
	// or the room is closed.
	Record(ctx context.Context, room string, sink Sink) (Recording, error)
}

// Recording is one that goes on.
type Recording interface {
	// Stop leaves the room. When it returns, the sink is told nothing more.
	Stop()
	// Done is closed once the recorder is out of the room, whoever ended it.
	Done() <-chan struct{}
}

// Sink takes in what a recorder hears. Its methods are called by several goroutines.
type Sink interface {
	// Wants reports whether somebody is to be recorded. It is asked again and again: people change their minds.
	Wants(identity string) bool
	// Track begins a track of somebody who is wanted.
	Track(t Track) Packets
}

// Source is what a track shows or sounds of.
type Source string

// The sources. The two of a screen belong together, as camera and microphone do.
const (
	Camera      Source = "camera"
	Microphone  Source = "microphone"
	Screen      Source = "screen"
	ScreenSound Source = "screen-sound"
)

// Video reports whether it is seen, and not heard.
func (s Source) Video() bool { return s == Camera || s == Screen }

// Track is pictures (VP8) or sound (Opus) of one person.
type Track struct {
	Identity      string
	Source        Source
	Width, Height int    // of the pictures as they are sent at their best; 0: not known
	KeyFrame      func() // asks the sender for a picture that stands alone
}

// Packets takes in a track's packets as they come, in any order and some of them twice; one goroutine calls it.
type Packets interface {
	Packet(p *rtp.Packet, arrived time.Time)
	Close() // no more come
}
