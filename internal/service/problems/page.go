package problems

import (
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// sorting is one order a list can have: a column, and how its value is read from a row and from a cursor.
type sorting[T any] struct {
	column string
	value  func(*T) any
	into   func() any // a pointer for DecodeCursor
	from   func(any) any
}

func by[T any, V any](column string, value func(*T) V) sorting[T] {
	return sorting[T]{
		column: column,
		value:  func(row *T) any { return value(row) },
		into:   func() any { return new(V) },
		from:   func(p any) any { return *p.(*V) },
	}
}

// pager pages the rows of one collection by key. The id is always the last key.
type pager[T any] struct {
	id       sorting[T]
	sorts    map[string]sorting[T] // by the API's field
	standard jsonapi.Sort          // when the client asks for none; an empty field sorts by id alone
}

// keys is the order the client asks for. Backwards, everything is turned round.
func (p pager[T]) keys(q *jsonapi.Query) (used []sorting[T], order []db.Key, err error) {
	sort := p.standard
	if len(q.Sort) > 1 {
		return nil, nil, errs.New(errs.Malformed, "unsupported_sort", "this list is sorted by one field at a time").In("sort")
	}
	if len(q.Sort) == 1 {
		sort = q.Sort[0]
	}
	if s, ok := p.sorts[sort.Field]; ok {
		used = append(used, s)
	}
	used = append(used, p.id)
	for _, s := range used {
		order = append(order, db.Key{Column: s.column, Descending: sort.Desc != (q.Before != "")})
	}
	return used, order, nil
}

// page reads one page. list is asked for one row more than the page has, to know whether there is another.
func (p pager[T]) page(q *jsonapi.Query, where *db.Conditions, list func(*db.Conditions, []db.Key, int) ([]T, error)) (rows []T, next, prev string, err error) {
	used, order, err := p.keys(q)
	if err != nil {
		return nil, "", "", err
	}
	if cursor := q.After + q.Before; cursor != "" {
		values := make([]any, len(used))
		for i, s := range used {
			values[i] = s.into()
		}
		if err := jsonapi.DecodeCursor(cursor, values...); err != nil {
			return nil, "", "", err
		}
		for i, s := range used {
			order[i].Value = s.from(values[i])
		}
		where.After(order...)
	}
	if rows, err = list(where, order, q.Size+1); err != nil {
		return nil, "", "", err
	}
	more := len(rows) > q.Size
	rows = rows[:min(len(rows), q.Size)]
	if q.Before != "" {
		slices.Reverse(rows)
	}
	if len(rows) == 0 {
		return rows, "", "", nil
	}
	first, last := cursorOf(used, &rows[0]), cursorOf(used, &rows[len(rows)-1])
	if q.Before != "" || more {
		next = last
	}
	if q.After != "" || (q.Before != "" && more) {
		prev = first
	}
	return rows, next, prev, nil
}

func cursorOf[T any](used []sorting[T], row *T) string {
	values := make([]any, len(used))
	for i, s := range used {
		values[i] = s.value(row)
	}
	return jsonapi.EncodeCursor(values...)
}
