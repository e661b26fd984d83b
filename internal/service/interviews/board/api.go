package board

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

const tag = "interviews"

// writers are those who may work in a room.
var writers = identity.AnyOf(identity.InterviewsHold, identity.InterviewTake)

// maxDrawing is a body's, whose elements may be many and small, or few and large.
const maxDrawing = 256 << 10

// Attributes is the resource, whose id is the interview's.
type Attributes struct {
	Number   int               `json:"number" readOnly:"true" doc:"Of the last drawing that is in it; 0 when nobody has drawn. Those behind it are listed with filter[number][after]"`
	Elements []json.RawMessage `json:"elements" readOnly:"true" doc:"Those of now, as Excalidraw has them: index says what lies over what"`
}

// ResourceType is the JSON:API type.
func (Attributes) ResourceType() string { return "interview-boards" }

// DrawingAttributes is the resource.
type DrawingAttributes struct {
	Elements      []json.RawMessage `json:"elements" immutable:"true" doc:"Whole elements as Excalidraw has them; of what is sent those that were newer than what was there. Who may not see the replay reads those that are on the board as they were drawn then, and of one that was deleted that it was"`
	Number        int               `json:"number" readOnly:"true" doc:"In the log of the board; of a drawing in which nothing was newer that of the last one"`
	At            time.Time         `json:"at" readOnly:"true" doc:"On the server's clock"`
	ParticipantID string            `json:"participantId" readOnly:"true" doc:"Who drew"`
}

// ResourceType is the JSON:API type.
func (DrawingAttributes) ResourceType() string { return "interview-drawings" }

type drawingResource = jsonapi.Resource[DrawingAttributes, workspace.OfInterview]

// Register mounts the room's endpoints.
func (s *Service) Register(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Attributes, jsonapi.None]{
		Path: "/v1/interview-boards", Tag: tag, Read: schedule.Readers, Get: s.apiGet,
	})
	jsonapi.Register(api, jsonapi.Collection[DrawingAttributes, workspace.OfInterview]{
		Path: "/v1/interview-drawings", Tag: tag, Read: schedule.Readers, Write: writers, MaxBody: maxDrawing, PageSize: 100,
		Filter: map[string][]string{"interview": nil, "number": {"after"}},
		List:   s.apiList, Create: s.apiDraw,
		Get: func(ctx context.Context, wanted []string) ([]drawingResource, error) {
			read := reader{service: s}
			all, err := workspace.Find(ctx, s.workspaces, "drawings", wanted, read.sees, read.drawings)
			return listing.Show(all, showDrawing), err
		},
	})
}

func (s *Service) apiGet(ctx context.Context, wanted []string) (all []jsonapi.Resource[Attributes, jsonapi.None], err error) {
	err = s.workspaces.EachSeat(ctx, wanted, func(at workspace.Seat) error {
		// The number first: what is drawn between the two is in the scene, and is read once more behind it.
		b, err := s.board(ctx, at.Interview.Organization, at.Interview.ID)
		if err != nil {
			return err
		}
		scene, err := s.scene(ctx, at.Interview.Organization, at.Interview.ID)
		all = append(all, jsonapi.Resource[Attributes, jsonapi.None]{ID: string(at.Interview.ID), Attributes: Attributes{Number: b.Number, Elements: scene}})
		return err
	})
	return all, err
}

var pager = listing.OldestFirst("number", func(d *Drawing) int { return d.Number })

func (s *Service) apiList(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[DrawingAttributes, workspace.OfInterview], err error) {
	after, err := numberAsked(q)
	if err != nil {
		return page, err
	}
	read := reader{service: s, after: after}
	return workspace.List(ctx, s.workspaces, q, pager, read.sees, read.drawings, showDrawing)
}

// numberAsked is that of the drawing behind which the log is read; 0 without one.
func numberAsked(q *jsonapi.Query) (int, error) {
	asked := listing.Values(q, "number")
	if asked == nil {
		return 0, nil
	}
	n, err := strconv.Atoi(asked[0])
	if err != nil || n < 0 || len(asked) > 1 {
		return 0, errs.New(errs.Malformed, "number_malformed", "%q is no number of a drawing: send one, such as 0", asked[0]).In("filter[number][after]")
	}
	return n, nil
}

func (s *Service) apiDraw(ctx context.Context, r *drawingResource) error {
	sent, err := elements(r.Attributes.Elements)
	if err != nil {
		return err
	}
	d, err := s.Draw(ctx, ids.Interview(r.Relationships.Interview.ID), sent)
	if err == nil {
		*r = showDrawing(&d)
	}
	return err
}

func showDrawing(d *Drawing) drawingResource {
	return drawingResource{
		ID:            string(d.ID),
		Attributes:    DrawingAttributes{Elements: d.Elements.V, Number: d.Number, At: d.At, ParticipantID: string(d.Participant)},
		Relationships: workspace.OfInterview{Interview: jsonapi.ToOne[schedule.InterviewAttributes](string(d.Interview))},
	}
}

// Follow begins to follow a board. What it answers tells the number of the last drawing, when that is another one than was told.
func (s *Service) Follow(id ids.Interview) func(context.Context, *httpx.EventStream) error {
	told := 0
	return func(ctx context.Context, out *httpx.EventStream) error {
		at, err := s.workspaces.Sit(ctx, id)
		if errs.Is(err, errs.Forbidden) || errs.Is(err, errs.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		b, err := s.board(ctx, at.Interview.Organization, id)
		if err != nil || b.Number == told {
			return err
		}
		told = b.Number
		return out.Send("", "board", map[string]int{"number": b.Number})
	}
}
