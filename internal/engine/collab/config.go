package collab

import (
	"fmt"
	"time"
)

// Config bounds what documents and those who edit them may cost.
type Config struct {
	MaxDocument   int           `help:"UTF-16 units of a document."`
	MaxPush       int           `help:"UTF-16 units that one push may insert."`
	MaxChanges    int           `help:"Updates that one push may hold."`
	MaxData       int           `help:"Bytes of what an update carries beside its text, and of a presence."`
	Rate          int           `help:"Messages a second from one tab, in the long run."`
	Burst         int           `help:"Messages that one tab may send at once."`
	Bytes         int           `help:"Bytes a second from one person with all their tabs, in the long run; from everybody to one document four times that."`
	BytesBurst    int           `help:"Bytes that one person may send at once; everybody to one document four times that."`
	SnapshotEvery int           `help:"Updates between two snapshots of a document."`
	Window        int           `help:"Updates that an open document keeps in memory for those who are a little behind."`
	IdleAfter     time.Duration `help:"A document that nobody uses leaves the memory after so long."`
	Poll          time.Duration `help:"How often open documents look for updates of other replicas that they were not told of; 0 for a single process."`
	Heartbeat     time.Duration `help:"Time between two pings; a tab that is silent for three of them is gone."`
	ClientKinds   []Kind        `kong:"-"` // what tabs may record besides edits and pastes
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

// Validate refuses a configuration under which nobody could edit. A fault begins with the setting's name.
func (c Config) Validate() error {
	for name, n := range map[string]int{
		"max-document": c.MaxDocument, "max-push": c.MaxPush, "max-changes": c.MaxChanges, "max-data": c.MaxData,
		"rate": c.Rate, "burst": c.Burst, "bytes": c.Bytes, "bytes-burst": c.BytesBurst, "snapshot-every": c.SnapshotEvery, "window": c.Window,
	} {
		if n <= 0 {
			return fmt.Errorf("%s %d: one is the least", name, n)
		}
	}
	for name, span := range map[string]time.Duration{"idle-after": c.IdleAfter, "heartbeat": c.Heartbeat} {
		if span <= 0 {
			return fmt.Errorf("%s %v: write a span of time, such as 15s", name, span)
		}
	}
	if c.Poll < 0 {
		return fmt.Errorf("poll %v: write a span of time, such as 2s, or 0 for a single process", c.Poll)
	}
	for _, kind := range c.ClientKinds {
		if !kindForm.MatchString(string(kind)) {
			return fmt.Errorf("client-kinds: %q is not the name of a kind", kind)
		}
	}
	return nil
}

// MessageLimit is the largest message a tab may send, in bytes: every unit may be a six-byte escape.
func (c Config) MessageLimit() int64 {
	return int64(6*c.MaxPush + c.MaxChanges*(c.MaxData+256) + 1<<10)
}
