package db

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Newest are the versions that migrate brings an empty database to, by set. Nothing is opened: migrate gets a database that
// takes note of its migrations, and can do nothing else.
func Newest(postgres bool, migrate func(*DB) error) (map[string]int64, error) {
	d := &DB{postgres: postgres, newest: map[string]int64{}}
	err := migrate(d)
	return d.newest, err
}

// last is the highest number of the files.
func last(files fs.FS) (highest int64, err error) {
	names, err := fs.Glob(files, "*.sql")
	for _, name := range names {
		number, wrong := goose.NumericComponent(name)
		highest, err = max(highest, number), errors.Join(err, wrong)
	}
	return highest, err
}

// CopyTo makes a file of what a SQLite database holds at one moment, while others, in other processes too, go on writing. It answers
// the versions that it is at, by set of migrations.
func (d *DB) CopyTo(ctx context.Context, file string) (versions map[string]int64, err error) {
	if d.postgres {
		return nil, errors.ErrUnsupported
	}
	if _, err := d.write.ExecContext(ctx, `VACUUM INTO $1`, file); err != nil {
		var inSQLite *sqlite.Error
		if errors.As(err, &inSQLite) && inSQLite.Code()&0xff == sqlite3.SQLITE_FULL {
			err = fmt.Errorf("%w (%w)", syscall.ENOSPC, err)
		}
		return nil, fmt.Errorf("copy the database of %s: %w", d.schema, d.explain(err))
	}
	if versions, err = d.versions(ctx); err != nil { // last: they are those of the copy, or later ones
		return nil, fmt.Errorf("versions of %s: %w", d.schema, err)
	}
	return versions, nil
}

// versions are those of SQLite; none when nothing was migrated yet.
func (d *DB) versions(ctx context.Context) (map[string]int64, error) {
	tables, err := Select[string](ctx, d, `SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'migrations\_%' ESCAPE '\'`)
	if err != nil {
		return nil, err
	}
	all := map[string]int64{}
	for _, table := range tables {
		if all[strings.TrimPrefix(table, MigrationsTable)], err = One[int64](ctx, d, `SELECT COALESCE(max(version_id), 0) FROM "`+table+`"`); err != nil {
			return nil, err
		}
	}
	return all, nil
}
