package listing

import (
	"context"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

// Key is one column that a list can be ordered by, and how its value is read from a row and from a cursor.
type Key[T any] struct {
	column string
	value  func(*T) any
	into   func() any // a pointer for DecodeCursor
	from   func(any) any
}

// By is the key of a column, which is NOT NULL.
func By[T any, V any](column string, value func(*T) V) Key[T] {
	return Key[T]{
		column: column,
		value:  func(row *T) any { return value(row) },
		into:   func() any { return new(V) },
		from:   func(p any) any { return *p.(*V) },
	}
}

// Pager pages the rows of one collection.
type Pager[T any] struct {
	ID       Key[T]            // the last key of every order, unique
	Sorts    map[string]Key[T] // by the API's field
	Standard jsonapi.Sort      // when the client asks for none; an empty field orders by id alone
}

// NewestFirst pages by ids alone, which grow with time.
func NewestFirst[T any, V any](column string, value func(*T) V) Pager[T] {
	return Pager[T]{ID: By(column, value), Standard: jsonapi.Sort{Desc: true}}
}

// OldestFirst is NewestFirst turned round.
func OldestFirst[T any, V any](column string, value func(*T) V) Pager[T] {
	return Pager[T]{ID: By(column, value)}
}

// keys is the order the client asks for. Backwards, everything is turned round.
func (p Pager[T]) keys(q *jsonapi.Query) (used []Key[T], order []db.Key, err error) {
	sort := p.Standard
	if len(q.Sort) > 1 {
		return nil, nil, errs.New(errs.Malformed, "unsupported_sort", "this list is sorted by one field at a time").In("sort")
	}
	if len(q.Sort) == 1 {
		sort = q.Sort[0]
	}
	if s, ok := p.Sorts[sort.Field]; ok {
		used = append(used, s)
	}
	used = append(used, p.ID)
	for _, s := range used {
		order = append(order, db.Key{Column: s.column, Descending: sort.Desc != (q.Before != "")})
	}
	return used, order, nil
}

// page reads one page. list is asked for one row more than the page has, to know whether there is another.
func (p Pager[T]) page(ctx context.Context, q *jsonapi.Query, where *db.Conditions, list Rows[T]) (rows []T, next, prev string, err error) {
	used, order, err := p.keys(q)
	if err != nil {
		return nil, "", "", err
	}
	if cursor := q.After + q.Before; cursor != "" {
		values := make([]any, len(used))
		for i, s := range used {
			values[i] = s.into()
		}
		if err := q.Cursor(values...); err != nil {
			return nil, "", "", err
		}
		for i, s := range used {
			order[i].Value = s.from(values[i])
		}
		where.After(order...)
	}
	if rows, err = list(ctx, where, order, q.Size+1); err != nil {
		return nil, "", "", err
	}
	rows, next, prev = cut(q, rows, func(row *T) string { return cursorOf(used, row) })
	return rows, next, prev, nil
}

// cut makes a page of the rows that were found in the direction of q, one more than asked for when there are more.
func cut[T any](q *jsonapi.Query, rows []T, cursor func(*T) string) (page []T, next, prev string) {
	more := len(rows) > q.Size
	rows = rows[:min(len(rows), q.Size)]
	if q.Before != "" {
		slices.Reverse(rows)
	}
	if len(rows) == 0 {
		return rows, "", ""
	}
	if q.Before != "" || more {
		next = cursor(&rows[len(rows)-1])
	}
	if q.After != "" || (q.Before != "" && more) {
		prev = cursor(&rows[0])
	}
	return rows, next, prev
}

func cursorOf[T any](used []Key[T], row *T) string {
	values := make([]any, len(used))
	for i, s := range used {
		values[i] = s.value(row)
	}
	return jsonapi.EncodeCursor(values...)
}
