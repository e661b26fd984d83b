package livekit

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/coder/websocket"
	lksdk "github.com/livekit/server-sdk-go/v2"
)

// late is a server that does not answer before a request is given up.
type late struct{ given []time.Time }

func (l *late) RoundTrip(q *http.Request) (*http.Response, error) {
	deadline, _ := q.Context().Deadline()
	l.given = append(l.given, deadline)
	return nil, errors.New("no answer")
}

// TestAServerThatHangsHangsNobody: no request waits for as long as who asks would.
func TestAServerThatHangsHangsNobody(t *testing.T) {
	server, usual := &late{}, http.DefaultTransport
	http.DefaultTransport = server
	defer func() { http.DefaultTransport = usual }()
	rooms := New(Server{URL: "ws://video.test", Key: "key", Secret: "a secret of enough characters for a key"}, "")
	patient := time.Now().Add(time.Hour)
	ctx, cancel := context.WithDeadline(t.Context(), patient)
	defer cancel()
	_, present := rooms.Present(ctx, "room")
	for name, err := range map[string]error{
		"open": rooms.Open(ctx, "room"), "present": present, "evict": rooms.Evict(ctx, "room", "who"), "close": rooms.Close(ctx, "room"), "reach": rooms.Reach(ctx),
	} {
		if err == nil {
			t.Errorf("%s: it is no fault that nobody answers", name)
		}
	}
	if len(server.given) != 5 {
		t.Fatalf("%d requests were made", len(server.given))
	}
	for _, deadline := range server.given {
		if !deadline.Before(patient.Add(-time.Minute)) || deadline.IsZero() {
			t.Errorf("one waits until %v, who asks until %v", deadline, patient)
		}
	}
}

// TestAServerThatTakesAConnectionAndSaysNothingHangsNobody: nor does one that would be asked for a recording.
func TestAServerThatTakesAConnectionAndSaysNothingHangsNobody(t *testing.T) {
	ended := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		if socket, err := websocket.Accept(w, q, nil); err == nil {
			<-ended
			_ = socket.CloseNow()
		}
	}))
	defer silent.Close()
	defer close(ended)
	for name, c := range map[string]struct {
		within time.Duration
		stop   bool
		want   error
	}{
		"it is given up in time":       {time.Millisecond, false, errLetsNobodyIn},
		"it ends with who asks for it": {time.Hour, true, context.Canceled},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		if c.stop {
			cancel()
		}
		rec := &recording{room: lksdk.NewRoom(&lksdk.RoomCallback{})}
		if err := rec.join(ctx, silent.URL, "a token", c.within); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
		cancel()
	}
}
