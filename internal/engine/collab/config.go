package collab

import (
	"fmt"
	"time"
)

// Config bounds what documents and those who edit them may cost.
type Config struct {
	MaxDocument   int           // UTF-16 units of a document
	MaxPush       int           // UTF-16 units one push may insert
	MaxChanges    int           // updates one push may hold
	MaxData       int           // bytes of an update's Data, and of a presence
	Rate          int           // messages a second from one tab, in the long run
	Burst         int           // messages one tab may send at once
	Bytes         int           // bytes a second from one person with all their tabs, in the long run; from everybody to one document four times that
	BytesBurst    int           // bytes one person may send at once; everybody to one document four times that
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
		MaxDocument: 512 << 10, MaxPush: 512 << 10, MaxChanges: 256, MaxData: 4 << 10, Rate: 60, Burst: 240,
		Bytes: 16 << 10, BytesBurst: 8 << 20,
		SnapshotEvery: 500, Window: 1000, IdleAfter: 5 * time.Minute, Heartbeat: 15 * time.Second,
		ClientKinds: []Kind{Focus, Language},
	}
}

// Validate refuses a configuration under which nobody could edit.
func (c Config) Validate() error {
	for name, n := range map[string]int{
		"max document": c.MaxDocument, "max push": c.MaxPush, "max changes": c.MaxChanges, "max data": c.MaxData,
		"rate": c.Rate, "burst": c.Burst, "bytes": c.Bytes, "bytes at once": c.BytesBurst, "snapshot every": c.SnapshotEvery, "window": c.Window,
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
