package mail

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/outbox"
)

// SubjectSend carries Messages; the stream MAIL keeps it.
const SubjectSend = "mail.send"

// Stream is the queue that outboxes send to. A mail carries links that let people in, so none is kept longer than three days.
var Stream = bus.StreamConfig{Name: "MAIL", Subjects: []string{"mail.>"}, WorkQueue: true, MaxAge: 72 * time.Hour, MaxBytes: 256 << 20}

// Queue sends a mail if the transaction of ctx is committed.
func Queue(ctx context.Context, d *db.DB, m Message) error {
	if err := m.Validate(); err != nil {
		return err
	}
	return outbox.Add(ctx, d, SubjectSend, uuid.NewString(), m)
}

// tries and pauses reach over about a day: a mail server may be down for a night.
const tries = 30

var pauses = []time.Duration{5 * time.Second, 30 * time.Second, 2 * time.Minute, 10 * time.Minute, time.Hour}

// Deliver sends what is queued until ctx ends. A mail may arrive twice, when this process dies
// between sending it and noting that.
func Deliver(ctx context.Context, b *bus.Bus, sender Sender) error {
	if err := b.EnsureStream(ctx, Stream); err != nil {
		return err
	}
	consumer := bus.ConsumerConfig{
		Stream: Stream.Name, Durable: "mail", Subjects: []string{SubjectSend}, AtOnce: 4,
		AckWait: 2 * sendTimeout, MaxDeliver: tries, Backoff: pauses,
	}
	return b.Consume(ctx, consumer, func(ctx context.Context, d bus.Delivery) error {
		var m Message
		if err := d.Decode(&m); err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, sendTimeout)
		defer cancel()
		if err := sender.Send(ctx, m); err != nil {
			return fmt.Errorf("send a mail of the kind %s: %w", m.Kind, err)
		}
		return nil
	})
}
