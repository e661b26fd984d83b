package listing

import (
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Table is a page of a list that is small and in memory, in its own order. The cursor is a resource's id.
func Table[A jsonapi.Named, R any](q *jsonapi.Query, all []jsonapi.Resource[A, R]) (page jsonapi.Page[A, R], err error) {
	from, to := 0, len(all)
	if q.After+q.Before != "" {
		var id string
		if err := q.Cursor(&id); err != nil {
			return page, err
		}
		at := slices.IndexFunc(all, func(r jsonapi.Resource[A, R]) bool { return r.ID == id })
		if at < 0 {
			return page, errs.New(errs.Malformed, "bad_cursor", "this cursor is not one of this list: begin again without it").In("page[after]")
		}
		if q.After != "" {
			from = at + 1
		} else {
			to = at
		}
	}
	if q.Before != "" {
		from = max(from, to-q.Size)
	} else {
		to = min(to, from+q.Size)
	}
	page.Items = all[from:to]
	if from < to && to < len(all) {
		page.Next = jsonapi.EncodeCursor(all[to-1].ID)
	}
	if from < to && from > 0 {
		page.Prev = jsonapi.EncodeCursor(all[from].ID)
	}
	return page, nil
}
