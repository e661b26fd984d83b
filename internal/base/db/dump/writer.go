package dump

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
)

// Writer loads rows in one transaction.
type Writer struct {
	c  *pgx.Conn
	tx pgx.Tx
}

// Write begins to load tables that are there. What migrations have put into them is removed: the dump has it, as it was then.
// The caller commits and closes the Writer.
func Write(ctx context.Context, address string, tables []Table) (*Writer, error) {
	c, tx, err := session(ctx, address, pgx.TxOptions{})
	if err != nil {
		return nil, err
	}
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.id()
	}
	if _, err := tx.Exec(ctx, "TRUNCATE "+strings.Join(names, ", ")); err != nil {
		return nil, errors.Join(fmt.Errorf("empty the tables: %w", err), c.Close(ctx))
	}
	return &Writer{c, tx}, nil
}

// Load takes in the rows of a table.
func (w *Writer) Load(ctx context.Context, t Table, from io.Reader) error {
	done, err := w.c.PgConn().CopyFrom(ctx, from, "COPY "+t.sql()+" FROM STDIN")
	if err != nil {
		return fmt.Errorf("load the table %s.%s: %w", t.Schema, t.Name, err)
	}
	if n := done.RowsAffected(); n != t.Rows {
		return fmt.Errorf("load the table %s.%s: %d rows came of %d", t.Schema, t.Name, n, t.Rows)
	}
	if t.Identity == "" {
		return nil
	}
	if _, err := w.tx.Exec(ctx, `SELECT setval(pg_get_serial_sequence($1, $2), $3)`, t.id(), t.Identity, max(t.Last, 1)); err != nil {
		return fmt.Errorf("numbers of %s.%s: %w", t.Schema, t.Name, err)
	}
	return nil
}

// Commit keeps what was loaded.
func (w *Writer) Commit(ctx context.Context) error { return w.tx.Commit(ctx) }

// Close ends the connection; what was not committed is gone.
func (w *Writer) Close(ctx context.Context) error { return w.c.Close(ctx) }

// Occupied names a table that is in one of the schemas; "" when there is none.
func Occupied(ctx context.Context, address string, schemas []string) (table string, err error) {
	c, tx, err := session(ctx, address, pgx.TxOptions{AccessMode: pgx.ReadOnly})
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	all, err := collect[string](ctx, tx, `SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = ANY($1) ORDER BY 1 LIMIT 1`, schemas)
	if err != nil || len(all) == 0 {
		return "", err
	}
	return all[0], nil
}
