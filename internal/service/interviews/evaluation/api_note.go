package evaluation

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// NoteAttributes is the resource.
type NoteAttributes struct {
	Text          string    `json:"text" minLength:"1" maxLength:"10000" doc:"Markdown"`
	SecondsAgo    float64   `json:"secondsAgo" writeOnly:"true" immutable:"true" minimum:"0" maximum:"86400" required:"false" doc:"When the writing of it began: the note is about that moment"`
	At            time.Time `json:"at" readOnly:"true" doc:"The moment that it is about, on the server's clock like startedAt of the interview, and not before that"`
	ParticipantID string    `json:"participantId" readOnly:"true" doc:"Whose it is, to change and to remove"`
	Name          string    `json:"name" readOnly:"true" doc:"Theirs"`
}

// ResourceType is the JSON:API type.
func (NoteAttributes) ResourceType() string { return "notes" }

type noteResource = jsonapi.Resource[NoteAttributes, workspace.OfInterview]

func (s *Service) registerNotes(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[NoteAttributes, workspace.OfInterview]{
		Path: "/v1/notes", Tag: tag, Read: holders, Write: holders,
		Sort: []string{"at"}, Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[NoteAttributes, workspace.OfInterview], error) {
			return workspace.List(ctx, s.workspaces, q, notePager, workspace.ByInterviewers, s.selectNotes, showNote)
		},
		Get: func(ctx context.Context, wanted []string) ([]noteResource, error) {
			all, err := s.visibleNotes(ctx, wanted)
			return listing.Show(all, showNote), err
		},
		Create: s.apiMakeNote, Update: s.apiChangeNote,
		Delete: func(ctx context.Context, id string) error { return s.RemoveNote(ctx, ids.Note(id)) },
	})
}

var notePager = listing.Pager[Note]{
	ID:       listing.By("id", func(n *Note) ids.Note { return n.ID }),
	Sorts:    map[string]listing.Key[Note]{"at": listing.By("at", func(n *Note) time.Time { return n.At })},
	Standard: jsonapi.Sort{Field: "at"},
}

func (s *Service) apiMakeNote(ctx context.Context, r *noteResource) error {
	n := Note{Interview: ids.Interview(r.Relationships.Interview.ID), Text: r.Attributes.Text}
	err := s.MakeNote(ctx, &n, time.Duration(r.Attributes.SecondsAgo*float64(time.Second)))
	if err == nil {
		*r = showNote(&n)
	}
	return err
}

func (s *Service) apiChangeNote(ctx context.Context, r *noteResource, _ jsonapi.Changes) error {
	n, err := s.ChangeNote(ctx, ids.Note(r.ID), listing.Revision(r.Version), r.Attributes.Text)
	if err == nil {
		*r = showNote(&n)
	}
	return err
}

func showNote(n *Note) noteResource {
	return noteResource{
		ID: string(n.ID), Version: strconv.Itoa(n.Revision),
		Attributes:    NoteAttributes{Text: n.Text, At: n.At, ParticipantID: string(n.Participant), Name: n.Name},
		Relationships: of(n.Interview),
	}
}
