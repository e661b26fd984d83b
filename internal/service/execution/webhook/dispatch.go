package webhook

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const (
	// dispatchEvery is for what another replica has written or what falls due; what is written here is sent at once.
	dispatchEvery = time.Second
	forgetEvery   = time.Hour
	forgetBatch   = 1000

	// atOnce is how many messages are on their way at once, and atOnceFailing how many of them when the next one is
	// to a webhook that fails. Both are far above what one webhook may have, so that those which answer slowly leave
	// room for the others.
	atOnce        = 256
	atOnceFailing = atOnce / 2
	perAddress    = 4
	// dueAtOnce is how many webhooks one round looks at.
	dueAtOnce = 1000
)

// delays are those between the tries: about a day together.
var delays = []time.Duration{
	5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 8 * time.Hour,
}

// jitter is by how much of itself a delay may be longer or shorter, so that what failed together does not come together.
const jitter = 0.2

// lease is how long a delivery stays with whoever sends it: longer than that can take.
func (s *Service) lease() time.Duration { return 2*s.config.Timeout + 10*time.Second }

// Run sends what is due until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	defer s.sending.Wait()
	tick, clean := time.NewTicker(dispatchEvery), time.NewTicker(forgetEvery)
	defer tick.Stop()
	defer clean.Stop()
	s.clean(ctx)
	for {
		if err := s.round(ctx); err != nil && ctx.Err() == nil {
			s.log.Warn("webhook: deliveries could not be looked at", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-clean.C:
			s.clean(ctx)
		case <-s.bell:
		case <-tick.C:
		}
	}
}

// round begins to send whatever is due and there is room for.
func (s *Service) round(ctx context.Context) error {
	now := s.now()
	hooks, err := s.due(ctx, now, dueAtOnce)
	if err != nil {
		return err
	}
	rand.Shuffle(len(hooks), func(i, j int) { hooks[i], hooks[j] = hooks[j], hooks[i] }) // nobody is always the last to find room
	for i := range hooks {
		h := &hooks[i]
		n := s.room(h)
		if n == 0 {
			continue
		}
		batch, err := s.claim(ctx, h, now, n)
		if err != nil {
			return err
		}
		for j := range batch {
			s.occupy(h.ID, 1)
			s.sending.Go(func() {
				s.deliver(ctx, h, &batch[j])
				s.occupy(h.ID, -1)
				s.wake()
			})
		}
	}
	return nil
}

// room is how many more messages a webhook may have on their way; one that fails is tried by a single message.
func (s *Service) room(h *Webhook) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	own, all := perAddress, atOnce
	if h.FailingSince != nil {
		own, all = 1, atOnceFailing
	}
	return max(0, min(own-s.busy[h.ID], all-s.all))
}

func (s *Service) occupy(id ids.Webhook, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all += n
	s.busy[id] += n
	if s.busy[id] == 0 {
		delete(s.busy, id)
	}
}

// clean deletes what is older than the log is kept.
func (s *Service) clean(ctx context.Context) {
	for {
		n, err := s.forget(ctx, s.now().Add(-s.config.Keep), forgetBatch)
		if err != nil && ctx.Err() == nil {
			s.log.Warn("webhook: old deliveries could not be deleted", "error", err)
		}
		if err != nil || n < forgetBatch {
			return
		}
	}
}

// pause is how long to wait before the next try; false after the last one. What the address asks for is
// granted up to a day.
func pause(try int, asked time.Duration) (time.Duration, bool) {
	if try > len(delays) {
		return 0, false
	}
	d := float64(delays[try-1]) * (1 - jitter + 2*jitter*rand.Float64()) //nolint:gosec // no secret
	return max(time.Duration(d), min(asked, 24*time.Hour)), true
}
