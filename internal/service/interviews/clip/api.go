package clip

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

const tag = "interviews"

// Attributes is the resource.
type Attributes struct {
	RecordingID string    `json:"recordingId" doc:"Of the interview; its state is recorded"`
	FromMs      int64     `json:"fromMs" minimum:"0" required:"false" doc:"After startedAt of the recording"`
	ToMs        int64     `json:"toMs" minimum:"0" required:"false" doc:"0: its end"`
	Format      string    `json:"format" enum:"mp4,webm" default:"mp4" required:"false"`
	State       string    `json:"state" readOnly:"true" enum:"waiting,making,made,failed"`
	Reason      string    `json:"reason" readOnly:"true" doc:"Why it failed; mostly empty"`
	Progress    float64   `json:"progress" readOnly:"true" doc:"How much of it is made, 0 to 1"`
	Bytes       int64     `json:"bytes" readOnly:"true" doc:"Once it is made"`
	Author      string    `json:"author" readOnly:"true" doc:"The name of who asked for it"`
	CreatedAt   time.Time `json:"createdAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Attributes) ResourceType() string { return "clips" }

type resource = jsonapi.Resource[Attributes, workspace.OfInterview]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Attributes, workspace.OfInterview]{
		Path: "/v1/clips", Tag: tag, Read: readers, Write: makers, Accepted: true,
		Sort: []string{"createdAt"}, Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[Attributes, workspace.OfInterview], err error) {
			if err := identity.Admit(ctx, readers); err != nil {
				return page, err
			}
			return workspace.List(ctx, s.workspaces, q, pager, workspace.ByInterviewers, s.selectAll, show)
		},
		Get: func(ctx context.Context, wanted []string) ([]resource, error) {
			all, err := s.visible(ctx, wanted)
			return listing.Show(all, show), err
		},
		Create: s.apiAsk,
		Delete: s.Remove,
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/clips/{id}/file", Name: "getClipFile", Tag: tag, Needs: readers, Produces: "video/mp4",
		Summary: "Fetch a film, from any moment on (Range); video/webm where that is its format. Who did is kept",
	}, s.file)
}

var pager = listing.Pager[Clip]{
	ID:       listing.By("id", func(c *Clip) ids.Clip { return c.ID }),
	Sorts:    map[string]listing.Key[Clip]{"createdAt": listing.By("created_at", func(c *Clip) time.Time { return c.CreatedAt })},
	Standard: jsonapi.Sort{Field: "createdAt"},
}

func (s *Service) apiAsk(ctx context.Context, r *resource) error {
	a := r.Attributes
	c := Clip{Interview: ids.Interview(r.Relationships.Interview.ID), Recording: ids.Recording(a.RecordingID), FromMs: a.FromMs, ToMs: a.ToMs, Format: a.Format}
	err := s.Ask(ctx, &c)
	if err == nil {
		*r = show(&c)
	}
	return err
}

func show(c *Clip) resource {
	return resource{
		ID: string(c.ID),
		Attributes: Attributes{
			RecordingID: string(c.Recording), FromMs: c.FromMs, ToMs: c.ToMs, Format: c.Format, State: c.State, Reason: c.Reason,
			Progress: float64(c.Progress) / 1000, Bytes: c.Bytes, Author: c.Author, CreatedAt: c.CreatedAt,
		},
		Relationships: workspace.OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(c.Interview))},
	}
}

// note keeps that who asks has seen the recording.
func (s *Service) note(ctx context.Context, c Clip) error {
	r, err := s.recordings.Whole(ctx, c.Organization, c.Recording)
	if err != nil {
		return err
	}
	return s.recordings.NoteRead(ctx, r, identity.From(ctx).User)
}

// file serves a film to whoever may see its recording, and keeps that they did.
func (s *Service) file(w http.ResponseWriter, q *http.Request) {
	ctx := q.Context()
	c, err := s.one(ctx, q.PathValue("id"))
	if err == nil && c.State != Made {
		err = errs.New(errs.Conflict, "clip_unfinished", "this film is not made yet, or could not be: its state says which")
	}
	if err == nil {
		err = s.note(ctx, c)
	}
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	w.Header().Set("Content-Type", "video/"+c.Format)
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="interview-%s.%s"`, c.ID[len(c.ID)-6:], c.Format))
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("ETag", `"`+string(c.ID)+`"`)
	content := s.recordings.Open(ctx, recording.InPieces(c.Pieces.V, c.Bytes))
	defer content.Close() //nolint:errcheck // it was only read
	http.ServeContent(w, q, "", time.Time{}, content)
}
