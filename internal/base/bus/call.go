package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/trace"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

const (
	requestTimeout = 10 * time.Second // of a request whose context has no deadline
	callTimeout    = 2 * time.Second  // of one exchange with the server itself

	serveAtOnce  = 64   // questions of one subject handled at once, per process
	serveWaiting = 1024 // and how many of them may wait; more are told to come again
)

// Request asks one of those who serve the subject. What they refuse comes back as the errs.Error
// they gave. Nobody there, or no answer in time, is Unavailable. A context without a deadline gets
// ten seconds.
func Request[Q, A any](ctx context.Context, b *Bus, subject string, question Q) (answer A, err error) {
	ctx, span := traces.Start(ctx, "ask "+kindOf(subject))
	defer func() { traces.End(span, err) }()
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, requestTimeout)
		defer cancel()
	}
	m, err := callEnvelope(ctx, subject, question)
	if err != nil {
		return answer, err
	}
	reply, err := b.connection.RequestMsgWithContext(ctx, m)
	if err != nil {
		return answer, unanswered(subject, err)
	}
	if err := failed(reply); err != nil {
		return answer, err
	}
	return answer, decode(reply.Data, &answer)
}

// kindOf is a subject up to the word that names one of many, such as a run: names of spans are few.
func kindOf(subject string) string {
	words := strings.Split(subject, ".")
	if one := slices.IndexFunc(words, func(word string) bool { return strings.ContainsAny(word, "0123456789") }); one >= 0 {
		words = words[:one]
	}
	return strings.Join(words, ".")
}

func unanswered(subject string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	code := "service_unavailable"
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout) {
		code = "service_timeout"
	}
	return errs.New(errs.Unavailable, code, "a part of the system does not answer, try again soon").
		After(time.Second).Because(fmt.Errorf("request %s: %w", subject, err))
}

// Serve answers the questions of a subject until stop is called or the bus is closed; either waits
// for the answers being worked on. Those of one queue share the questions. answer gets the asker's
// request id, principal and deadline. An error that is no errs.Error is logged here and crosses as
// Internal.
func Serve[Q, A any](b *Bus, subject, queue string, answer func(ctx context.Context, question Q) (A, error)) (stop func() error, err error) {
	return ServeAtOnce(b, serveAtOnce, subject, queue, answer)
}

// ServeAtOnce is Serve for answers that take long: so many questions are worked on at once, never less than Serve does.
func ServeAtOnce[Q, A any](b *Bus, atOnce int, subject, queue string, answer func(ctx context.Context, question Q) (A, error)) (stop func() error, err error) {
	atOnce = max(atOnce, serveAtOnce)
	d := &desk{working: make(chan struct{}, atOnce), waiting: make(chan struct{}, atOnce+serveWaiting), drained: make(chan struct{})}
	d.subscription, err = b.connection.QueueSubscribe(subject, queue, func(m *nats.Msg) {
		if !d.enter() {
			b.respond(m, failure(errs.New(errs.Unavailable, "service_busy", "too much to do at the moment, try again soon").After(time.Second)))
			return
		}
		go func() {
			defer d.leave()
			ctx, cancel := callContext(m.Header)
			defer cancel()
			select {
			case d.working <- struct{}{}:
				defer func() { <-d.working }()
				b.respond(m, serve(ctx, b, m, answer))
			case <-ctx.Done(): // nobody waits for the answer any more
			}
		}()
	})
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", subject, err)
	}
	d.subscription.SetClosedHandler(func(string) { close(d.drained) })
	b.serving.Store(d, struct{}{})
	stop = sync.OnceValue(func() error {
		b.serving.Delete(d)
		return d.stop()
	})
	return stop, b.settle(d.subscription)
}

// desk is where the questions of one Serve are worked on.
type desk struct {
	subscription *nats.Subscription
	working      chan struct{} // one entry for each question being answered
	waiting      chan struct{} // one for each that was let in, working ones included
	drained      chan struct{} // closed when no more questions come
}

func (d *desk) enter() bool {
	select {
	case d.waiting <- struct{}{}:
		return true
	default:
		return false
	}
}

func (d *desk) leave() { <-d.waiting }

// stop lets no more in, and waits until everybody has left.
func (d *desk) stop() error {
	if err := d.subscription.Drain(); err != nil {
		return fmt.Errorf("stop serving %s: %w", d.subscription.Subject, err)
	}
	late := time.After(drainTimeout)
	select {
	case <-d.drained:
	case <-late:
	}
	for range cap(d.waiting) {
		select {
		case d.waiting <- struct{}{}:
		case <-late:
			return fmt.Errorf("stop serving %s: some are still at work", d.subscription.Subject)
		}
	}
	return nil
}

func serve[Q, A any](ctx context.Context, b *Bus, m *nats.Msg, answer func(context.Context, Q) (A, error)) (reply *nats.Msg) {
	ctx, span := traces.Continue(ctx, b.traces, "answer "+kindOf(m.Subject), trace.SpanKindServer)
	defer func() { traces.End(span, failed(reply)) }()
	defer func() {
		if p := recover(); p != nil {
			b.log.Error("panic in a handler", "subject", m.Subject, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			reply = failure(fmt.Errorf("panic: %v", p))
		}
	}()
	var question Q
	if err := decode(m.Data, &question); err != nil {
		return failure(err)
	}
	a, err := answer(ctx, question)
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return failure(unanswered(m.Subject, err))
	}
	if err != nil {
		if errs.Is(err, errs.Internal) {
			b.log.Error("a request failed", "subject", m.Subject, httpx.Whence(ctx), "error", err)
		}
		return failure(err)
	}
	data, err := encode(a)
	if err != nil {
		return failure(err)
	}
	return &nats.Msg{Data: data}
}

func (b *Bus) respond(to, reply *nats.Msg) {
	if err := to.RespondMsg(reply); err != nil && !errors.Is(err, nats.ErrMsgNoReply) {
		b.log.Warn("an answer was not sent", "subject", to.Subject, "error", err)
	}
}
