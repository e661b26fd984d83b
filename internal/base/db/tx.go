package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"go.opentelemetry.io/otel/attribute"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/codecraft-hq/codecraft/internal/base/traces"
)

const (
	attempts   = 10          // how often a transaction that lost a race is run before its error is passed on
	longestGap = time.Second // between two of them: as long as PostgreSQL takes to see a deadlock
)

type transaction struct {
	tx     *sql.Tx
	commit []func() // run after the commit
}

// transactionKey names the database: a service called inside a neighbour's transaction has its own.
type transactionKey struct{ d *DB }

// InTx runs f in a transaction that travels in f's context: every call of this package with that
// context and this DB takes part. A nested InTx joins. When f fails, nothing of it is kept.
//
// f may run more than once (a lost race: serialization failure, deadlock, busy), so what it does
// outside the database belongs into AfterCommit. SQLite has a single writer: inside f never use a
// context from outside, it would wait for f itself.
func (d *DB) InTx(ctx context.Context, f func(ctx context.Context) error) (err error) {
	if d.current(ctx) != nil {
		return f(ctx)
	}
	ctx, span := traces.Start(ctx, "transaction", attribute.String("db.namespace", d.schema))
	defer func() { traces.End(span, err) }()
	for try := 1; ; try++ {
		err := d.once(ctx, f)
		if try == attempts || !lostRace(err) {
			return err
		}
		select {
		case <-time.After(rand.N(min(longestGap, 10*time.Millisecond<<try))):
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		}
	}
}

func (d *DB) once(ctx context.Context, f func(ctx context.Context) error) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return d.explain(fmt.Errorf("begin a transaction: %w", err))
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing; else f's error says more
	current := &transaction{tx: tx}
	if err := f(context.WithValue(ctx, transactionKey{d}, current)); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil { // it was rolled back when ctx ended
			err = ctx.Err()
		}
		return d.explain(fmt.Errorf("commit: %w", err))
	}
	for _, do := range current.commit {
		do()
	}
	return nil
}

// AfterCommit runs do once the transaction of ctx is committed, or at once when there is none.
// It does not run when the transaction fails.
func (d *DB) AfterCommit(ctx context.Context, do func()) {
	if current := d.current(ctx); current != nil {
		current.commit = append(current.commit, do)
		return
	}
	do()
}

func (d *DB) current(ctx context.Context) *transaction {
	current, _ := ctx.Value(transactionKey{d}).(*transaction)
	return current
}

// lostRace reports whether the same transaction may succeed when run again.
func lostRace(err error) bool {
	var inPostgres *pgconn.PgError
	if errors.As(err, &inPostgres) {
		return inPostgres.Code == "40001" || inPostgres.Code == "40P01"
	}
	var inSQLite *sqlite.Error
	return errors.As(err, &inSQLite) && inSQLite.Code()&0xff == sqlite3.SQLITE_BUSY
}
