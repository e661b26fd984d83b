package backup

import (
	"context"
	"io"
)

const (
	kindSQLite   = "SQLite"
	kindPostgres = "PostgreSQL"
)

// database is what the two kinds do differently.
type database interface {
	kind() string
	// dump makes the members below folder, and tells the manifest of them. It answers their names, in order.
	dump(ctx context.Context, folder string, m *Manifest) ([]string, error)
	// occupied says what is there already; "" when nothing is.
	occupied(ctx context.Context) (string, error)
	// load begins to make databases of members. Nothing of them is seen before finish.
	load(ctx context.Context, m Manifest) (loader, error)
}

type loader interface {
	take(ctx context.Context, member string, from io.Reader) error
	finish(ctx context.Context) error
	close() error // after finish, or in its place: then nothing is kept
}
