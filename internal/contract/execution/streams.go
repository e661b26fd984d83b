package execution

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
)

// Events keeps what the services tell one another for a week; each has its place in it.
var Events = bus.StreamConfig{Name: "EVENTS", Subjects: []string{"events.>"}, MaxAge: 7 * 24 * time.Hour, MaxBytes: 1 << 30}
