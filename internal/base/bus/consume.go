package bus

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

// ConsumerConfig names a durable consumer; all replicas that use the same name share its messages.
type ConsumerConfig struct {
	Stream        string
	Durable       string
	Subjects      []string        // of the stream; none is all
	AtOnce        int             // handlers at work in this process; 0 is 1, which keeps the order
	AckWait       time.Duration   // without a sign of life the message goes to another; 0 is 30 s
	MaxAckPending int             // handed out at once over all processes; 0 is 1000
	MaxDeliver    int             // how often a message is tried; 0 is without end
	Backoff       []time.Duration // before each next try, the last one for all further; none is 1 s doubling to 1 min

	// Exhausted gets a message that was delivered MaxDeliver times and never handled, also when that
	// killed the process each time. It is repeated until it succeeds, then the message is dropped.
	// Without it the message is logged and dropped.
	Exhausted func(ctx context.Context, d Delivery) error
}

// Consume hands the messages to handle until ctx ends, and returns when the last handler has.
//
// nil acknowledges. An error puts the message back, to be tried after Backoff (or the error's
// RetryAfter). An errs.Error of the kinds Invalid, Malformed and Gone is for good: it is logged and
// the message dropped. A handler that takes longer than AckWait calls InProgress meanwhile.
func (b *Bus) Consume(ctx context.Context, c ConsumerConfig, handle func(ctx context.Context, d Delivery) error) error {
	var all sync.WaitGroup
	for range max(1, c.AtOnce) {
		all.Go(func() { b.pull(ctx, c, handle) })
	}
	all.Wait()
	return ctx.Err()
}

// pull takes one message at a time, so that none waits here while another process is idle.
func (b *Bus) pull(ctx context.Context, c ConsumerConfig, handle func(context.Context, Delivery) error) {
	var consumer jetstream.Consumer
	for failures := 0; ctx.Err() == nil; {
		var m jetstream.Msg
		var err error
		if consumer == nil {
			consumer, err = b.consumer(ctx, c)
		}
		if err == nil {
			m, err = next(ctx, consumer)
		}
		switch {
		case err == nil && m != nil:
			failures = 0
			b.handle(ctx, c, m, handle)
		case err == nil, ctx.Err() != nil:
		default:
			consumer = nil // it may be gone: make it again
			failures++
			b.log.Warn("cannot fetch messages", "stream", c.Stream, "consumer", c.Durable, "error", err)
			pause(ctx, min(time.Duration(failures)*100*time.Millisecond, 5*time.Second))
		}
	}
}

// fetchWait is how long one request for a message stays with the server.
const fetchWait = 20 * time.Second

// next answers nil without an error when there was no message.
func next(ctx context.Context, consumer jetstream.Consumer) (jetstream.Msg, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchWait)
	defer cancel()
	batch, err := consumer.Fetch(1, jetstream.FetchContext(ctx), jetstream.FetchHeartbeat(fetchWait/4))
	if err != nil {
		return nil, err
	}
	m := <-batch.Messages()
	err = batch.Error()
	if m != nil || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) {
		return m, nil
	}
	return nil, err
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func (b *Bus) consumer(ctx context.Context, c ConsumerConfig) (jetstream.Consumer, error) {
	var consumer jetstream.Consumer
	err := b.insist(ctx, func(ctx context.Context) (err error) {
		consumer, err = b.streams.CreateOrUpdateConsumer(ctx, c.Stream, jetstream.ConsumerConfig{
			Durable:        c.Durable,
			FilterSubjects: c.Subjects,
			AckPolicy:      jetstream.AckExplicitPolicy,
			AckWait:        cmp.Or(c.AckWait, 30*time.Second),
			MaxAckPending:  cmp.Or(c.MaxAckPending, 1000),
			MaxDeliver:     -1, // Exhausted sees to it: the server would leave the message behind in silence
		})
		return err
	})
	return consumer, err
}

func (b *Bus) handle(ctx context.Context, c ConsumerConfig, m jetstream.Msg, handle func(context.Context, Delivery) error) {
	d, err := delivery(m)
	if err != nil {
		b.log.Error("a message without its data of delivery", "subject", m.Subject(), "error", err)
		return
	}
	ctx = requestContext(ctx, m.Headers())
	log := b.log.With("subject", d.Subject, "message", d.MessageID, "tries", d.Attempts, httpx.Whence(ctx))
	last := c.MaxDeliver > 0 && d.Attempts > c.MaxDeliver
	if last {
		log.Error("a message was tried in vain", "consumer", c.Durable)
		handle = c.Exhausted
	}
	if handle == nil {
		err = m.TermWithReason("tried in vain")
	} else if err = b.try(ctx, d, handle); err == nil {
		err = m.Ack()
	} else if !last && forGood(err) {
		log.Error("a message was dropped", "error", err)
		err = m.TermWithReason(string(errs.Of(err).Kind))
	} else {
		log.Warn("a message was put back", "error", err)
		err = m.NakWithDelay(c.delay(ctx, d, err))
	}
	if err != nil && !errors.Is(err, jetstream.ErrMsgAlreadyAckd) {
		log.Warn("a message was not acknowledged", "error", err)
	}
}

func forGood(err error) bool {
	return errs.Is(err, errs.Invalid) || errs.Is(err, errs.Malformed) || errs.Is(err, errs.Gone)
}

// delay is none when this process is stopping: another one can do it.
func (c ConsumerConfig) delay(ctx context.Context, d Delivery, err error) time.Duration {
	if ctx.Err() != nil {
		return 0
	}
	if wait := errs.Of(err).RetryAfter; wait > 0 {
		return wait
	}
	if n := len(c.Backoff); n > 0 {
		return c.Backoff[min(d.Attempts, n)-1]
	}
	return min(time.Second<<min(d.Attempts-1, 6), time.Minute)
}

// Delivery is a message in a consumer's hands.
type Delivery struct {
	Message
	MessageID string
	Sequence  uint64    // in the stream
	Attempts  int       // deliveries so far, this one included
	Stored    time.Time // when the stream got it
	message   jetstream.Msg
}

func delivery(m jetstream.Msg) (Delivery, error) {
	about, err := m.Metadata()
	if err != nil {
		return Delivery{}, err
	}
	return Delivery{
		Message:   Message{Subject: m.Subject(), Data: m.Data()},
		MessageID: m.Headers().Get(nats.MsgIdHdr),
		Sequence:  about.Sequence.Stream,
		Attempts:  int(about.NumDelivered), //nolint:gosec // small
		Stored:    about.Timestamp.UTC(),
		message:   m,
	}, nil
}

// InProgress says that the message is being worked on: AckWait begins anew.
func (d Delivery) InProgress() error { return d.message.InProgress() }

// Ack acknowledges before the handler returns.
func (d Delivery) Ack() error { return d.message.Ack() }

// DoubleAck acknowledges and waits until the server has noted it.
func (d Delivery) DoubleAck(ctx context.Context) error { return d.message.DoubleAck(ctx) }

// try has a message handled, in a span of the trace that it came in.
func (b *Bus) try(ctx context.Context, d Delivery, handle func(context.Context, Delivery) error) (err error) {
	ctx, span := traces.Continue(ctx, b.traces, "handle "+kindOf(d.Subject), trace.SpanKindConsumer)
	span.SetAttributes(attribute.Int("codecraft.delivery", d.Attempts))
	defer func() { traces.End(span, err) }()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return handle(ctx, d)
}
