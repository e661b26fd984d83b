package auth

import (
	"context"
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/outbox"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
)

const (
	keyPace   = time.Minute      // how often keys are read: far below signingkey.Lead
	wishPace  = 30 * time.Second // for wishes another process noted
	purgePace = 15 * time.Minute
)

// Run serves the bus, keeps the keys, sends the mails that strangers asked for and purges, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	if err := s.keys.Turn(ctx); err != nil {
		return err
	}
	return run.Until(ctx, s.log, s.listen,
		func(ctx context.Context) error { return s.every(ctx, keyPace, nil, "turn signing keys", s.keys.Turn) },
		func(ctx context.Context) error {
			return s.every(ctx, wishPace, s.passwords.Asked(), "send password resets", s.passwords.SendResets)
		},
		func(ctx context.Context) error {
			return s.every(ctx, wishPace, s.people.AskedToRegister(), "send links to register", s.people.SendProofs)
		},
		func(ctx context.Context) error { return s.every(ctx, purgePace, nil, "purge", s.purge) },
		outbox.Relay{DB: s.db, Bus: s.bus, Log: s.log}.Run,
		quota.Sweeper{DB: s.db, Clock: s.clock, Log: s.log}.Run,
	)
}

// purge deletes what is over and no longer asked for.
func (s *Service) purge(ctx context.Context) error {
	return errors.Join(s.people.Purge(ctx), s.passwords.Purge(ctx), s.sessions.Purge(ctx))
}

// every does the task at once, then at each tick and whenever woken. A failure is logged and tried again at
// the next tick.
func (s *Service) every(ctx context.Context, pace time.Duration, wake <-chan struct{}, what string, task func(context.Context) error) error {
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for {
		if err := task(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("a task failed, trying again", "service", "auth", "task", what, "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		case <-wake:
		}
	}
}
