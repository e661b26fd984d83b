package workspace

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// message is the kind of a message's entry in the timeline, which keeps it.
const message = "message"

// MessageAttributes is the resource.
type MessageAttributes struct {
	Text          string    `json:"text" minLength:"1" maxLength:"4000" immutable:"true"`
	Audience      string    `json:"audience" enum:"all,interviewers" default:"all" required:"false" immutable:"true"`
	ParticipantID string    `json:"participantId" readOnly:"true"`
	Name          string    `json:"name" readOnly:"true" doc:"Of who sent it"`
	At            time.Time `json:"at" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (MessageAttributes) ResourceType() string { return "interview-messages" }

type messageResource = jsonapi.Resource[MessageAttributes, OfInterview]

func (s *Service) registerMessages(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[MessageAttributes, OfInterview]{
		Path: "/v1/interview-messages", Tag: tag, Read: schedule.Readers, Write: writers,
		Filter: map[string][]string{"interview": nil},
		List:   s.apiListMessages, Create: s.apiSend, Get: s.apiGetMessages,
	})
}

var messagePager = listing.OldestFirst("number", func(e *Entry) int { return e.Number })

func (s *Service) apiListMessages(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[MessageAttributes, OfInterview], err error) {
	at, there, err := s.Listed(ctx, q)
	if err != nil || !there {
		return page, err
	}
	return listing.Page(ctx, q, messagePager, at.heard(db.Where("kind = ?", message)), s.entries, listing.Each(showMessage))
}

func (s *Service) apiGetMessages(ctx context.Context, wanted []string) ([]messageResource, error) {
	all, err := s.heardOf(ctx, message, wanted)
	return listing.Show(all, showMessage), err
}

// heardOf are entries of a kind, of those that are asked for, that who asks is told of.
func (s *Service) heardOf(ctx context.Context, kind string, wanted []string) ([]Entry, error) {
	where := db.In(db.Where("organization_id = ?", identity.From(ctx).Organization).And("kind = ?", kind), "id", wanted)
	all, err := s.entries(ctx, where, nil, len(wanted))
	if err != nil {
		return nil, err
	}
	return seen(ctx, s, all, func(e Entry) ids.Interview { return e.Interview }, func(at Seat, e Entry) bool {
		return e.Audience == All || at.Interviewers()
	})
}

func (s *Service) apiSend(ctx context.Context, r *messageResource) error {
	sent, err := s.Send(ctx, ids.Interview(r.Relationships.Interview.ID), r.Attributes.Audience, r.Attributes.Text)
	if err == nil {
		*r = showMessage(&sent)
	}
	return err
}

// Send says something to all in the room, or to its interviewers.
func (s *Service) Send(ctx context.Context, id ids.Interview, audience, text string) (Entry, error) {
	at, err := s.Sit(ctx, id)
	if err == nil {
		err = at.acts()
	}
	if err != nil {
		return Entry{}, err
	}
	if audience == Interviewers && !at.Interviewers() {
		return Entry{}, errs.New(errs.Forbidden, "audience_foreign", "only interviewers write to interviewers: send it to all").At("/data/attributes/audience")
	}
	if err := s.messages.Admit(ctx, string(at.Participant.ID)); err != nil {
		return Entry{}, err
	}
	e := at.Entry(message, "", map[string]any{"text": text})
	e.Audience = audience
	return *e, s.db.InTx(ctx, func(ctx context.Context) error { return s.Record(ctx, e) })
}

func showMessage(e *Entry) messageResource {
	text, _ := e.Data.V["text"].(string)
	return messageResource{
		ID:            string(e.ID),
		Attributes:    MessageAttributes{Text: text, Audience: e.Audience, ParticipantID: string(e.Participant), Name: e.Name, At: e.At},
		Relationships: of(e.Interview),
	}
}
