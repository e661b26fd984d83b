// Package collected holds a service to what it says of blobs: that all which its tables name stay when the others are collected.
package collected

import (
	"context"
	"path/filepath"
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
	path, _ := files.Path(t.Context(), stray)
	dir := filepath.Join(filepath.Dir(path), "..", "..")
	c, err := collect.New(collect.Deps{Files: files, Bus: b, Services: []string{service}, Keep: time.Hour, Log: harness.Log(t), Metrics: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	cells := allText(t, d)
	var stays []blob.Digest
	if err := files.Each(func(digest blob.Digest) error {
		if strings.Contains(cells, string(digest)) {
			stays = append(stays, digest)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		harness.Age(t, dir, 2*time.Hour)
		if swept, err := c.Sweep(t.Context()); err != nil || !swept.Done {
			t.Fatalf("the sweep ends with %+v, %v", swept, err)
		}
	}
	for _, digest := range stays {
		if there, err := files.Has(t.Context(), digest); !there || err != nil {
			t.Errorf("a blob is gone whose digest stands in the tables of %s: %s, %v", service, digest, err)
		}
	}
	if there, err := files.Has(t.Context(), stray); there || err != nil {
		t.Errorf("what nothing refers to is there still, %v", err)
	}
}

// allText is all that stands in the tables of a schema but in kept answers, which tell of blobs and do not need them.
func allText(t testing.TB, d *db.DB) string {
	t.Helper()
	type column struct {
		Table string `db:"t"`
		Name  string `db:"c"`
	}
	query := `SELECT m.name AS t, p.name AS c FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'`
	if d.Postgres() {
		query = `SELECT CAST(table_name AS TEXT) AS t, CAST(column_name AS TEXT) AS c FROM information_schema.columns WHERE table_schema = '` + d.Schema() + `'`
	}
	columns, err := db.Select[column](context.Background(), d, query)
	if err != nil || len(columns) == 0 {
		t.Fatalf("the schema has the columns %v, %v", columns, err)
	}
	var all strings.Builder
	for _, c := range columns {
		if strings.HasPrefix(c.Table, "idempotency") {
			continue
		}
		cells, err := db.Select[string](context.Background(), d, `SELECT COALESCE(CAST("`+c.Name+`" AS TEXT), '') FROM "`+c.Table+`"`)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Join(cells, "\n") + "\n")
	}
	return all.String()
}
