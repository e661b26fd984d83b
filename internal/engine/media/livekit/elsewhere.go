package livekit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/livekit/protocol/livekit"
	"github.com/livekit/server-sdk-go/v2/signalling"
	"github.com/twitchtv/twirp"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// answersWithin is how long a server has for one answer.
const answersWithin = 10 * time.Second

// recordable is all that people may send: what recordings can hold.
var recordable = []string{"audio/opus", "video/vp8"}

// Reach says why the server does not carry video now; nil: it answers, and takes the key.
func (r *Rooms) Reach(ctx context.Context) error {
	_, err := r.client.ListRooms(ctx, &livekit.ListRoomsRequest{Names: []string{"-"}}) // no room has this name
	return r.fault(err)
}

// Check says why a server that somebody else has set up is not as rooms need it: it answers, takes the key, opens no room but those that
// are opened here, and lets people send what recordings can hold and nothing else. One that does not answer is errs.Unavailable.
func (r *Rooms) Check(ctx context.Context) error {
	if err := r.Reach(ctx); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 2*answersWithin)
	defer cancel()
	name := "check-" + rand.Text()
	if err := r.opensNone(ctx, name); err != nil {
		return err
	}
	return r.limitsCodecs(ctx, name)
}

// opensNone asks, as a browser would with a ticket, whether it may come into a room that nobody has opened.
func (r *Rooms) opensNone(ctx context.Context, name string) error {
	ticket, err := r.Ticket(ctx, name, media.Person{Identity: "check"})
	if err != nil {
		return err
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, signalling.ToHttpURL(r.server.URL)+"/rtc/validate", nil)
	if err != nil {
		return fmt.Errorf("media: ask for a room that is not there: %w", err)
	}
	q.Header = signalling.NewHTTPHeaderWithToken(ticket.Token)
	a, err := http.DefaultClient.Do(q)
	if err != nil {
		return r.fault(err)
	}
	_ = a.Body.Close()
	switch a.StatusCode {
	case http.StatusNotFound:
		return nil
	case http.StatusOK:
		return fmt.Errorf("the LiveKit server at %s opens a room for whoever has had a ticket, after an interview has ended, too: set auto_create: false under room in its livekit.yaml", r.server.URL)
	}
	return fmt.Errorf("the LiveKit server at %s answers %s at /rtc/validate, where browsers come in: see that what is in front of it passes /rtc on", r.server.URL, a.Status)
}

// limitsCodecs opens a room for a moment, and looks at what may be sent there.
func (r *Rooms) limitsCodecs(ctx context.Context, name string) error {
	room, err := r.client.CreateRoom(ctx, &livekit.CreateRoomRequest{Name: name, EmptyTimeout: uint32(answersWithin.Seconds())})
	if err != nil {
		return r.fault(err)
	}
	var sent []string
	for _, codec := range room.GetEnabledCodecs() {
		if mime := strings.ToLower(codec.GetMime()); mime != "video/rtx" { // what was lost is sent again with it
			sent = append(sent, mime)
		}
	}
	slices.Sort(sent)
	if err := r.Close(ctx, name); err != nil {
		return err
	}
	if !slices.Equal(sent, recordable) {
		return fmt.Errorf("the LiveKit server at %s lets people send %s, and recordings hold %s: name these under room, enabled_codecs in its livekit.yaml",
			r.server.URL, strings.Join(sent, ", "), strings.Join(recordable, " and "))
	}
	return nil
}

// fault says what is wrong with a server that has not done what it was asked.
func (r *Rooms) fault(err error) error {
	if err == nil {
		return nil
	}
	var answer twirp.Error
	if errors.As(err, &answer) {
		switch answer.Code() {
		case twirp.Unauthenticated, twirp.PermissionDenied:
			return fmt.Errorf("the LiveKit server at %s refuses the key: the key and its secret must be a pair under keys in its livekit.yaml", r.server.URL)
		case twirp.BadRoute, twirp.Malformed:
			return fmt.Errorf("what answers at %s is no LiveKit server: name the address that browsers connect to", r.server.URL)
		}
	}
	return errs.New(errs.Unavailable, "video_unavailable", "the LiveKit server at %s does not answer: see that it runs, and that this host reaches it", r.server.URL).Because(err)
}
