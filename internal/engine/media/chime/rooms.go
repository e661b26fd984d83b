package chime

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// Config is how Amazon is asked.
type Config struct {
	Region      string // in which meetings are made, and pictures and sound go through: eu-central-1
	Endpoint    string // of the service; empty: Amazon's own of the region
	Credentials aws.CredentialsProvider
	Retry       aws.RetryerV2 // nil: as the SDK does by itself, three times in a few seconds
	Bus         *bus.Bus      // has the register of meetings
}

// Rooms is meetings of one account and region.
type Rooms struct {
	client   *client
	register register
}

var _ media.Rooms = (*Rooms)(nil)

// New makes the provider; Amazon is not asked yet.
func New(ctx context.Context, c Config) (*Rooms, error) {
	asks, err := c.client()
	switch {
	case err != nil:
		return nil, err
	case c.Bus == nil:
		return nil, errors.New("media: Amazon Chime needs the queue, which keeps the meeting of each room")
	}
	if err := c.Bus.EnsureStream(ctx, Stream); err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	return &Rooms{client: asks, register: register{c.Bus}}, nil
}

// Reach says why Amazon makes no meetings for who asks like this. It needs no queue.
func Reach(ctx context.Context, c Config) error {
	asks, err := c.client()
	if err != nil {
		return err
	}
	return (&Rooms{client: asks}).Reach(ctx)
}

func (c Config) client() (*client, error) {
	switch {
	case c.Region == "":
		return nil, errors.New("media: name the region of AWS in which meetings of Amazon Chime are made, such as eu-central-1")
	case c.Credentials == nil:
		return nil, errors.New("media: Amazon Chime needs credentials of AWS")
	}
	if c.Retry == nil {
		c.Retry = retry.NewStandard()
	}
	endpoint := cmp.Or(strings.TrimSuffix(c.Endpoint, "/"), "https://meetings-chime."+c.Region+".amazonaws.com")
	return &client{http: &http.Client{}, endpoint: endpoint, region: c.Region, credentials: c.Credentials, signer: v4.NewSigner(), retry: c.Retry}, nil
}

// Open implements media.Rooms.
func (r *Rooms) Open(ctx context.Context, room string) error {
	e, err := r.register.last(ctx, room)
	if err == nil {
		_, err = r.alive(ctx, room, e)
	}
	return err
}

// nowhere is a meeting that there is not.
const nowhere = "00000000-0000-0000-0000-000000000000"

// Reach says why Amazon makes no meetings for us now.
func (r *Rooms) Reach(ctx context.Context) error {
	return r.wrap("reach Amazon Chime", unless(r.client.getMeeting(ctx, nowhere)))
}

// alive is the room's meeting, or the next one where that is over.
func (r *Rooms) alive(ctx context.Context, room string, e entry) (entry, error) {
	if e.sequence > 0 {
		switch err := r.client.getMeeting(ctx, e.MeetingID); {
		case err == nil:
			return e, nil
		case !over(err):
			return entry{}, r.wrap("look for a meeting", err)
		}
	}
	made, err := r.client.createMeeting(ctx, e.follower(room), meetingName(room))
	if err != nil {
		return entry{}, r.wrap("open a room", err)
	}
	return r.register.follow(ctx, room, e, made)
}

// Ticket implements media.Rooms. The meeting may end between two requests, of itself or because somebody closes the room: then the next
// one is entered.
func (r *Rooms) Ticket(ctx context.Context, room string, p media.Person) (media.Ticket, error) {
	name, err := external(p.Identity)
	if err != nil {
		return media.Ticket{}, err
	}
	e, err := r.register.last(ctx, room)
	if err == nil && e.sequence == 0 {
		e, err = r.alive(ctx, room, e)
	}
	if err != nil {
		return media.Ticket{}, err
	}
	a, err := r.admit(ctx, e, name, p.Silent)
	if over(err) {
		if e, err = r.alive(ctx, room, e); err != nil {
			return media.Ticket{}, err
		}
		a, err = r.admit(ctx, e, name, p.Silent)
	}
	if err != nil {
		return media.Ticket{}, r.wrap("let somebody in", err)
	}
	token, err := json.Marshal(map[string]any{"Meeting": e.meeting, "Attendee": a})
	if err != nil {
		return media.Ticket{}, err
	}
	return media.Ticket{Provider: "chime", Address: e.MediaPlacement.SignalingURL, Token: string(token), Expires: time.Now().Add(media.TicketTTL)}, nil
}

// admit makes a place, or finds it; somebody who was let in under other rights has these from now on.
func (r *Rooms) admit(ctx context.Context, e entry, name string, silent bool) (attendee, error) {
	may := all
	if silent {
		may = receive
	}
	a, err := r.client.createAttendee(ctx, e.MeetingID, name, may)
	if err != nil || a.Capabilities != nil && *a.Capabilities == may {
		return a, err
	}
	a.Capabilities = &may
	return a, r.client.updateCapabilities(ctx, e.MeetingID, a.AttendeeID, may)
}

// Present implements media.Rooms: who has been let in.
func (r *Rooms) Present(ctx context.Context, room string) ([]string, error) {
	_, attendees, err := r.attendees(ctx, room)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, a := range attendees {
		if identity := identityOf(a.ExternalUserID); !slices.Contains(out, identity) {
			out = append(out, identity)
		}
	}
	return out, nil
}

func (r *Rooms) attendees(ctx context.Context, room string) (entry, []attendee, error) {
	e, err := r.register.last(ctx, room)
	if err != nil || e.sequence == 0 {
		return e, nil, err
	}
	attendees, err := r.client.listAttendees(ctx, e.MeetingID)
	return e, attendees, r.wrap("list who is in a room", unless(err))
}

// Evict implements media.Rooms. It disconnects, and takes the ticket's worth away.
func (r *Rooms) Evict(ctx context.Context, room, identity string) error {
	e, attendees, err := r.attendees(ctx, room)
	for _, a := range attendees {
		if identityOf(a.ExternalUserID) == identity {
			err = errors.Join(err, r.wrap("evict", unless(r.client.deleteAttendee(ctx, e.MeetingID, a.AttendeeID))))
		}
	}
	return err
}

// Close implements media.Rooms. The register keeps the entry, by which the next meeting is named.
func (r *Rooms) Close(ctx context.Context, room string) error {
	e, err := r.register.last(ctx, room)
	if err != nil || e.sequence == 0 {
		return err
	}
	return r.wrap("close a room", unless(r.client.deleteMeeting(ctx, e.MeetingID)))
}
