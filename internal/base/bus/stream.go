package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// StreamConfig says what a stream keeps.
type StreamConfig struct {
	Name      string        // upper case
	Subjects  []string      // no two streams share one
	WorkQueue bool          // a message goes to one consumer and is gone when acknowledged
	Memory    bool          // lost with the server
	MaxAge    time.Duration // 0 is for ever
	MaxBytes  int64         // full: a work queue refuses, another stream forgets its oldest; 0 is 1 GiB, in memory 128 MiB
}

// duplicates is how long a stream knows the message ids it has stored.
const duplicates = 2 * time.Minute

func (c StreamConfig) native(copies int) jetstream.StreamConfig {
	n := jetstream.StreamConfig{
		Name: c.Name, Subjects: c.Subjects, MaxAge: c.MaxAge, MaxBytes: c.MaxBytes,
		Storage: jetstream.FileStorage, Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardOld,
		Duplicates: duplicates, AllowDirect: true, Replicas: copies,
	}
	if c.WorkQueue {
		n.Retention, n.Discard = jetstream.WorkQueuePolicy, jetstream.DiscardNew
	}
	if c.MaxBytes == 0 {
		n.MaxBytes = 1 << 30
	}
	if c.Memory {
		n.Storage = jetstream.MemoryStorage
		if c.MaxBytes == 0 {
			n.MaxBytes = 128 << 20
		}
	}
	if c.MaxAge > 0 {
		n.Duplicates = min(duplicates, c.MaxAge)
	}
	return n
}

// EnsureStream makes the stream, or brings it up to the configuration. Replicas may do so at once.
// It tries until the server can, or ctx ends: after a cluster's start there may be no leader yet.
func (b *Bus) EnsureStream(ctx context.Context, c StreamConfig) error {
	err := b.insist(ctx, func(ctx context.Context) error {
		_, err := b.streams.CreateOrUpdateStream(ctx, c.native(b.copies))
		return err
	})
	if err != nil {
		return fmt.Errorf("stream %s: %w", c.Name, b.inWords(err))
	}
	return nil
}

// Codes of the server's refusals.
const (
	errFull      = 10077 // maximum bytes exceeded
	errExhausted = 10047 // insufficient storage resources available
	errAlone     = 10074 // replicas > 1 not supported in non-clustered mode
	errNoPeers   = 10005 // no suitable peers for placement
)

// inWords says what is to be done where the servers are too few for the copies that are asked for.
func (b *Bus) inWords(err error) error {
	var api *jetstream.APIError
	if !errors.As(err, &api) {
		return err
	}
	switch api.ErrorCode {
	case errAlone:
		return errs.New(errs.Invalid, "queue_alone", "a NATS server alone keeps 1 copy, not %d: name the servers of a cluster, or ask for 1 copy", b.copies).Because(err)
	case errNoPeers: // some may be on their way
		return errs.New(errs.Unavailable, "queue_too_small", "fewer than %d servers of the NATS cluster are there, or have room: as many copies are asked for", b.copies).Because(err)
	}
	return err
}

// PublishDurable returns once the stream of the subject has stored the message. A message id that
// the stream has seen lately is not stored again, so that it is safe to publish twice.
func (b *Bus) PublishDurable(ctx context.Context, subject, messageID string, v any) error {
	m, err := envelope(ctx, subject, v)
	if err != nil {
		return err
	}
	m.Header.Set(nats.MsgIdHdr, messageID)
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	err = b.insist(ctx, func(ctx context.Context) error {
		_, err := b.streams.PublishMsg(ctx, m)
		return err
	})
	switch {
	case err == nil:
		return nil
	case errors.Is(err, jetstream.ErrNoStreamResponse):
		return fmt.Errorf("publish %s: %w", subject, errNoStream)
	}
	return errs.New(errs.Unavailable, "queue_unavailable", "the queue does not take more at the moment, try again soon").
		After(5 * time.Second).Because(fmt.Errorf("publish %s: %w", subject, err))
}

var errNoStream = errors.New("no stream keeps this subject")

// NoStream reports whether PublishDurable failed because no stream keeps the subject.
func NoStream(err error) bool { return errors.Is(err, errNoStream) }

// insist repeats an exchange with the server, each try with a short time of its own, while what it
// fails with may pass: no answer, no leader, a lost connection. A publication without a stream is
// repeated for a moment only.
func (b *Bus) insist(ctx context.Context, do func(ctx context.Context) error) error {
	for try := 1; ; try++ {
		short, cancel := context.WithTimeout(ctx, callTimeout)
		err := do(short)
		cancel()
		if err == nil || !mayPass(err) || (errors.Is(err, jetstream.ErrNoStreamResponse) && try == 3) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-time.After(min(time.Duration(try)*50*time.Millisecond, time.Second)):
		}
	}
}

func mayPass(err error) bool {
	var api *jetstream.APIError
	if errors.As(err, &api) {
		return api.Code >= 500 && api.ErrorCode != jetstream.JSErrCodeStreamNotFound && api.ErrorCode != errAlone && !full(api)
	}
	return !errors.Is(err, nats.ErrConnectionClosed) && !errors.Is(err, nats.ErrMaxPayload)
}

// full reports "maximum bytes exceeded" and its like: waiting in the publisher does not help.
func full(api *jetstream.APIError) bool {
	return api.ErrorCode == errFull || api.ErrorCode == errExhausted
}

// stream is the handle of a stream, asked for once.
func (b *Bus) stream(ctx context.Context, name string) (jetstream.Stream, error) {
	if known, ok := b.handles.Load(name); ok {
		return known.(jetstream.Stream), nil
	}
	var handle jetstream.Stream
	err := b.insist(ctx, func(ctx context.Context) (err error) {
		handle, err = b.streams.Stream(ctx, name)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w", name, err)
	}
	b.handles.Store(name, handle)
	return handle, nil
}

// Kept is how many messages a stream has, and when the oldest of them came: of a work queue, what was not handled yet.
func (b *Bus) Kept(ctx context.Context, name string) (count int64, oldest time.Time, err error) {
	s, err := b.stream(ctx, name)
	if err != nil {
		return 0, time.Time{}, err
	}
	info, err := s.Info(ctx)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("ask for the stream %s: %w", name, err)
	}
	return int64(info.State.Msgs), info.State.FirstTime, nil //nolint:gosec // far from the end of its range
}
