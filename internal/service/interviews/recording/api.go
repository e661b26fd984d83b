package recording

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

const tag = "interviews"

// readers are members: what people agree to is that nobody else sees it.
var readers = identity.AnyOf(identity.InterviewsRead)

// Attributes is the resource.
type Attributes struct {
	State     string           `json:"state" readOnly:"true" enum:"recording,verifying,recorded,failed,removing,removed" doc:"recorded: its files were looked through, stored and read back; removed: they are gone, and this is what is left"`
	Reason    string           `json:"reason" readOnly:"true" doc:"Why it failed, or is not stored yet; mostly empty"`
	StartedAt time.Time        `json:"startedAt" readOnly:"true" doc:"On the server's clock, as all of the interview: the zero of its files"`
	EndedAt   *time.Time       `json:"endedAt" readOnly:"true"`
	Held      bool             `json:"held" required:"false" doc:"On hold: neither its age nor anybody removes it"`
	KeptUntil *time.Time       `json:"keptUntil" readOnly:"true" doc:"When its age removes it; null: that will not happen"`
	RemovedAt *time.Time       `json:"removedAt" readOnly:"true"`
	RemovedBy string           `json:"removedBy" readOnly:"true" doc:"The name of who removed it, at that time; empty when its time was over"`
	Files     []FileAttributes `json:"files" readOnly:"true" doc:"Once it is recorded: one for each person's camera and microphone, and one for each screen"`
}

// FileAttributes is one of them: a WebM with VP8, Opus, or both.
type FileAttributes struct {
	Name          string       `json:"name" doc:"Its last part at /v1/recordings/{id}/files/"`
	ParticipantID string       `json:"participantId" doc:"Whom it shows"`
	Source        string       `json:"source" enum:"camera,screen" doc:"camera: with the microphone; screen: with its sound"`
	OffsetMs      int64        `json:"offsetMs" doc:"How long after startedAt it begins"`
	DurationMs    int64        `json:"durationMs"`
	Bytes         int64        `json:"bytes"`
	SHA256        string       `json:"sha256"`
	Width         int          `json:"width" doc:"Of the pictures, when it has any"`
	Height        int          `json:"height"`
	HasPictures   bool         `json:"hasPictures"`
	HasSound      bool         `json:"hasSound"`
	Gaps          []engine.Gap `json:"gaps" doc:"Where pictures are missing; atMs after startedAt"`
}

// ResourceType is the JSON:API type.
func (Attributes) ResourceType() string { return "recordings" }

type resource = jsonapi.Resource[Attributes, workspace.OfInterview]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Attributes, workspace.OfInterview]{
		Path: "/v1/recordings", Tag: tag, Read: readers, Write: keepers,
		Sort: []string{"startedAt"}, Filter: map[string][]string{"interview": nil},
		List: func(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[Attributes, workspace.OfInterview], err error) {
			if err := identity.Admit(ctx, readers); err != nil {
				return page, err
			}
			return workspace.List(ctx, s.workspaces, q, pager, workspace.ByInterviewers, s.selectAll, s.show)
		},
		Get: func(ctx context.Context, wanted []string) ([]resource, error) {
			all, err := s.visible(ctx, wanted)
			return listing.Show(all, s.show), err
		},
		Update: func(ctx context.Context, x *resource, _ jsonapi.Changes) error {
			r, err := s.Hold(ctx, x.ID, x.Attributes.Held)
			*x = s.show(&r)
			return err
		},
		Delete: s.Remove,
	})
	jsonapi.HandlePlain(api, jsonapi.Plain{
		Method: http.MethodGet, Path: "/v1/recordings/{id}/files/{name}", Name: "getRecordingFile", Tag: tag, Needs: readers, Produces: "video/webm",
		Summary: "Play a file of a recording, from any moment on (Range); who did is kept",
	}, s.file)
	s.registerCaptions(api)
}

var pager = listing.Pager[Recording]{
	ID:       listing.By("id", func(r *Recording) ids.Recording { return r.ID }),
	Sorts:    map[string]listing.Key[Recording]{"startedAt": listing.By("started_at", func(r *Recording) time.Time { return r.StartedAt })},
	Standard: jsonapi.Sort{Field: "startedAt"},
}

// visible are those that who asks may see: members but one who is the candidate.
func (s *Service) visible(ctx context.Context, wanted []string) ([]Recording, error) {
	if err := identity.Admit(ctx, readers); err != nil {
		return nil, err
	}
	return workspace.Find(ctx, s.workspaces, "recordings", wanted, workspace.ByInterviewers, s.selectAll)
}

func (s *Service) show(r *Recording) resource {
	a := Attributes{
		State: r.State, Reason: r.Reason, StartedAt: r.StartedAt, EndedAt: r.EndedAt, Held: r.Held, KeptUntil: s.keptUntil(*r),
		RemovedAt: r.RemovedAt, RemovedBy: r.Remover, Files: []FileAttributes{},
	}
	for _, f := range r.Files.V {
		if r.State == Removing {
			break // they are going
		}
		a.Files = append(a.Files, FileAttributes{
			Name: f.Name, ParticipantID: string(f.Participant()), Source: string(f.Source), OffsetMs: f.OffsetMs, DurationMs: f.DurationMs, Bytes: f.Bytes, SHA256: f.SHA256,
			Width: f.Width, Height: f.Height, HasPictures: f.Pictures > 0, HasSound: f.Sounds > 0, Gaps: f.Gaps,
		})
	}
	return resource{ID: string(r.ID), Attributes: a, Relationships: workspace.OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(r.Interview))}}
}

// file serves one to whoever may see it, and keeps that they did.
func (s *Service) file(w http.ResponseWriter, q *http.Request) {
	r, f, err := s.playable(q.Context(), q.PathValue("id"), q.PathValue("name"))
	if err == nil {
		err = s.noteRead(q.Context(), r, string(identity.From(q.Context()).User))
	}
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	w.Header().Set("Content-Type", "video/webm")
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("ETag", `"`+f.SHA256+`"`)
	c := s.open(q.Context(), f)
	defer c.Close() //nolint:errcheck // it was only read
	http.ServeContent(w, q, "", time.Time{}, c)
}

func (s *Service) playable(ctx context.Context, id, name string) (Recording, File, error) {
	all, err := s.visible(ctx, []string{id})
	switch {
	case err != nil:
		return Recording{}, File{}, err
	case len(all) == 0:
		return Recording{}, File{}, errs.Missing("recording", id)
	case all[0].State == Removing, all[0].State == Removed:
		return Recording{}, File{}, errRemoved
	case all[0].State != Recorded:
		return Recording{}, File{}, errs.New(errs.Conflict, "recording_unfinished", "this recording is not stored yet, or failed: its state says which")
	}
	at := slices.IndexFunc(all[0].Files.V, func(f File) bool { return f.Name == name })
	if at < 0 {
		return Recording{}, File{}, errs.Missing("file", name)
	}
	return all[0], all[0].Files.V[at], nil
}
