package httpx

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	eventStream  = "text/event-stream"
	heartbeat    = 15 * time.Second // below what proxies take for a dead connection
	writeTimeout = 10 * time.Second // a reader slower than this is let go, and comes back with Last-Event-ID
	comeBack     = 2 * time.Second
)

// EventStream writes server-sent events (WHATWG HTML, 9.2) to one client. It is safe for concurrent use
// and must be closed before the handler returns.
type EventStream struct {
	// LastEventID is the id of the last event the client has, when it comes back; or "".
	LastEventID string

	ctx     context.Context
	cancel  context.CancelFunc
	w       http.ResponseWriter
	control *http.ResponseController
	mu      sync.Mutex
	beats   sync.WaitGroup
	release func()
}

// Events begins a stream of events as the answer to r, and keeps it alive. A client that cannot set headers
// may say lastEventId in the query.
func Events(w http.ResponseWriter, r *http.Request) (*EventStream, error) {
	h := w.Header()
	h.Set("Content-Type", eventStream)
	h.Set("Cache-Control", "no-cache, no-transform")
	h.Set("X-Accel-Buffering", "no")
	h.Del("Content-Length")
	ctx, cancel := context.WithCancel(r.Context())
	s := &EventStream{LastEventID: r.Header.Get("Last-Event-ID"), ctx: ctx, cancel: cancel, w: w, control: http.NewResponseController(w)}
	if s.LastEventID == "" {
		s.LastEventID = r.URL.Query().Get("lastEventId")
	}
	_ = s.control.SetReadDeadline(time.Time{}) // the server's deadlines are for requests that end
	w.WriteHeader(http.StatusOK)
	if err := s.write(fmt.Appendf(nil, "retry: %d\n\n", comeBack.Milliseconds())); err != nil {
		cancel()
		return nil, err
	}
	s.beats.Go(s.beat)
	until, release := Until(r.Context())
	stop := context.AfterFunc(until, func() { s.End(context.Cause(until)) })
	s.release = func() { stop(); release() }
	return s, nil
}

// Done is closed when the client has gone or the stream is closed.
func (s *EventStream) Done() <-chan struct{} { return s.ctx.Done() }

// Send writes one event; data becomes JSON, and id, unless empty, is what the client sends to go on from
// here. Neither id nor event may hold a line break.
func (s *EventStream) Send(id, event string, data any) error {
	if strings.ContainsAny(id, "\r\n\x00") || strings.ContainsAny(event, "\r\n") {
		return errors.New("an event's id and name are single lines")
	}
	raw, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("encode event %s: %w", event, err)
	}
	var b bytes.Buffer
	if id != "" {
		fmt.Fprintf(&b, "id: %s\n", id)
	}
	if event != "" {
		fmt.Fprintf(&b, "event: %s\n", event)
	}
	fmt.Fprintf(&b, "data: %s\n\n", raw)
	return s.write(b.Bytes())
}

// End tells the client why nothing more will come, as the event "ended", and ends the stream. A client that is told does
// not come back by itself.
func (s *EventStream) End(why error) {
	told := errs.Of(why)
	_ = s.Send("", "ended", map[string]string{"code": told.Code, "detail": told.Detail}) // it ends either way
	s.cancel()
}

// Close ends the stream; nothing is written afterwards.
func (s *EventStream) Close() {
	s.release()
	s.cancel()
	s.beats.Wait()
	s.mu.Lock() // an End under way has been written
	defer s.mu.Unlock()
}

func (s *EventStream) beat() {
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
			_ = s.write([]byte(":\n\n")) // a failure cancels the stream
		}
	}
}

func (s *EventStream) write(b []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ctx.Err(); err != nil {
		return err
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(writeTimeout)) // not every writer has one
	_, err := s.w.Write(b)
	if err == nil {
		err = s.control.Flush()
	}
	if err != nil {
		s.cancel()
	}
	return err
}
