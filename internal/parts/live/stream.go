package live

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// Resync is how often a stream looks by itself: what was told and lost is seen then, and clocks are set again.
const Resync = 20 * time.Second

// ErrOver ends a stream that has nothing more to say.
var ErrOver = errors.New("the stream is over")

// Stream answers a request with events until its client leaves.
type Stream[N any] struct {
	Watch *Watch[N]
	// Begin says how things are, once the stream is open; LastEventID of out is where a client goes on that was cut off.
	Begin func(ctx context.Context, out *httpx.EventStream) error
	// News says what changed; it has none when it is time to look again (Resync).
	News func(ctx context.Context, out *httpx.EventStream, news []N) error
	// Glance, which may be nil, is called every GlanceEvery for what nobody tells.
	Glance      func(ctx context.Context, out *httpx.EventStream) error
	GlanceEvery time.Duration
	// Pause gathers news, so that what changes all the time costs a stream one look a pause.
	Pause time.Duration
}

// Serve ends with the client, or with the first error, which is noted with the request unless it is ErrOver.
func (s Stream[N]) Serve(w http.ResponseWriter, q *http.Request) {
	out, err := httpx.Events(w, q)
	if err != nil {
		return // the client has gone
	}
	defer out.Close()
	if err := s.run(q.Context(), out); err != nil && !errors.Is(err, ErrOver) {
		httpx.Annotate(q.Context(), "stream", err.Error())
	}
}

func (s Stream[N]) run(ctx context.Context, out *httpx.EventStream) error {
	if err := s.Begin(ctx, out); err != nil {
		return err
	}
	again := time.NewTicker(Resync)
	defer again.Stop()
	var glance <-chan time.Time
	if s.Glance != nil {
		ticker := time.NewTicker(s.GlanceEvery)
		defer ticker.Stop()
		glance = ticker.C
	}
	for {
		var err error
		select {
		case <-out.Done():
			return nil
		case <-glance:
			err = s.Glance(ctx, out)
		case <-again.C:
			err = s.News(ctx, out, nil)
		case <-s.Watch.Woken:
			if err = s.News(ctx, out, s.Watch.Take()); err == nil && s.Pause > 0 {
				select {
				case <-out.Done():
				case <-time.After(s.Pause):
				}
			}
		}
		if err != nil {
			return err
		}
	}
}
