package workspace

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// reaction is the kind of a reaction's entry in the timeline, which keeps it.
const reaction = "reaction"

// ReactionAttributes is the resource: what somebody says without a word, to all.
type ReactionAttributes struct {
	Emoji         string    `json:"emoji" enum:"👍,👏,😀,🎉,❤️,✋" immutable:"true" doc:"✋ asks to speak"`
	ParticipantID string    `json:"participantId" readOnly:"true"`
	Name          string    `json:"name" readOnly:"true" doc:"Of who reacts"`
	At            time.Time `json:"at" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (ReactionAttributes) ResourceType() string { return "interview-reactions" }

type reactionResource = jsonapi.Resource[ReactionAttributes, OfInterview]

func (s *Service) registerReactions(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[ReactionAttributes, OfInterview]{
		Path: "/v1/interview-reactions", Tag: tag, Read: schedule.Readers, Write: writers,
		Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[ReactionAttributes, OfInterview], err error) {
			at, there, err := s.Listed(ctx, q)
			if err != nil || !there {
				return page, err
			}
			return listing.Page(ctx, q, messagePager, at.heard(db.Where("kind = ?", reaction)), s.entries, listing.Each(showReaction))
		},
		Create: func(ctx context.Context, r *reactionResource) error {
			made, err := s.React(ctx, ids.Interview(r.Relationships.Interview.ID), r.Attributes.Emoji)
			if err == nil {
				*r = showReaction(&made)
			}
			return err
		},
		Get: func(ctx context.Context, wanted []string) ([]reactionResource, error) {
			all, err := s.heardOf(ctx, reaction, wanted)
			return listing.Show(all, showReaction), err
		},
	})
}

// React shows a sign of who sits there to all in the room.
func (s *Service) React(ctx context.Context, id ids.Interview, emoji string) (Entry, error) {
	at, err := s.Sit(ctx, id)
	if err == nil {
		err = at.acts()
	}
	if err == nil {
		err = s.messages.Admit(ctx, string(at.Participant.ID))
	}
	if err != nil {
		return Entry{}, err
	}
	e := at.Entry(reaction, "", map[string]any{"emoji": emoji})
	return *e, s.db.InTx(ctx, func(ctx context.Context) error { return s.Record(ctx, e) })
}

func showReaction(e *Entry) reactionResource {
	emoji, _ := e.Data.V["emoji"].(string)
	return reactionResource{
		ID:            string(e.ID),
		Attributes:    ReactionAttributes{Emoji: emoji, ParticipantID: string(e.Participant), Name: e.Name, At: e.At},
		Relationships: of(e.Interview),
	}
}
