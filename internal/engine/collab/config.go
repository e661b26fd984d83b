package collab

import (
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Config bounds what documents and those who edit them may cost.
type Config struct {
	MaxDocument   int           // UTF-16 units of a document
	MaxPush       int           // UTF-16 units one push may insert
	MaxChanges    int           // updates one push may hold
	MaxData       int           // bytes of an update's Data, and of a presence
	Rate          int           // messages a second from one tab, in the long run
	Burst         int           // messages one tab may send at once
	SnapshotEvery int           // updates between two snapshots
	Window        int           // updates a room keeps in memory for those who are a little behind
	IdleAfter     time.Duration // a room nobody uses leaves the memory after this
	Poll          time.Duration // how often open rooms look for updates of other replicas that no Notify told; 0 for a single process
	Heartbeat     time.Duration // between two pings; a tab silent for three of them is gone
	ClientKinds   []Kind        // what tabs may record besides edits and pastes
}

// DefaultConfig suits source files.
func DefaultConfig() Config {
	return Config{
		MaxDocument: 1 << 20, MaxPush: 1 << 20, MaxChanges: 256, MaxData: 4 << 10, Rate: 60, Burst: 240,
		SnapshotEvery: 500, Window: 1000, IdleAfter: 5 * time.Minute, Heartbeat: 15 * time.Second,
		ClientKinds: []Kind{Focus, Language},
	}
}

// Validate refuses a configuration under which nobody could edit.
func (c Config) Validate() error {
	for name, n := range map[string]int{
		"max document": c.MaxDocument, "max push": c.MaxPush, "max changes": c.MaxChanges, "max data": c.MaxData,
		"rate": c.Rate, "burst": c.Burst, "snapshot every": c.SnapshotEvery, "window": c.Window,
	} {
		if n <= 0 {
			return fmt.Errorf("shared documents: %s must be more than 0", name)
		}
	}
	if c.IdleAfter <= 0 || c.Heartbeat <= 0 || c.Poll < 0 {
		return fmt.Errorf("shared documents: idle after and heartbeat must be more than 0, poll not less")
	}
	for _, kind := range c.ClientKinds {
		if !kindForm.MatchString(string(kind)) {
			return fmt.Errorf("shared documents: %q is not the name of a kind", kind)
		}
	}
	return nil
}

// MessageLimit is the largest message a tab may send, in bytes: every unit may be a six-byte escape.
func (c Config) MessageLimit() int64 {
	return int64(6*c.MaxPush + c.MaxChanges*(c.MaxData+256) + 1<<10)
}

// bucket lets Burst messages through at once and Rate a second after that.
type bucket struct {
	tokens float64
	filled time.Time
}

func (b *bucket) take(rate, burst int) error {
	now := time.Now()
	if b.filled.IsZero() {
		b.tokens = float64(burst)
	} else {
		b.tokens = min(float64(burst), b.tokens+now.Sub(b.filled).Seconds()*float64(rate))
	}
	b.filled = now
	if b.tokens < 1 {
		wait := time.Duration((1 - b.tokens) / float64(rate) * float64(time.Second))
		return errs.New(errs.TooMany, "rate_limited", "too many messages from this tab; nothing is lost, send again shortly").
			After(max(wait, time.Millisecond))
	}
	b.tokens--
	return nil
}
