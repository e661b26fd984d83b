package db

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// kept are the statements that the writer of d, which has one connection, holds prepared.
func kept(t *testing.T, d *DB) map[string]sqliteStatement {
	t.Helper()
	c, err := d.write.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var all map[string]sqliteStatement
	if err := c.Raw(func(driverConn any) error { all = driverConn.(*keepingConn).kept; return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestStatementsOfSQLiteArePreparedOnce asks inside and outside of transactions, whatever the values.
func TestStatementsOfSQLiteArePreparedOnce(t *testing.T) {
	ctx := t.Context()
	d := mustOpen(t)
	mustExec(ctx, t, d, `CREATE TABLE shelf (id INTEGER PRIMARY KEY)`)
	const insert = `INSERT INTO shelf (id) VALUES ($1)`
	mustExec(ctx, t, d, insert, 1)
	first := kept(t, d)[insert]
	if first == nil {
		t.Fatal("a statement is not kept")
	}
	for i := range 50 {
		err := d.InTx(ctx, func(ctx context.Context) error {
			mustExec(ctx, t, d, insert, 2+i)
			n, err := One[int](ctx, d, `SELECT count(*) FROM shelf`)
			if n != 2+i {
				t.Errorf("%d rows after %d", n, 2+i)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Exec(ctx, d, insert, 1); err == nil {
		t.Error("a row was written twice")
	}
	mustExec(ctx, t, d, insert, 100)
	if kept(t, d)[insert] != first {
		t.Error("the same statement was prepared again")
	}
}

// TestKeptStatementsFollowTheTables changes a table between two times that a statement is asked.
func TestKeptStatementsFollowTheTables(t *testing.T) {
	ctx := t.Context()
	d := mustOpen(t)
	mustExec(ctx, t, d, `CREATE TABLE shelf (id INTEGER PRIMARY KEY)`)
	type row struct {
		ID   int    `db:"id"`
		Name string `db:"name"`
	}
	for _, c := range []struct {
		change string
		want   []row
	}{
		{`INSERT INTO shelf (id) VALUES (7)`, []row{{ID: 7}}},
		{`ALTER TABLE shelf ADD COLUMN name TEXT NOT NULL DEFAULT 'new'`, []row{{7, "new"}}},
		{`DROP TABLE shelf; CREATE TABLE shelf (name TEXT, id INTEGER); INSERT INTO shelf VALUES ('turned', 8)`, []row{{8, "turned"}}},
	} {
		mustExec(ctx, t, d, c.change)
		if got, err := Select[row](ctx, d, `SELECT * FROM shelf`); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("after %s: %v, %v", c.change, got, err)
		}
	}
}

func TestFewStatementsAreKept(t *testing.T) {
	ctx := t.Context()
	d := mustOpen(t)
	mustExec(ctx, t, d, `CREATE TABLE shelf (id INTEGER PRIMARY KEY)`)
	for i := range 2*mostKept + 10 {
		mustExec(ctx, t, d, fmt.Sprintf(`DELETE FROM shelf WHERE id = %d`, i))
		if n := len(kept(t, d)); n > mostKept {
			t.Fatalf("%d statements are kept", n)
		}
	}
	texts := map[string]bool{}
	for n := 1; n <= 200; n++ {
		where := In(new(Conditions), "id", make([]int, n))
		texts[where.SQL()] = true
		mustExec(ctx, t, d, `DELETE FROM shelf`+where.SQL(), where.Args()...)
	}
	if len(texts) > 9 {
		t.Errorf("lists of up to 200 values make %d texts", len(texts))
	}
}

func mustOpen(t *testing.T) *DB {
	t.Helper()
	d, err := Open(t.Context(), Config{URL: t.TempDir(), Schema: "library"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

func mustExec(ctx context.Context, t *testing.T, d *DB, query string, args ...any) {
	t.Helper()
	if _, err := Exec(ctx, d, query, args...); err != nil {
		t.Fatal(err)
	}
}
