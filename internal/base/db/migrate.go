package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"path"
	"strings"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"
)

// MigrationsTable begins the name of the table that keeps account of a set of migrations; the name of the set ends it.
const MigrationsTable = "migrations_"

// words are what migrations may write where the two dialects differ.
var words = map[bool]*strings.Replacer{
	true: strings.NewReplacer("${JSON}", "JSONB", "${TIME}", "TIMESTAMPTZ", "${BLOB}", "BYTEA",
		"${SERIAL}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
	false: strings.NewReplacer("${JSON}", "TEXT", "${TIME}", "TIMESTAMP", "${BLOB}", "BLOB",
		"${SERIAL}", "INTEGER PRIMARY KEY AUTOINCREMENT"),
}

// Migrate brings the service's tables up to date. The folder holds goose files (00001_name.sql) for
// both databases, with the words ${JSON}, ${TIME}, ${BLOB} and ${SERIAL}; what only one of them
// needs lies below sqlite/ or postgres/, numbered in the same sequence. Replicas may start at once:
// one migrates, the others wait for it.
func (d *DB) Migrate(ctx context.Context, folder fs.FS) error {
	return d.migrate(ctx, "service", folder)
}

// MigrateSet is Migrate for tables that a package beside the service brings along, numbered apart
// from the service's and kept account of in the table migrations_<set>. The files lie in the folder
// migrations of what the package embeds.
func (d *DB) MigrateSet(ctx context.Context, set string, embedded fs.FS) error {
	folder, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return err
	}
	return d.migrate(ctx, set, folder)
}

func (d *DB) migrate(ctx context.Context, set string, folder fs.FS) error {
	files, err := d.dialect(folder)
	if err != nil {
		return fmt.Errorf("migrations %s of %s: %w", set, d.schema, err)
	}
	if d.newest != nil {
		d.newest[set], err = last(files)
		return err
	}
	err = d.alone(ctx, func() error { return d.up(ctx, set, files) })
	if err != nil {
		return fmt.Errorf("migrations %s of %s: %w", set, d.schema, err)
	}
	return d.indexes.load(ctx, d)
}

// dialect collects the files of this database, flat and with the words filled in.
func (d *DB) dialect(folder fs.FS) (fs.FS, error) {
	own := "sqlite"
	if d.postgres {
		own = "postgres"
	}
	files := fstest.MapFS{}
	for _, dir := range []string{".", own} {
		names, err := fs.Glob(folder, path.Join(dir, "*.sql"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return nil, err
			}
			if strings.Contains(strings.ToUpper(string(text)), "CURRENT_TIMESTAMP") {
				return nil, fmt.Errorf("%s: CURRENT_TIMESTAMP is a text in SQLite, pass the time from Go", name)
			}
			files[path.Base(name)] = &fstest.MapFile{Data: []byte(words[d.postgres].Replace(string(text)))}
		}
	}
	if len(files) == 0 {
		return nil, errors.New("there are no .sql files in the folder")
	}
	return files, nil
}

func (d *DB) up(ctx context.Context, set string, files fs.FS) error {
	end := int64(math.MaxInt64)
	if d.upTo != nil {
		if end = d.upTo[set]; end == 0 {
			return nil
		}
	}
	kind := goose.DialectSQLite3
	if d.postgres {
		kind = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(kind, d.write, files, goose.WithTableName(MigrationsTable+set), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	_, err = provider.UpTo(ctx, end)
	return err
}

// alone runs do while no other process migrates this schema. A SQLite file has one process.
func (d *DB) alone(ctx context.Context, do func() error) error {
	if !d.postgres {
		return do()
	}
	lock, err := d.write.Conn(ctx)
	if err != nil {
		return d.explain(err)
	}
	defer lock.Close() //nolint:errcheck // it goes back to the pool
	key := "codecraft migrations " + d.schema
	if _, err := lock.ExecContext(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, key); err != nil {
		return fmt.Errorf("wait for the migrations' lock: %w", err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		// A lock that cannot be given back ends with its connection.
		_, _ = lock.ExecContext(ctx, `SELECT pg_advisory_unlock(hashtextextended($1, 0))`, key)
	}()
	if err := d.makeSchema(ctx, lock); err != nil {
		return err
	}
	return do()
}

// makeSchema looks first, since a role that may not create schemas can use one made for it.
func (d *DB) makeSchema(ctx context.Context, c *sql.Conn) error {
	var there bool
	row := c.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)`, d.schema)
	if err := row.Scan(&there); err != nil || there {
		return err
	}
	_, err := c.ExecContext(ctx, `CREATE SCHEMA "`+d.schema+`"`)
	return err
}
