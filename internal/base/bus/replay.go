package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Done is a signal like io.EOF: returned by Ordered's handler, it ends it without an error.
var Done = errors.New("done") //nolint:staticcheck // no error, so it is not named one

// ErrNoMessage says that a stream holds nothing of the subject.
var ErrNoMessage = errors.New("no message of this subject")

// Ordered reads a subject of a stream from a sequence on (0 or 1: from the first kept), in order and
// without gaps, and goes on with what is added, until ctx ends or handle fails. Any number of
// readers do so at once; nothing is acknowledged.
func (b *Bus) Ordered(ctx context.Context, stream, subject string, from uint64, handle func(sequence uint64, data []byte) error) error {
	config := jetstream.OrderedConsumerConfig{FilterSubjects: []string{subject}, DeliverPolicy: jetstream.DeliverAllPolicy}
	if from > 1 {
		config.DeliverPolicy, config.OptStartSeq = jetstream.DeliverByStartSequencePolicy, from
	}
	var messages jetstream.MessagesContext
	err := b.insist(ctx, func(ctx context.Context) error {
		consumer, err := b.streams.OrderedConsumer(ctx, stream, config)
		if err == nil {
			messages, err = consumer.Messages()
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read %s of the stream %s: %w", subject, stream, err)
	}
	defer messages.Stop()
	defer context.AfterFunc(ctx, messages.Stop)()
	for {
		m, err := messages.Next()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("read %s of the stream %s: %w", subject, stream, err)
		}
		about, err := m.Metadata()
		if err != nil {
			return err
		}
		switch err := handle(about.Sequence.Stream, m.Data()); {
		case errors.Is(err, Done):
			return nil
		case err != nil:
			return err
		}
	}
}

// Remove takes the messages of a subject out of a stream, those that are handed out included: who works on
// one is not told, and acknowledges in vain.
func (b *Bus) Remove(ctx context.Context, stream, subject string) error {
	handle, err := b.stream(ctx, stream)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	if err := handle.Purge(ctx, jetstream.WithPurgeSubject(subject)); err != nil {
		return fmt.Errorf("remove %s from the stream %s: %w", subject, stream, err)
	}
	return nil
}

// Last is the newest message of a subject, or ErrNoMessage.
func (b *Bus) Last(ctx context.Context, stream, subject string) (sequence uint64, data []byte, err error) {
	handle, err := b.stream(ctx, stream)
	if err != nil {
		return 0, nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	m, err := handle.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return 0, nil, ErrNoMessage
	}
	if err != nil {
		return 0, nil, fmt.Errorf("last of %s in the stream %s: %w", subject, stream, err)
	}
	return m.Sequence, m.Data, nil
}
