package bus

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
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
func Request[Q, A any](ctx context.Context, b *Bus, subject string, question Q) (A, error) {
	var answer A
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

// Serve answers the questions of a subject until stop is called. Those of one queue share them.
// answer gets the asker's request id, principal and deadline. An error that is no errs.Error is
// logged here and crosses as Internal.
func Serve[Q, A any](b *Bus, subject, queue string, answer func(ctx context.Context, question Q) (A, error)) (stop func() error, err error) {
	working, waiting := make(chan struct{}, serveAtOnce), make(chan struct{}, serveAtOnce+serveWaiting)
	s, err := b.connection.QueueSubscribe(subject, queue, func(m *nats.Msg) {
		select {
		case waiting <- struct{}{}:
		default:
			b.respond(m, failure(errs.New(errs.Unavailable, "service_busy", "too much to do at the moment, try again soon").After(time.Second)))
			return
		}
		go func() {
			defer func() { <-waiting }()
			ctx, cancel := callContext(m.Header)
			defer cancel()
			select {
			case working <- struct{}{}:
				defer func() { <-working }()
				b.respond(m, serve(ctx, b, m, answer))
			case <-ctx.Done(): // nobody waits for the answer any more
			}
		}()
	})
	if err != nil {
		return nil, fmt.Errorf("serve %s: %w", subject, err)
	}
	return s.Drain, b.settle(s)
}

func serve[Q, A any](ctx context.Context, b *Bus, m *nats.Msg, answer func(context.Context, Q) (A, error)) (reply *nats.Msg) {
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
	if err != nil {
		if errs.Is(err, errs.Internal) {
			b.log.Error("a request failed", "subject", m.Subject, "request", httpx.RequestID(ctx), "error", err)
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
