package dump

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// Reader sees a database as it was when it looked first.
type Reader struct {
	c  *pgx.Conn
	tx pgx.Tx
}

// Read begins to read. The caller closes the Reader.
func Read(ctx context.Context, address string) (*Reader, error) {
	c, tx, err := session(ctx, address, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, err
	}
	return &Reader{c, tx}, nil
}

// Close ends the connection.
func (r *Reader) Close(ctx context.Context) error { return r.c.Close(ctx) }

// Versions are those that a schema is at, by set of migrations; none where there is no such schema.
func (r *Reader) Versions(ctx context.Context, schema string) (map[string]int64, error) {
	names, err := collect[string](ctx, r.tx, `SELECT tablename::text FROM pg_tables WHERE schemaname = $1 AND tablename LIKE 'migrations\_%'`, schema)
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", schema, err)
	}
	versions := map[string]int64{}
	for _, name := range names {
		var version int64
		row := r.tx.QueryRow(ctx, `SELECT COALESCE(max(version_id), 0) FROM `+pgx.Identifier{schema, name}.Sanitize())
		if err := row.Scan(&version); err != nil {
			return nil, fmt.Errorf("versions of %s: %w", schema, err)
		}
		versions[strings.TrimPrefix(name, db.MigrationsTable)] = version
	}
	return versions, nil
}

// Tables are those of a schema, in the order in which they can be loaded.
func (r *Reader) Tables(ctx context.Context, schema string) ([]Table, error) {
	rows, err := r.tx.Query(ctx, `SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum),
			COALESCE(max(a.attname::text) FILTER (WHERE a.attidentity <> ''), '')
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
		WHERE n.nspname = $1 AND c.relkind = 'r' AND c.relname NOT LIKE 'migrations\_%' GROUP BY c.relname ORDER BY c.relname`, schema)
	if err != nil {
		return nil, fmt.Errorf("tables of %s: %w", schema, err)
	}
	tables, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (Table, error) {
		t := Table{Schema: schema}
		err := row.Scan(&t.Name, &t.Columns, &t.Identity)
		return t, err
	})
	if err != nil {
		return nil, fmt.Errorf("tables of %s: %w", schema, err)
	}
	for i := range tables {
		if err := r.number(ctx, &tables[i]); err != nil {
			return nil, err
		}
	}
	refers, err := r.references(ctx, schema)
	if err != nil {
		return nil, fmt.Errorf("references of %s: %w", schema, err)
	}
	return inOrder(tables, refers)
}

// number asks for the number that was given last; those that were given and have been deleted are not given again.
func (r *Reader) number(ctx context.Context, t *Table) error {
	if t.Identity == "" {
		return nil
	}
	var sequence string
	err := r.tx.QueryRow(ctx, `SELECT pg_get_serial_sequence($1, $2)`, t.id(), t.Identity).Scan(&sequence)
	if err == nil {
		err = r.tx.QueryRow(ctx, `SELECT last_value FROM `+sequence).Scan(&t.Last)
	}
	if err != nil {
		return fmt.Errorf("numbers of %s.%s: %w", t.Schema, t.Name, err)
	}
	return nil
}

// references are whom each table refers to.
func (r *Reader) references(ctx context.Context, schema string) (map[string][]string, error) {
	rows, err := r.tx.Query(ctx, `SELECT c.relname::text, f.relname::text FROM pg_constraint k
		JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE k.contype = 'f' AND n.nspname = $1`, schema)
	if err != nil {
		return nil, err
	}
	refers := map[string][]string{}
	var from, to string
	_, err = pgx.ForEachRow(rows, []any{&from, &to}, func() error {
		refers[from] = append(refers[from], to)
		return nil
	})
	return refers, err
}

// Copy writes a table's rows and counts them in it.
func (r *Reader) Copy(ctx context.Context, t *Table, to io.Writer) error {
	done, err := r.c.PgConn().CopyTo(ctx, to, "COPY "+t.sql()+" TO STDOUT")
	if err != nil {
		return fmt.Errorf("copy the table %s.%s: %w", t.Schema, t.Name, err)
	}
	t.Rows = done.RowsAffected()
	return nil
}

func collect[T any](ctx context.Context, tx pgx.Tx, query string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}
