// Package collected holds a service to what it says of blobs: that all which its tables name stay when the others are collected.
package collected

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// Sweep has all blobs collected that a service, which is running, does not refer to, and fails where one goes whose digest
// stands anywhere in its tables, or one stays that stands nowhere.
func Sweep(t testing.TB, service string, d *db.DB, b *bus.Bus, blobs blob.Store) {
	t.Helper()
	files := blobs.(*blob.Files)
	stray, err := blob.PutBytes(t.Context(), files, []byte("nothing refers to this"))
	if err != nil {
		t.Fatal(err)
	}
	cells := allText(t, d)
	var stays []blob.Digest
	if err := files.Each(t.Context(), func(digest blob.Digest, _ int64) error {
		if strings.Contains(cells, string(digest)) {
			stays = append(stays, digest)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	sweep(t, service, b, files)
	for _, digest := range stays {
		if there, err := files.Has(t.Context(), digest); !there || err != nil {
			t.Errorf("a blob is gone whose digest stands in the tables of %s: %s, %v", service, digest, err)
		}
	}
	if there, err := files.Has(t.Context(), stray); there || err != nil {
		t.Errorf("what nothing refers to is there still, %v", err)
	}
}

// sweep collects what a service does not refer to. A blob goes when it was found to be unnamed twice.
func sweep(t testing.TB, service string, b *bus.Bus, files *blob.Files) {
	t.Helper()
	c, err := collect.New(collect.Deps{Blobs: files, Bus: b, Services: []string{service}, Keep: time.Hour, Log: harness.Log(t), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	held, err := blob.PutBytes(t.Context(), files, []byte("by which the folder is found"))
	if err != nil {
		t.Fatal(err)
	}
	path, _ := files.Path(t.Context(), held)
	for range 2 {
		harness.Age(t, filepath.Join(filepath.Dir(path), "..", ".."), 2*time.Hour)
		if swept, err := c.Sweep(t.Context()); err != nil || !swept.Done {
			t.Fatalf("the sweep ends with %+v, %v", swept, err)
		}
	}
}

// column is one of a schema that may hold text.
type column struct {
	Table string `db:"t"`
	Name  string `db:"c"`
	Kind  string `db:"k"`
}

func (c column) String() string { return c.Table + "." + c.Name }

// columnsOf are all of a schema but those of kept answers, which tell of blobs and do not need them.
func columnsOf(t testing.TB, d *db.DB) []column {
	t.Helper()
	query := `SELECT m.name AS t, p.name AS c, lower(p.type) AS k FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'`
	if d.Postgres() {
		query = `SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c, CAST(data_type AS TEXT) AS k
			FROM information_schema.columns WHERE table_schema = '` + d.Schema() + `'`
	}
	all, err := db.Select[column](t.Context(), d, query)
	if err != nil || len(all) == 0 {
		t.Fatalf("the schema has the columns %v, %v", all, err)
	}
	return slices.DeleteFunc(all, func(c column) bool { return strings.HasPrefix(c.Table, "idempotency") })
}

// text is all that stands in a column.
func (c column) text(t testing.TB, d *db.DB) string {
	t.Helper()
	cells, err := db.Select[string](t.Context(), d, `SELECT COALESCE(CAST("`+c.Name+`" AS TEXT), '') FROM "`+c.Table+`"`)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(cells, "\n") + "\n"
}

func allText(t testing.TB, d *db.DB) string {
	t.Helper()
	var all strings.Builder
	for _, c := range columnsOf(t, d) {
		all.WriteString(c.text(t, d))
	}
	return all.String()
}
