package schedule

import (
	"fmt"
	"net/mail"
	"strings"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// What a calendar is to do with an entry (RFC 5546).
const (
	Published = "PUBLISH" // keep it, as a file that was opened
	Requested = "REQUEST" // put it in, or in the place of the one before
	Withdrawn = "CANCEL"
)

// Entry is for whom an interview stands in a calendar.
type Entry struct {
	Method string       // of a cancelled interview it is Withdrawn, whatever is said here
	Link   string       // where its owner finds the interview
	Owner  mail.Address // empty in a file for anybody
}

// StartsIn is when it begins, for people, in the interview's time zone.
func (i Interview) StartsIn() string {
	return i.StartsAt.In(i.zone()).Format("Monday, 2 January 2006, 15:04 MST")
}

// Calendar is the interview as an entry of RFC 5545. Its id stays the same, so that a changed or cancelled one takes the place of the one before.
func (s *Service) Calendar(i Interview, e Entry) string {
	calendar := ics.NewCalendarFor("CodeCraft")
	event := calendar.AddEvent(string(i.ID) + "@codecraft")
	event.SetDtStampTime(s.now())
	event.SetStartAt(i.StartsAt)
	event.SetEndAt(i.EndsAt())
	event.SetSequence(i.Sequence)
	event.SetSummary(i.Title)
	event.SetOrganizer(s.organizer.Address, ics.WithCN(common(s.organizer.Name)))
	if e.Owner.Address != "" {
		event.AddAttendee(e.Owner.Address, ics.WithCN(common(e.Owner.Name)), ics.WithRSVP(false))
	}
	if e.Link != "" {
		event.SetURL(e.Link)
		event.SetLocation(e.Link)
		event.SetDescription(fmt.Sprintf("The interview takes place at %s", e.Link))
	}
	event.SetStatus(ics.ObjectStatusConfirmed)
	if i.State == Cancelled {
		e.Method = Withdrawn
	}
	if e.Method == Withdrawn {
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	calendar.SetMethod(ics.Method(e.Method))
	return calendar.Serialize(ics.WithNewLineWindows)
}

// common is a name without what a parameter cannot hold: it knows no escapes (RFC 5545, 3.2).
func common(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\'':
			return '’'
		case strings.ContainsRune(`",;:\`, r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, name)
}
