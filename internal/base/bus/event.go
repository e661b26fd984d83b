package bus

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/nats-io/nats.go"
)

// Message is what a subscriber hears.
type Message struct {
	Subject string
	Data    []byte
}

// Decode reads the message's JSON.
func (m Message) Decode(into any) error { return decode(m.Data, into) }

// Publish tells whoever listens now. It does not wait for anybody.
func (b *Bus) Publish(ctx context.Context, subject string, v any) error {
	m, err := envelope(ctx, subject, v)
	if err != nil {
		return err
	}
	if err := b.connection.PublishMsg(m); err != nil {
		return fmt.Errorf("publish %s: %w", subject, err)
	}
	return nil
}

// Subscribe hears every message of a subject (* is one word, > the rest) until stop is called. The
// handler runs for one message at a time and in order; one that is too slow loses messages, which
// the log tells.
func (b *Bus) Subscribe(subject string, handle func(ctx context.Context, m Message)) (stop func() error, err error) {
	s, err := b.connection.Subscribe(subject, func(m *nats.Msg) {
		defer b.recoverFrom(m.Subject)
		handle(requestContext(context.Background(), m.Header), Message{Subject: m.Subject, Data: m.Data})
	})
	if err != nil {
		return nil, fmt.Errorf("subscribe to %s: %w", subject, err)
	}
	return s.Unsubscribe, b.settle(s)
}

// settle waits until the server knows of the subscription: who publishes after us is heard.
func (b *Bus) settle(s *nats.Subscription) error {
	if err := b.connection.FlushTimeout(callTimeout); err != nil {
		return fmt.Errorf("subscribe to %s: %w", s.Subject, err)
	}
	return nil
}

func (b *Bus) recoverFrom(subject string) {
	if p := recover(); p != nil {
		b.log.Error("panic in a handler", "subject", subject, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	}
}
