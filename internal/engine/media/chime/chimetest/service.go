// Package chimetest is Amazon Chime SDK Meetings in this process, for tests. It takes what the service's own published model describes and
// nothing else (route, members, lengths, patterns, enumerations), signed with the one key it knows, and answers from what it has been told.
//
// model/api-2.json is the model: models/apis/chime-sdk-meetings/2021-07-15 of github.com/aws/aws-sdk-go v1.55.8, Copyright Amazon.com, Inc. or
// its affiliates, under the Apache License 2.0 (model/LICENSE.txt).
package chimetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/uuid"
)

// Region is what requests are signed for.
const Region = "eu-central-1"

// Key is what they are signed with: an example of the documents of AWS.
var Key = aws.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}

// Memory is what the service makes of a ClientRequestToken that it has seen. Amazon does not say.
type Memory int

// The memories.
const (
	OfTheLiving Memory = iota // the meeting, unless that is over
	OfAll                     // the meeting, though it be over
	None                      // another meeting
)

// Service is one account in one region.
type Service struct {
	URL    string
	Memory Memory

	model    *model
	mu       sync.Mutex
	meetings map[string]*meeting // by id
	tokens   map[string]*meeting
	faults   []Fault
	holds    map[string]hold
	calls    []string
}

// hold is a request that waits for its answer.
type hold struct{ held, released chan struct{} }

// Fault is an answer to requests of an operation, whatever they say.
type Fault struct {
	Operation string
	Times     int // -1: always
	Status    int
	Code      string
}

type meeting struct {
	ID, Name  string
	ended     bool
	attendees []*attendee
}

type attendee struct {
	ID           string         `json:"AttendeeId"`
	Name         string         `json:"ExternalUserId"`
	Token        string         `json:"JoinToken"`
	Capabilities map[string]any `json:"Capabilities"`

	connected bool
}

// Start serves until the test is over.
func Start(t testing.TB) *Service {
	s := &Service{model: read(t), meetings: map[string]*meeting{}, tokens: map[string]*meeting{}, holds: map[string]hold{}}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// ServeHTTP implements http.Handler.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in, refused := s.model.take(r)
	if refused == nil {
		s.wait(in.operation)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	status, out := http.StatusOK, any(nil)
	if refused == nil {
		s.calls = append(s.calls, in.operation)
		out, refused = s.answer(in)
		if code := s.model.Operations[in.operation].HTTP.ResponseCode; code != 0 {
			status = code
		}
	}
	w.Header().Set("Content-Type", "application/json")
	if refused != nil {
		w.Header().Set("X-Amzn-ErrorType", refused.Code+":http://internal.amazon.com/coral/com.amazonaws.chime/")
		status, out = refused.Status, refused
	}
	w.WriteHeader(status)
	if out != nil {
		_ = json.NewEncoder(w).Encode(out)
	}
}

func (s *Service) answer(in *input) (any, *Refusal) {
	if refused := s.fault(in.operation); refused != nil {
		return nil, refused
	}
	do, known := operations[in.operation]
	if !known {
		return nil, &Refusal{http.StatusNotImplemented, "NotImplemented", "this double does not know " + in.operation}
	}
	return do(s, in)
}

func (s *Service) fault(operation string) *Refusal {
	for i, f := range s.faults {
		if f.Operation == operation && f.Times != 0 {
			s.faults[i].Times--
			return &Refusal{f.Status, f.Code, "as the test wants it"}
		}
	}
	return nil
}

// Fail has requests fail.
func (s *Service) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// Hold has the next request of an operation wait, which held tells, until it is released.
func (s *Service) Hold(operation string) (held <-chan struct{}, release func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := hold{make(chan struct{}), make(chan struct{})}
	s.holds[operation] = h
	return h.held, sync.OnceFunc(func() { close(h.released) })
}

func (s *Service) wait(operation string) {
	s.mu.Lock()
	h, found := s.holds[operation]
	delete(s.holds, operation)
	s.mu.Unlock()
	if found {
		close(h.held)
		<-h.released
	}
}

// Calls counts the requests of an operation that were well formed.
func (s *Service) Calls(operation string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.calls {
		if c == operation {
			n++
		}
	}
	return n
}

// End ends the meetings of a room as Amazon does by itself when nobody is heard any more.
func (s *Service) End(room string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.meetings {
		if m.Name == room {
			m.end()
		}
	}
}

// Live counts the meetings of a room that go on.
func (s *Service) Live(room string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.meetings {
		if m.Name == room && !m.ended {
			n++
		}
	}
	return n
}

func (m *meeting) end() { m.ended, m.attendees = true, nil }

// Joined is somebody who has connected.
type Joined struct {
	Meeting, Room, Name string // the meeting's id, and the names that it and the person have outside
	MaySend             bool   // sound, pictures and a screen

	Leave func()
}

// Join connects as a browser does, with a ticket's token: Meeting and Attendee in JSON.
func (s *Service) Join(token string) (Joined, error) {
	var ticket struct {
		Meeting  struct{ MeetingID, ExternalMeetingID string }
		Attendee struct{ AttendeeID, ExternalUserID, JoinToken string }
	}
	if err := json.Unmarshal([]byte(token), &ticket); err != nil {
		return Joined{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m, found := s.meetings[ticket.Meeting.MeetingID]
	if !found || m.ended {
		return Joined{}, errors.New("there is no such meeting")
	}
	for _, a := range m.attendees {
		if a.ID != ticket.Attendee.AttendeeID {
			continue
		}
		if a.Token != ticket.Attendee.JoinToken {
			return Joined{}, errors.New("this is another's token")
		}
		a.connected = true
		may := a.Capabilities["Audio"] == "SendReceive" && a.Capabilities["Video"] == "SendReceive" && a.Capabilities["Content"] == "SendReceive"
		return Joined{Meeting: m.ID, Room: m.Name, Name: a.Name, MaySend: may, Leave: func() { s.leave(a) }}, nil
	}
	return Joined{}, errors.New("nobody of this name is expected")
}

func (s *Service) leave(a *attendee) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a.connected = false
}

// Connected lists who is connected to a room, by the names that people have outside.
func (s *Service) Connected(room string) (names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.meetings {
		for _, a := range m.attendees {
			if m.Name == room && a.connected {
				names = append(names, a.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

func newMeeting(name string) *meeting { return &meeting{ID: uuid.NewString(), Name: name} }

// shown is a meeting as the service answers it.
func (m *meeting) shown() map[string]any {
	at := strings.ReplaceAll(m.ID, "-", "")[:8]
	return map[string]any{"Meeting": map[string]any{
		"MeetingId": m.ID, "ExternalMeetingId": m.Name, "MediaRegion": Region,
		"MeetingArn": fmt.Sprintf("arn:aws:chime:%s:123456789012:meeting/%s", Region, m.ID), "TenantIds": []string{},
		"MediaPlacement": map[string]any{
			"AudioHostUrl": at + ".k.m1.ec1.app.chime.aws:3478", "AudioFallbackUrl": "wss://wss.k.m1.ec1.app.chime.aws:443/calls/" + m.ID,
			"SignalingUrl": "wss://signal.m1.ec1.app.chime.aws/control/" + m.ID, "TurnControlUrl": "https://ccp.cp.ec1.app.chime.aws/v2/turn_sessions",
			"EventIngestionUrl": "https://data.svc.ec1.ingest.chime.aws/v1/client-events",
		},
	}}
}
