package bus

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

const (
	headerRequest   = "Codecraft-Request"
	headerPrincipal = "Codecraft-Principal"
	headerTimeout   = "Codecraft-Timeout" // milliseconds left: clocks of two machines differ
	headerFailed    = "Codecraft-Failed"  // the body is a list of errs.Error
)

// envelope makes a message that carries the request's id, and the span that it is sent in.
func envelope(ctx context.Context, subject string, v any) (*nats.Msg, error) {
	data, err := encode(v)
	if err != nil {
		return nil, err
	}
	m := &nats.Msg{Subject: subject, Data: data, Header: nats.Header{}}
	if id := httpx.RequestID(ctx); id != "" {
		m.Header.Set(headerRequest, id)
	}
	if parent := traces.Parent(ctx); parent != "" {
		m.Header.Set(traces.Header, parent)
	}
	return m, nil
}

// callEnvelope also carries who asks and until when the answer is of use.
func callEnvelope(ctx context.Context, subject string, v any) (*nats.Msg, error) {
	m, err := envelope(ctx, subject, v)
	if err != nil {
		return nil, err
	}
	if p := identity.From(ctx); p != (identity.Principal{}) {
		text, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		m.Header.Set(headerPrincipal, string(text))
	}
	if end, ok := ctx.Deadline(); ok {
		m.Header.Set(headerTimeout, strconv.FormatInt(max(1, time.Until(end).Milliseconds()), 10))
	}
	return m, nil
}

// requestContext gives a handler the id of the request its message came from, and the span.
func requestContext(ctx context.Context, header nats.Header) context.Context {
	ctx = traces.WithParent(ctx, header.Get(traces.Header))
	if id := header.Get(headerRequest); id != "" {
		return httpx.WithRequestID(ctx, id)
	}
	return ctx
}

// callContext is requestContext with the asker and the deadline.
func callContext(header nats.Header) (context.Context, context.CancelFunc) {
	ctx := requestContext(context.Background(), header)
	var p identity.Principal
	if text := header.Get(headerPrincipal); text != "" && json.Unmarshal([]byte(text), &p) == nil {
		ctx = identity.With(ctx, p)
	}
	left, err := strconv.ParseInt(header.Get(headerTimeout), 10, 64)
	if err != nil {
		return context.WithTimeout(ctx, requestTimeout)
	}
	return context.WithTimeout(ctx, time.Duration(left)*time.Millisecond)
}

// failure is the answer that says err: all its parts, none of their causes.
func failure(err error) *nats.Msg {
	data, encodeErr := json.Marshal(errs.All(err))
	if encodeErr != nil {
		data = []byte(`[{"kind":"internal","code":"internal","detail":"internal error"}]`)
	}
	return &nats.Msg{Data: data, Header: nats.Header{headerFailed: {"1"}}}
}

// failed reads what failure wrote; nil when the answer is none.
func failed(m *nats.Msg) error {
	if m.Header.Get(headerFailed) == "" {
		return nil
	}
	var all []*errs.Error
	if err := json.Unmarshal(m.Data, &all); err != nil || len(all) == 0 {
		return errs.New(errs.Internal, "internal", "internal error").Because(err)
	}
	if len(all) == 1 {
		return all[0]
	}
	joined := make([]error, len(all))
	for i, e := range all {
		joined[i] = e
	}
	return errors.Join(joined...)
}
