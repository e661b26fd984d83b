package chime

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// meeting and attendee are what the service answers and a browser connects with: their fields are named as the service names them.
type meeting struct {
	MeetingID         string          `json:"MeetingId"`
	ExternalMeetingID string          `json:"ExternalMeetingId"`
	MediaRegion       string          `json:"MediaRegion"`
	MediaPlacement    placement       `json:"MediaPlacement"`
	MeetingFeatures   json.RawMessage `json:"MeetingFeatures,omitempty"`
}

// placement is where the parts of a meeting are reached. Left out is EventIngestionUrl, by which the program in the browser would tell Amazon
// about the device and the call.
type placement struct {
	AudioHostURL     string `json:"AudioHostUrl"`
	AudioFallbackURL string `json:"AudioFallbackUrl"`
	SignalingURL     string `json:"SignalingUrl"`
	TurnControlURL   string `json:"TurnControlUrl"`
	ScreenDataURL    string `json:"ScreenDataUrl,omitempty"`
	ScreenViewingURL string `json:"ScreenViewingUrl,omitempty"`
	ScreenSharingURL string `json:"ScreenSharingUrl,omitempty"`
}

type attendee struct {
	AttendeeID     string        `json:"AttendeeId"`
	ExternalUserID string        `json:"ExternalUserId"`
	JoinToken      string        `json:"JoinToken"`
	Capabilities   *capabilities `json:"Capabilities,omitempty"`
}

// capabilities are what somebody may send and receive: of sound, pictures, and a screen ("content").
type capabilities struct {
	Audio, Video, Content string
}

var (
	all     = capabilities{"SendReceive", "SendReceive", "SendReceive"}
	receive = capabilities{"Receive", "Receive", "Receive"}
)

func (c *client) createMeeting(ctx context.Context, token, name string) (meeting, error) {
	var answer struct{ Meeting meeting }
	err := c.call(ctx, request{"CreateMeeting", http.MethodPost, "/meetings", map[string]string{
		"ClientRequestToken": token, "MediaRegion": c.region, "ExternalMeetingId": name,
	}}, &answer)
	return answer.Meeting, err
}

func (c *client) getMeeting(ctx context.Context, id string) error {
	return c.call(ctx, request{"GetMeeting", http.MethodGet, of(id), nil}, nil)
}

func (c *client) deleteMeeting(ctx context.Context, id string) error {
	return c.call(ctx, request{"DeleteMeeting", http.MethodDelete, of(id), nil}, nil)
}

// createAttendee answers the one there is where the meeting knows the name already, with what that may do.
func (c *client) createAttendee(ctx context.Context, meeting, name string, may capabilities) (attendee, error) {
	var answer struct{ Attendee attendee }
	err := c.call(ctx, request{"CreateAttendee", http.MethodPost, of(meeting) + "/attendees", map[string]any{
		"ExternalUserId": name, "Capabilities": may,
	}}, &answer)
	return answer.Attendee, err
}

func (c *client) updateCapabilities(ctx context.Context, meeting, attendee string, may capabilities) error {
	return c.call(ctx, request{"UpdateAttendeeCapabilities", http.MethodPut, of(meeting) + "/attendees/" + url.PathEscape(attendee) + "/capabilities", map[string]any{
		"Capabilities": may,
	}}, nil)
}

func (c *client) deleteAttendee(ctx context.Context, meeting, attendee string) error {
	return c.call(ctx, request{"DeleteAttendee", http.MethodDelete, of(meeting) + "/attendees/" + url.PathEscape(attendee), nil}, nil)
}

// listAttendees reads all pages.
func (c *client) listAttendees(ctx context.Context, meeting string) (all []attendee, err error) {
	query := url.Values{"max-results": {"100"}}
	for {
		var page struct {
			Attendees []attendee
			NextToken string
		}
		if err := c.call(ctx, request{"ListAttendees", http.MethodGet, of(meeting) + "/attendees?" + query.Encode(), nil}, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Attendees...)
		if page.NextToken == "" {
			return all, nil
		}
		query.Set("next-token", page.NextToken)
	}
}

func of(meeting string) string { return "/meetings/" + url.PathEscape(meeting) }
