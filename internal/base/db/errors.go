package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Unique says that a value is taken. Columns are the constraint's, joined by "_": the constraint
// "invitation_assessment_id_email_key" gives "assessment_id_email" on both databases, and a unique
// index of expressions named "user_lower_email_key" gives "lower_email".
type Unique struct{ Columns string }

func (u Unique) Error() string { return "already taken: " + u.Columns }

// Taken finds a Unique in err's chain.
func Taken(err error) (columns string, ok bool) {
	var u Unique
	ok = errors.As(err, &u)
	return u.Columns, ok
}

// ErrReference says that a row named by another does not exist, or is still named by one.
var ErrReference = errors.New("a row it refers to does not exist, or it is still referred to")

// Check says that a CHECK constraint refused a value.
type Check struct{ Constraint string }

func (c Check) Error() string { return "refused by the constraint " + c.Constraint }

// explain turns a driver's error into one of this package; the driver's stays in the chain.
func (d *DB) explain(err error) error {
	if err == nil {
		return nil
	}
	var inPostgres *pgconn.PgError
	var inSQLite *sqlite.Error
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case disconnected(err):
		return away(err)
	case errors.As(err, &inPostgres):
		return explainPostgres(inPostgres, err)
	case errors.As(err, &inSQLite):
		return d.explainSQLite(inSQLite, err)
	}
	return err
}

// disconnected reports that the server could not be reached, or went away under a query.
func disconnected(err error) bool {
	var unreachable *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &unreachable) || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF)
}

func away(err error) error {
	return errs.New(errs.Unavailable, "database_unavailable", "the database does not answer, try again soon").After(2 * time.Second).Because(err)
}

// explainPostgres goes by SQLSTATE (PostgreSQL manual, appendix A), as messages are translated.
func explainPostgres(e *pgconn.PgError, err error) error {
	switch e.Code {
	case "23505":
		return fmt.Errorf("%w (%w)", Unique{constraintColumns(e)}, err)
	case "23503":
		return fmt.Errorf("%w (%w)", ErrReference, err)
	case "23514":
		return fmt.Errorf("%w (%w)", Check{e.ConstraintName}, err)
	case "57P01", "57P02", "57P03", "53300": // shut down, crashed, starting, too many connections
		return away(err)
	}
	return err
}

// constraintColumns reads the columns from the constraint's name, or for a primary key, whose name
// has none, from the detail: Key (a, b)=(1, 2) already exists.
func constraintColumns(e *pgconn.PgError) string {
	name := strings.TrimPrefix(e.ConstraintName, e.TableName+"_")
	if name != "pkey" {
		return strings.TrimSuffix(name, "_key")
	}
	_, rest, _ := strings.Cut(e.Detail, "(")
	columns, _, _ := strings.Cut(rest, ")=(")
	return strings.ReplaceAll(columns, ", ", "_")
}

func (d *DB) explainSQLite(e *sqlite.Error, err error) error {
	// The driver writes: constraint failed: UNIQUE constraint failed: book.id (1555)
	subject := e.Error()
	if at := strings.LastIndex(subject, "failed: "); at >= 0 {
		subject = subject[at+len("failed: "):]
	}
	if at := strings.LastIndex(subject, " ("); at >= 0 {
		subject = subject[:at]
	}
	switch e.Code() {
	case sqlite3.SQLITE_INTERRUPT: // the driver's word for a query whose context has ended
		return fmt.Errorf("%w (%w)", context.Canceled, err)
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fmt.Errorf("%w (%w)", Unique{d.indexes.columns(subject)}, err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return fmt.Errorf("%w (%w)", ErrReference, err)
	case sqlite3.SQLITE_CONSTRAINT_CHECK:
		return fmt.Errorf("%w (%w)", Check{subject}, err)
	}
	return err
}

// indexTables knows the table of each index of a SQLite file, since SQLite names only the index
// when an expression in it is not unique.
type indexTables struct{ known sync.Map }

func (t *indexTables) load(ctx context.Context, d *DB) error {
	if d.postgres {
		return nil
	}
	type index struct {
		Name  string `db:"name"`
		Table string `db:"tbl_name"`
	}
	all, err := Select[index](ctx, d, `SELECT name, tbl_name FROM sqlite_master WHERE type = 'index'`)
	for _, i := range all {
		t.known.Store(i.Name, i.Table)
	}
	return err
}

// columns reads "table.a, table.b" or "index 'table_a_b_key'".
func (t *indexTables) columns(subject string) string {
	if name, isIndex := strings.CutPrefix(subject, "index '"); isIndex {
		name = strings.TrimSuffix(name, "'")
		table, _ := t.known.Load(name)
		return strings.TrimSuffix(strings.TrimPrefix(name, fmt.Sprint(table, "_")), "_key")
	}
	var columns []string
	for part := range strings.SplitSeq(subject, ", ") {
		_, column, _ := strings.Cut(part, ".")
		columns = append(columns, column)
	}
	return strings.Join(columns, "_")
}
