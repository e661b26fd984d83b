package recording

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// CaptionsAttributes is the resource.
type CaptionsAttributes struct {
	RecordingID string    `json:"recordingId" doc:"Of the interview; its state is recorded"`
	File        string    `json:"file" required:"false" maxLength:"200" doc:"The name of the file of the recording that they were made from: their zero is its begin, and who it shows says what has no speaker. Empty: they are of all of the recording"`
	Language    string    `json:"language" pattern:"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$" maxLength:"35" doc:"A tag such as en or pt-BR (BCP 47)"`
	Text        string    `json:"text" writeOnly:"true" minLength:"1" maxLength:"1000000" doc:"WebVTT, or SubRip"`
	Cues        []Cue     `json:"cues" readOnly:"true" doc:"In order of their begin"`
	Author      string    `json:"author" readOnly:"true" doc:"The name of who attached them"`
	CreatedAt   time.Time `json:"createdAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (CaptionsAttributes) ResourceType() string { return "captions" }

type captionsResource = jsonapi.Resource[CaptionsAttributes, workspace.OfInterview]

// captionsBody is what a document of a text of a million characters takes, some of them escaped.
const captionsBody = 4 << 20

func (s *Service) registerCaptions(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[CaptionsAttributes, workspace.OfInterview]{
		Path: "/v1/captions", Tag: tag, Read: readers, Write: captioners, MaxBody: captionsBody,
		Sort: []string{"createdAt"}, Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[CaptionsAttributes, workspace.OfInterview], err error) {
			if err := identity.Admit(ctx, readers); err != nil {
				return page, err
			}
			return workspace.List(ctx, s.workspaces, q, captionsPager, workspace.ByInterviewers, s.selectCaptions, showCaptions)
		},
		Get: func(ctx context.Context, wanted []string) ([]captionsResource, error) {
			all, err := s.visibleCaptions(ctx, wanted)
			return listing.Show(all, showCaptions), err
		},
		Create: s.apiAttach,
		Delete: func(ctx context.Context, id string) error { return s.Detach(ctx, ids.Captions(id)) },
	})
}

var captionsPager = listing.Pager[Captions]{
	ID:       listing.By("id", func(c *Captions) ids.Captions { return c.ID }),
	Sorts:    map[string]listing.Key[Captions]{"createdAt": listing.By("created_at", func(c *Captions) time.Time { return c.CreatedAt })},
	Standard: jsonapi.Sort{Field: "createdAt"},
}

func (s *Service) apiAttach(ctx context.Context, r *captionsResource) error {
	c := Captions{
		Interview: ids.Interview(r.Relationships.Interview.ID), Recording: ids.Recording(r.Attributes.RecordingID),
		File: r.Attributes.File, Language: r.Attributes.Language,
	}
	err := s.Attach(ctx, &c, r.Attributes.Text)
	if err == nil {
		*r = showCaptions(&c)
	}
	return err
}

func showCaptions(c *Captions) captionsResource {
	return captionsResource{
		ID: string(c.ID),
		Attributes: CaptionsAttributes{
			RecordingID: string(c.Recording), File: c.File, Language: c.Language, Cues: c.Cues.V, Author: c.Author, CreatedAt: c.CreatedAt,
		},
		Relationships: workspace.OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(c.Interview))},
	}
}
