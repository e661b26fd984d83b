package board

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/workspace"
)

// reader reads drawings for who sits somewhere. Its sight of a seat comes before the rows that are seen from it.
type reader struct {
	service *Service
	after   int  // number of the drawing behind which it begins
	whole   bool // all that was ever drawn is for them
}

// sees is a workspace.Sight.
func (r *reader) sees(_ context.Context, at workspace.Seat) (*db.Conditions, error) {
	r.whole = at.Reviews() == nil
	return workspace.OfOne(at.Interview.Organization, at.Interview.ID).And("number > ?", r.after), nil
}

// drawings are listing.Rows.
func (r *reader) drawings(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]Drawing, error) {
	all, err := r.service.selectDrawings(ctx, where, order, limit)
	if err != nil || r.whole || len(all) == 0 {
		return all, err
	}
	return all, r.service.reduce(ctx, all)
}

// reduce leaves of drawings of one board what of them is on it now. What is drawn meanwhile is in a later drawing.
func (s *Service) reduce(ctx context.Context, all []Drawing) error {
	numbers := make([]int, len(all))
	for i, d := range all {
		numbers[i] = d.Number
	}
	last, err := s.drawnLast(ctx, all[0].Organization, all[0].Interview, numbers)
	if err != nil {
		return err
	}
	for i, d := range all {
		if all[i].Elements.V, err = leaves(d.Elements.V, last[d.Number]); err != nil {
			return fmt.Errorf("read drawing %s: %w", d.ID, err)
		}
	}
	return nil
}

// leaves are those of the elements that were drawn last; of those that were deleted there is a trace.
func leaves(elements []json.RawMessage, last map[string]bool) ([]json.RawMessage, error) {
	left := []json.RawMessage{}
	for _, body := range elements {
		var e map[string]any
		if err := json.Unmarshal(body, &e); err != nil {
			return nil, err
		}
		id, _ := e["id"].(string)
		deleted, is := last[id]
		if !is {
			continue
		}
		if deleted {
			var err error
			if body, err = json.Marshal(traceOf(e)); err != nil {
				return nil, err
			}
		}
		left = append(left, body)
	}
	return left, nil
}

// traceOf is what tells pages that an element was deleted, and nothing of what it was like; they can take it like any other.
func traceOf(e map[string]any) map[string]any {
	trace := map[string]any{}
	for _, name := range []string{"id", "type", "index", "version", "versionNonce", "isDeleted"} {
		trace[name] = e[name]
	}
	switch kind, _ := e["type"].(string); {
	case slices.Contains(ofPoints, kind):
		trace["points"] = [][2]int{{0, 0}}
	case kind == "text":
		trace["text"] = ""
	}
	return trace
}
