package collab

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	smallMessage = 64 << 10 // bytes that any tab may send and be sent at any time
	largeAtOnce  = 2        // larger messages of one person that are in memory at once
	crowd        = 4        // how many times what one person may send goes to one document
)

// bucket lets burst through at once and rate a second after that. What costs more than is left is let through and paid
// for by whoever comes next.
type bucket struct {
	tokens float64
	filled time.Time
}

func (b *bucket) take(cost, rate, burst int) error {
	b.fill(rate, burst)
	if b.tokens < 1 {
		wait := time.Duration((1 - b.tokens) / float64(rate) * float64(time.Second))
		return errs.New(errs.TooMany, "rate_limited", "too much from this tab at once; nothing is lost, send again shortly").
			After(max(wait, time.Millisecond))
	}
	b.tokens -= float64(cost)
	return nil
}

func (b *bucket) fill(rate, burst int) {
	now := time.Now()
	if b.filled.IsZero() {
		b.tokens = float64(burst)
	} else {
		b.tokens = min(float64(burst), b.tokens+now.Sub(b.filled).Seconds()*float64(rate))
	}
	b.filled = now
}

// person is who has documents open: what all their tabs send is counted together.
type person struct {
	sessions int           // guarded by Hub.mu
	large    chan struct{} // has an element for each large message in memory
	mu       sync.Mutex
	spent    bucket
}

// enter gives the person of a session; leave lets go of them.
func (h *Hub) enter(actor string) *person {
	h.mu.Lock()
	defer h.mu.Unlock()
	p, known := h.people[actor]
	if !known {
		p = &person{large: make(chan struct{}, largeAtOnce)}
		h.people[actor] = p
	}
	p.sessions++
	return p
}

func (h *Hub) leave(p *person) {
	h.mu.Lock()
	defer h.mu.Unlock()
	p.sessions--
}

// forgetPeople drops who has left and, by now, could send as much as anybody new. It needs h.mu.
func (h *Hub) forgetPeople() {
	for actor, p := range h.people {
		if p.sessions > 0 {
			continue
		}
		p.mu.Lock()
		p.spent.fill(h.config.Bytes, h.config.BytesBurst)
		if p.spent.tokens >= float64(h.config.BytesBurst) {
			delete(h.people, actor)
		}
		p.mu.Unlock()
	}
}

func (p *person) spend(bytes int, c *Config) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.spent.take(bytes, c.Bytes, c.BytesBurst)
}

// hold waits until so many bytes of the person may be in memory, and tells how to let go of them.
func (p *person) hold(ctx context.Context, bytes int) (release func(), err error) {
	if bytes < smallMessage {
		return func() {}, nil
	}
	select {
	case p.large <- struct{}{}:
		return func() { <-p.large }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// collect reads a message: what is large is read on when there is room for it.
func (p *person) collect(ctx context.Context, from io.Reader) (data []byte, release func(), err error) {
	data, err = io.ReadAll(io.LimitReader(from, smallMessage))
	if err != nil {
		return nil, nil, err
	}
	if release, err = p.hold(ctx, len(data)); err != nil {
		return nil, nil, err
	}
	rest, err := io.ReadAll(from)
	if err != nil {
		release()
		return nil, nil, err
	}
	return append(data, rest...), release, nil
}
