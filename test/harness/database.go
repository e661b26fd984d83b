package harness

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"

	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// SkipPostgres is the environment variable that lets tests go without PostgreSQL.
const SkipPostgres = "CODECRAFT_SKIP_POSTGRES"

// EachDatabase runs a test on SQLite and on PostgreSQL. open gives the empty database of a service;
// opened again, it is the same one, over connections of its own. They are closed with the test.
func EachDatabase(t *testing.T, test func(t *testing.T, open func(schema string) *db.DB)) {
	t.Run("SQLite", func(t *testing.T) { test(t, opener(t, t.TempDir())) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, opener(t, Postgres(t))) })
}

// Database is one database on SQLite, for tests whose subject is not SQL.
func Database(t testing.TB) func(schema string) *db.DB {
	t.Helper()
	return opener(t, t.TempDir())
}

func opener(t testing.TB, url string) func(schema string) *db.DB {
	return func(schema string) *db.DB {
		t.Helper()
		d, err := db.Open(context.Background(), db.Config{URL: url, Schema: schema})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := d.Close(); err != nil {
				t.Error("close the database:", err)
			}
		})
		return d
	}
}

var databases atomic.Int64

// Postgres is the address of an empty PostgreSQL database of the test's own. The server belongs to the test process, and takes all
// databases with it: to drop one by one costs as much as to make and fill them. Its time zone is one that nobody would take for UTC.
func Postgres(t testing.TB) string {
	t.Helper()
	if os.Getenv(SkipPostgres) == "1" {
		t.Skip(SkipPostgres + "=1: NOT TESTED ON PostgreSQL")
	}
	s, err := server()
	if err != nil {
		t.Fatal(err)
	}
	admin, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d", databases.Add(1))
	if _, err := admin.ExecContext(context.Background(), "CREATE DATABASE "+name+" TEMPLATE template0 STRATEGY wal_log"); err != nil {
		t.Fatal(err)
	}
	if err := admin.Close(); err != nil {
		t.Fatal(err)
	}
	return s.url(name)
}
