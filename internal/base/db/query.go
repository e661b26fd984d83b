package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// ErrNoRows is what One and WriteOne answer when nothing matches.
var ErrNoRows = sql.ErrNoRows

type connection interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func (d *DB) connection(ctx context.Context, pool *sql.DB) connection {
	if current := d.current(ctx); current != nil {
		return current.tx
	}
	return pool
}

// text fills in the one word a query may carry: ${SKIP_LOCKED} after a SELECT leaves rows that
// another transaction holds. SQLite has one writer, hence nothing to leave.
func (d *DB) text(query string) string {
	lock := ""
	if d.postgres {
		lock = "FOR UPDATE SKIP LOCKED"
	}
	return strings.ReplaceAll(query, "${SKIP_LOCKED}", lock)
}

// Select reads rows into T: a struct whose fields carry `db:"column"` (embedded structs count as
// their fields), or a single value such as int64, string or time.Time. No rows is an empty slice.
func Select[T any](ctx context.Context, d *DB, query string, args ...any) ([]T, error) {
	return rows[T](ctx, d, d.connection(ctx, d.read), query, args)
}

// One reads the only row there is: ErrNoRows when there is none, an error when there are more.
func One[T any](ctx context.Context, d *DB, query string, args ...any) (T, error) {
	return single(Select[T](ctx, d, query, args...))
}

// Write runs an INSERT, UPDATE or DELETE with RETURNING and reads what it returns.
func Write[T any](ctx context.Context, d *DB, query string, args ...any) ([]T, error) {
	return rows[T](ctx, d, d.connection(ctx, d.write), query, args)
}

// WriteOne is Write of one row: ErrNoRows when nothing matched, as when an optimistic lock fails.
func WriteOne[T any](ctx context.Context, d *DB, query string, args ...any) (T, error) {
	return single(Write[T](ctx, d, query, args...))
}

// Exec runs a statement and tells how many rows it changed.
func Exec(ctx context.Context, d *DB, query string, args ...any) (int64, error) {
	result, err := d.connection(ctx, d.write).ExecContext(ctx, d.text(query), args...)
	if err != nil {
		return 0, d.explain(err)
	}
	return result.RowsAffected()
}

func single[T any](all []T, err error) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(all) == 0:
		return none, ErrNoRows
	case len(all) > 1:
		return none, fmt.Errorf("one row expected, %d found", len(all))
	}
	return all[0], nil
}

func rows[T any](ctx context.Context, d *DB, c connection, query string, args []any) (_ []T, err error) {
	found, err := c.QueryContext(ctx, d.text(query), args...)
	if err != nil {
		return nil, d.explain(err)
	}
	defer func() { err = errors.Join(err, found.Close()) }()
	columns, err := found.Columns()
	if err != nil {
		return nil, err
	}
	fields, err := planOf[T](columns)
	if err != nil {
		return nil, err
	}
	all := []T{}
	for found.Next() {
		var row T
		if err := found.Scan(fields.destinations(&row)...); err != nil {
			return nil, fmt.Errorf("read a row: %w", err)
		}
		all = append(all, row)
	}
	return all, d.explain(found.Err())
}
