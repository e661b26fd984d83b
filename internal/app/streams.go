package app

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// streams are what the queue keeps. Every process makes sure of all: whoever starts first finds them.
var streams = []bus.StreamConfig{
	{Name: "EVENTS", Subjects: []string{"events.>"}, MaxAge: 7 * 24 * time.Hour, MaxBytes: 1 << 30},
	{Name: "JUDGE", Subjects: []string{"judge.jobs.>"}, WorkQueue: true, MaxBytes: 512 << 20},
	{Name: "RESULTS", Subjects: []string{"judge.results.>"}, WorkQueue: true, MaxBytes: 1 << 30},
	{Name: "RUNS", Subjects: []string{"runs.events.>"}, Memory: true, MaxAge: 15 * time.Minute, MaxBytes: 192 << 20},
}

func ensureStreams(ctx context.Context, b *bus.Bus) error {
	for _, c := range streams {
		if err := b.EnsureStream(ctx, c); err != nil {
			return err
		}
	}
	return mail.EnsureStream(ctx, b)
}
