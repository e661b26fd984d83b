package chimetest

import (
	"net/http"
	"strconv"

	"github.com/google/uuid"
)

// operations are those that are answered; the model knows more.
var operations = map[string]func(*Service, *input) (any, *Refusal){
	"CreateMeeting":              (*Service).createMeeting,
	"GetMeeting":                 (*Service).getMeeting,
	"DeleteMeeting":              (*Service).deleteMeeting,
	"CreateAttendee":             (*Service).createAttendee,
	"ListAttendees":              (*Service).listAttendees,
	"DeleteAttendee":             (*Service).deleteAttendee,
	"UpdateAttendeeCapabilities": (*Service).updateCapabilities,
}

func absent(what string) *Refusal {
	return &Refusal{http.StatusNotFound, "NotFoundException", "there is no such " + what}
}

func (s *Service) createMeeting(in *input) (any, *Refusal) {
	token := in.text("ClientRequestToken")
	if m, seen := s.tokens[token]; seen && s.Memory != None && (s.Memory == OfAll || !m.ended) {
		return m.shown(), nil
	}
	m := newMeeting(in.text("ExternalMeetingId"))
	s.meetings[m.ID], s.tokens[token] = m, m
	return m.shown(), nil
}

// meeting is one that goes on.
func (s *Service) meeting(in *input) (*meeting, *Refusal) {
	m, found := s.meetings[in.text("MeetingId")]
	if !found || m.ended {
		return nil, absent("meeting")
	}
	return m, nil
}

func (s *Service) getMeeting(in *input) (any, *Refusal) {
	m, refused := s.meeting(in)
	if refused != nil {
		return nil, refused
	}
	return m.shown(), nil
}

func (s *Service) deleteMeeting(in *input) (any, *Refusal) {
	m, refused := s.meeting(in)
	if refused == nil {
		m.end()
	}
	return nil, refused
}

func (s *Service) createAttendee(in *input) (any, *Refusal) {
	m, refused := s.meeting(in)
	if refused != nil {
		return nil, refused
	}
	name := in.text("ExternalUserId")
	for _, a := range m.attendees {
		if a.Name == name { // the name is the request's token
			return map[string]any{"Attendee": a}, nil
		}
	}
	may, _ := in.members["Capabilities"].(map[string]any)
	if may == nil {
		may = map[string]any{"Audio": "SendReceive", "Video": "SendReceive", "Content": "SendReceive"}
	}
	a := &attendee{ID: uuid.NewString(), Name: name, Token: uuid.NewString(), Capabilities: may}
	m.attendees = append(m.attendees, a)
	return map[string]any{"Attendee": a}, nil
}

// attendee is one of the meeting, and its place there.
func (s *Service) attendee(in *input) (*meeting, int, *Refusal) {
	m, refused := s.meeting(in)
	if refused != nil {
		return nil, 0, refused
	}
	for i, a := range m.attendees {
		if a.ID == in.text("AttendeeId") {
			return m, i, nil
		}
	}
	return nil, 0, absent("attendee")
}

func (s *Service) deleteAttendee(in *input) (any, *Refusal) {
	m, i, refused := s.attendee(in)
	if refused == nil {
		m.attendees = append(m.attendees[:i:i], m.attendees[i+1:]...)
	}
	return nil, refused
}

func (s *Service) updateCapabilities(in *input) (any, *Refusal) {
	m, i, refused := s.attendee(in)
	if refused != nil {
		return nil, refused
	}
	m.attendees[i].Capabilities = in.members["Capabilities"].(map[string]any) // the model requires it
	return map[string]any{"Attendee": m.attendees[i]}, nil
}

// pageSize is smaller than what is asked for, which the service may do: so that pages are turned.
const pageSize = 2

func (s *Service) listAttendees(in *input) (any, *Refusal) {
	m, refused := s.meeting(in)
	if refused != nil {
		return nil, refused
	}
	from, _ := strconv.Atoi(in.text("NextToken"))
	from = min(max(from, 0), len(m.attendees))
	to := min(from+pageSize, len(m.attendees))
	page := map[string]any{"Attendees": m.attendees[from:to]}
	if to < len(m.attendees) {
		page["NextToken"] = strconv.Itoa(to)
	}
	return page, nil
}
