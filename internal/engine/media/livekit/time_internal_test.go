package livekit

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"
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
