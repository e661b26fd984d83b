package chime

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Stream keeps the last meeting of each room for longer than any meeting lasts, which is a day.
var Stream = bus.StreamConfig{Name: "MEETINGS", Subjects: []string{"media.meetings.*"}, MaxAge: 25 * time.Hour, MaxBytes: 64 << 20}

// register knows the meeting of each room, on all replicas.
type register struct{ bus *bus.Bus }

func subjectOf(room string) string { return "media.meetings." + digest(room) }

// digest names what may be of any length and any characters.
func digest(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:])
}

// entry is a meeting and its place in the register; the zero value is none.
type entry struct {
	meeting

	sequence uint64
}

// follower names the meeting of a room that comes after e: the same for all that see e end.
func (e entry) follower(room string) string {
	return digest(room + "\x00" + strconv.FormatUint(e.sequence, 10))
}

// last is the room's meeting, which may be over.
func (r register) last(ctx context.Context, room string) (e entry, err error) {
	sequence, data, err := r.bus.Last(ctx, Stream.Name, subjectOf(room))
	if errors.Is(err, bus.ErrNoMessage) {
		return entry{}, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &e.meeting)
	}
	if err != nil {
		return entry{}, fmt.Errorf("media: look for the meeting of a room: %w", err)
	}
	e.sequence = sequence
	return e, nil
}

// follow keeps a meeting behind the one before, unless another was kept there; it answers which. The servers of a cluster learn of it one
// after the other, and any of them answers.
func (r register) follow(ctx context.Context, room string, before entry, made meeting) (entry, error) {
	if err := r.bus.PublishDurable(ctx, subjectOf(room), before.follower(room), made); err != nil {
		return entry{}, fmt.Errorf("media: keep the meeting of a room: %w", err)
	}
	for pause := 5 * time.Millisecond; ; pause *= 2 {
		e, err := r.last(ctx, room)
		if err != nil || e.sequence > before.sequence {
			return e, err
		}
		if pause > time.Second {
			return e, errors.New("media: the queue does not tell of a meeting that it has kept: try again soon")
		}
		select {
		case <-ctx.Done():
			return e, ctx.Err()
		case <-time.After(pause):
		}
	}
}
