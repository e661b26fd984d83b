// Package livekit is video by a LiveKit server: one that runs in this process (Start), or a cluster elsewhere.
package livekit

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/twitchtv/twirp"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// emptyFor is how long a room stays when nobody is in it, or nobody any more: people who lost their connection find each other again.
const emptyFor = 10 * time.Minute

// Rooms asks one server or cluster.
type Rooms struct {
	server  Server
	address string
	client  *lksdk.RoomServiceClient
}

// Server is where a server of LiveKit is asked, and with what.
type Server struct {
	URL         string // http://host:port, or ws://host:port
	Key, Secret string
}

// New makes rooms on a server. Browsers connect to address.
func New(server Server, address string) *Rooms {
	client := lksdk.NewRoomServiceClient(server.URL, server.Key, server.Secret, twirp.WithClientInterceptors(inTime))
	return &Rooms{server: server, address: address, client: client}
}

// inTime gives a request up that a server does not answer: one that hangs must not hang who asks.
func inTime(ask twirp.Method) twirp.Method {
	return func(ctx context.Context, request any) (any, error) {
		ctx, cancel := context.WithTimeout(ctx, answersWithin)
		defer cancel()
		return ask(ctx, request)
	}
}

// Open implements media.Rooms.
func (r *Rooms) Open(ctx context.Context, room string) error {
	_, err := r.client.CreateRoom(ctx, &livekit.CreateRoomRequest{
		Name: room, EmptyTimeout: uint32(emptyFor.Seconds()), DepartureTimeout: uint32(emptyFor.Seconds()),
	})
	return wrap("open a room", err)
}

// Ticket implements media.Rooms. Rooms are opened by us alone, and what is said beside pictures and sound goes through the
// product's own log, so that data channels stay shut.
func (r *Rooms) Ticket(_ context.Context, room string, p media.Person) (media.Ticket, error) {
	speaks, silent := !p.Silent, false
	grant := &auth.VideoGrant{
		RoomJoin: true, Room: room, CanPublish: &speaks, CanPublishData: &silent, CanUpdateOwnMetadata: &silent,
	}
	if speaks {
		grant.SetCanPublishSources([]livekit.TrackSource{
			livekit.TrackSource_CAMERA, livekit.TrackSource_MICROPHONE, livekit.TrackSource_SCREEN_SHARE, livekit.TrackSource_SCREEN_SHARE_AUDIO,
		})
	}
	expires := time.Now().Add(media.TicketTTL)
	token, err := auth.NewAccessToken(r.server.Key, r.server.Secret).
		SetVideoGrant(grant).SetIdentity(p.Identity).SetName(p.Name).SetValidFor(media.TicketTTL).ToJWT()
	if err != nil {
		return media.Ticket{}, fmt.Errorf("media: sign a ticket: %w", err)
	}
	return media.Ticket{Provider: "livekit", Address: r.address, Token: token, Expires: expires}, nil
}

// Present implements media.Rooms.
func (r *Rooms) Present(ctx context.Context, room string) ([]string, error) {
	list, err := r.client.ListParticipants(ctx, &livekit.ListParticipantsRequest{Room: room})
	if err != nil {
		return nil, wrap("list who is in a room", err)
	}
	var out []string
	for _, p := range list.GetParticipants() {
		if p.GetState() != livekit.ParticipantInfo_DISCONNECTED && !p.GetPermission().GetHidden() {
			out = append(out, p.GetIdentity())
		}
	}
	return out, nil
}

// Evict implements media.Rooms.
func (r *Rooms) Evict(ctx context.Context, room, identity string) error {
	_, err := r.client.RemoveParticipant(ctx, &livekit.RoomParticipantIdentity{Room: room, Identity: identity})
	return wrap("evict", err)
}

// Close implements media.Rooms.
func (r *Rooms) Close(ctx context.Context, room string) error {
	_, err := r.client.DeleteRoom(ctx, &livekit.DeleteRoomRequest{Room: room})
	return wrap("close a room", err)
}

// wrap says what was tried; what is not there is no error.
func wrap(what string, err error) error {
	var answer twirp.Error
	if err == nil || errors.As(err, &answer) && answer.Code() == twirp.NotFound {
		return nil
	}
	return fmt.Errorf("media: %s: %w", what, err)
}
