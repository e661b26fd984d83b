// Package db is the thin layer between the services' SQL and the two databases: SQLite for one
// machine, PostgreSQL for many. A query is one text with $1 placeholders for both.
//
// What holds on both:
//   - a service sees only its own tables: a file on SQLite, a schema on PostgreSQL;
//   - a time.Time comes back as UTC with microseconds;
//   - a broken unique, foreign key or check constraint is Unique, ErrReference or Check;
//   - a transaction travels in the context (InTx), and one that lost a race is run again.
//
// What a write survives: on PostgreSQL whatever the server is set to. On SQLite an answered write
// survives the death of the process at any instant (kill -9), because it is in the kernel's hands;
// a power cut may take the last seconds (WAL with synchronous = NORMAL), never the file's
// consistency. Durable asks for fsync on every commit and survives that too.
package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
)

// Config says which database, and which part of it.
type Config struct {
	URL            string // postgres://..., or a folder for SQLite files, or one file ending in .db
	Schema         string // the service: a schema on PostgreSQL, the file's name in a SQLite folder
	MaxConnections int    // at once; 0 is 10 on PostgreSQL and one a processor for SQLite's readers
	Durable        bool   // SQLite: fsync on every commit

	// UpTo has migrations end at these versions, by set; a set that is not named makes nothing. nil: at the newest.
	UpTo map[string]int64
}

// DB is an open database. The two pools are the same on PostgreSQL.
type DB struct {
	read, write *sql.DB
	postgres    bool
	schema      string
	indexes     indexTables
	upTo        map[string]int64
	newest      map[string]int64 // filled in place of migrating; see Newest
}

var schemaName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

// Open connects and checks that the database answers. The caller closes the DB.
func Open(ctx context.Context, config Config) (*DB, error) {
	if !schemaName.MatchString(config.Schema) {
		return nil, fmt.Errorf("database schema %q: use lower-case letters, digits and underscores", config.Schema)
	}
	open := openSQLite
	if isPostgres(config.URL) {
		open = openPostgres
	}
	d, err := open(config)
	if err != nil {
		return nil, fmt.Errorf("open the database of %s: %w", config.Schema, err)
	}
	d.upTo = config.UpTo
	if err := errors.Join(d.write.PingContext(ctx), d.read.PingContext(ctx)); err != nil {
		return nil, errors.Join(fmt.Errorf("reach the database of %s: %w", config.Schema, d.explain(err)), d.Close())
	}
	if err := d.indexes.load(ctx, d); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

func openPostgres(config Config) (*DB, error) {
	settings, err := pgx.ParseConfig(config.URL)
	if err != nil {
		return nil, err
	}
	settings.RuntimeParams["search_path"] = `"` + config.Schema + `",public` // public holds extensions
	settings.RuntimeParams["timezone"] = "UTC"
	settings.RuntimeParams["application_name"] = "codecraft-" + config.Schema
	settings.RuntimeParams["idle_in_transaction_session_timeout"] = "60000"
	pool := stdlib.OpenDB(*settings)
	connections := config.MaxConnections
	if connections == 0 {
		connections = 10
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(30 * time.Minute) // follow a fail-over within half an hour at the latest
	return &DB{read: pool, write: pool, postgres: true, schema: config.Schema}, nil
}

// SQLite's own lower knows the letters of ASCII alone; PostgreSQL's knows all, and so does this one.
var withOwnLower = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("lower", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if text, is := args[0].(string); is {
			return strings.ToLower(text), nil
		}
		return args[0], nil
	})
})

func openSQLite(config Config) (*DB, error) {
	if err := withOwnLower(); err != nil {
		return nil, err
	}
	file := config.URL
	if !strings.HasSuffix(file, ".db") {
		file = filepath.Join(file, config.Schema+".db")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	synchronous := "NORMAL"
	if config.Durable {
		synchronous = "FULL"
	}
	options := "?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(" + synchronous + ")" +
		"&_pragma=foreign_keys(1)&_time_integer_format=unix_micro&_inttotime=1"
	address := "file:" + (&url.URL{Path: file}).EscapedPath() + options
	write, err := openKeeping(address + "&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	write.SetMaxOpenConns(1)
	read, err := openKeeping(address + "&_pragma=query_only(1)")
	if err != nil {
		return nil, errors.Join(err, write.Close())
	}
	connections := config.MaxConnections
	if connections == 0 {
		connections = max(4, runtime.NumCPU())
	}
	read.SetMaxOpenConns(connections)
	read.SetMaxIdleConns(connections)
	return &DB{read: read, write: write, schema: config.Schema}, nil
}

// Postgres reports which of the two dialects this is, for the rare query that needs two texts.
func (d *DB) Postgres() bool { return d.postgres }

// Schema is the service's name given to Open.
func (d *DB) Schema() string { return d.schema }

// Ping reports whether the database answers: the readiness check.
func (d *DB) Ping(ctx context.Context) error { return d.read.PingContext(ctx) }

// Stats are the pools' counters, for metrics: of readers and of writers (the same on PostgreSQL).
func (d *DB) Stats() (readers, writers sql.DBStats) { return d.read.Stats(), d.write.Stats() }

// Close ends every connection.
func (d *DB) Close() error {
	if d.read == d.write {
		return d.write.Close()
	}
	return errors.Join(d.read.Close(), d.write.Close())
}
