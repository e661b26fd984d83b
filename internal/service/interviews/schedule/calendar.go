package schedule

import (
	"fmt"

	ics "github.com/arran4/golang-ical"
)

// StartsIn is when it begins, for people, in the interview's time zone.
func (i Interview) StartsIn() string {
	return i.StartsAt.In(i.zone()).Format("Monday, 2 January 2006, 15:04 MST")
}

// Calendar is the interview as an entry of RFC 5545. Its id stays the same, so that a changed or cancelled one takes the place of the one before.
func (s *Service) Calendar(i Interview, link string) string {
	calendar := ics.NewCalendarFor("CodeCraft")
	calendar.SetMethod(ics.MethodPublish)
	event := calendar.AddEvent(string(i.ID) + "@codecraft")
	event.SetDtStampTime(s.now())
	event.SetStartAt(i.StartsAt)
	event.SetEndAt(i.EndsAt())
	event.SetSequence(i.Sequence)
	event.SetSummary(i.Title)
	event.SetURL(link)
	event.SetLocation(link)
	event.SetDescription(fmt.Sprintf("The interview takes place at %s", link))
	if i.State == Cancelled {
		calendar.SetMethod(ics.MethodCancel)
		event.SetStatus(ics.ObjectStatusCancelled)
	} else {
		event.SetStatus(ics.ObjectStatusConfirmed)
	}
	return calendar.Serialize(ics.WithNewLineWindows)
}
