package listing

import (
	"context"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Rows reads at most limit rows of what the conditions keep, in the order of the keys.
type Rows[T any] func(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]T, error)

// Page reads one page of what where keeps and shows its rows, all at once.
func Page[T any, A jsonapi.Named, R any](
	ctx context.Context, q *jsonapi.Query, p Pager[T], where *db.Conditions, list Rows[T], show func([]T) ([]jsonapi.Resource[A, R], error),
) (page jsonapi.Page[A, R], err error) {
	rows, next, prev, err := p.page(ctx, q, where, list)
	if err != nil {
		return page, err
	}
	page.Next, page.Prev = next, prev
	page.Items, err = show(rows)
	return page, err
}

// Show shows every row by itself.
func Show[T any, A jsonapi.Named, R any](rows []T, show func(*T) jsonapi.Resource[A, R]) []jsonapi.Resource[A, R] {
	all := make([]jsonapi.Resource[A, R], len(rows))
	for i := range rows {
		all[i] = show(&rows[i])
	}
	return all
}

// Each is Show, for Page.
func Each[T any, A jsonapi.Named, R any](show func(*T) jsonapi.Resource[A, R]) func([]T) ([]jsonapi.Resource[A, R], error) {
	return func(rows []T) ([]jsonapi.Resource[A, R], error) { return Show(rows, show), nil }
}

// IDs turns the ids of a request into a noun's.
func IDs[T ~string](wanted []string) []T {
	all := make([]T, len(wanted))
	for i, id := range wanted {
		all[i] = T(id)
	}
	return all
}

// Values are a filter's values, by field; nil when it was not sent.
func Values(q *jsonapi.Query, field string) []string {
	for _, f := range q.Filter {
		if f.Field == field {
			return f.Values
		}
	}
	return nil
}

// Required are the values of a filter without which a list makes no sense: what belongs to one parent.
func Required(q *jsonapi.Query, field string) ([]string, error) {
	values := Values(q, field)
	if values == nil {
		return nil, errs.New(errs.Malformed, "filter_missing", "say of which %s: send filter[%s]", field, field).In("filter[" + field + "]")
	}
	return values, nil
}

// Revision is the revision a resource had when it was read, from the version its tag told; one that no row has when
// that is not a number, so that a change for it finds none.
func Revision(version string) int {
	n, err := strconv.Atoi(version)
	if err != nil {
		return -1
	}
	return n
}
