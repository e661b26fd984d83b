package db_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

const tables = `-- +goose Up
CREATE TABLE shelf (id TEXT PRIMARY KEY);
CREATE TABLE book (
    id       TEXT PRIMARY KEY,
    shelf_id TEXT NOT NULL,
    title    TEXT NOT NULL,
    pages    INTEGER NOT NULL,
    lent     BOOLEAN NOT NULL DEFAULT FALSE,
    cover    ${BLOB},
    facts    ${JSON} NOT NULL,
    read_at  ${TIME},
    made_at  ${TIME} NOT NULL,
    CONSTRAINT book_shelf_id_title_key UNIQUE (shelf_id, title),
    CONSTRAINT book_pages_check CHECK (pages > 0),
    CONSTRAINT book_shelf_id_fkey FOREIGN KEY (shelf_id) REFERENCES shelf (id)
);
CREATE UNIQUE INDEX book_lower_id_key ON book (lower(id));
CREATE TABLE visit (id ${SERIAL}, state TEXT NOT NULL);
-- +goose Down
DROP TABLE visit;
DROP TABLE book;
DROP TABLE shelf;
`

var library = fstest.MapFS{
	"00001_library.sql":          {Data: []byte(tables)},
	"sqlite/00002_dialect.sql":   {Data: []byte("-- +goose Up\nCREATE TABLE dialect AS SELECT 'sqlite' AS name;\n")},
	"postgres/00002_dialect.sql": {Data: []byte("-- +goose Up\nCREATE TABLE dialect AS SELECT 'postgres' AS name;\n")},
}

type facts struct {
	Genres []string `json:"genres"`
}

type stamps struct {
	ReadAt *time.Time `db:"read_at"`
	MadeAt time.Time  `db:"made_at"`
}

type book struct {
	ID      ids.Problem    `db:"id"`
	ShelfID string         `db:"shelf_id"`
	Title   string         `db:"title"`
	Pages   int            `db:"pages"`
	Lent    bool           `db:"lent"`
	Cover   []byte         `db:"cover"`
	Facts   db.JSON[facts] `db:"facts"`
	stamps
}

const columns = `id, shelf_id, title, pages, lent, cover, facts, read_at, made_at`

func insert(ctx context.Context, d *db.DB, b book) (book, error) {
	return db.WriteOne[book](ctx, d, `INSERT INTO book (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING `+columns,
		b.ID, b.ShelfID, b.Title, b.Pages, b.Lent, b.Cover, b.Facts, b.ReadAt, b.MadeAt)
}

func newBook(title string) book {
	b := book{ID: ids.New[ids.Problem](), ShelfID: "s1", Title: title, Pages: 10, Facts: db.JSON[facts]{V: facts{[]string{"novel"}}}}
	b.MadeAt = time.Now()
	return b
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// each runs a test in a library with one shelf, s1.
func each(t *testing.T, test func(t *testing.T, ctx context.Context, d *db.DB)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("library")
		if err := d.Migrate(t.Context(), library); err != nil {
			t.Fatal(err)
		}
		_, err := db.Exec(t.Context(), d, `INSERT INTO shelf (id) VALUES ('s1')`)
		must(t, 0, err)
		test(t, t.Context(), d)
	})
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		b := newBook("Emma")
		b.MadeAt = time.Date(2026, 3, 29, 2, 30, 0, 123456789, time.FixedZone("", 5*3600+45*60))
		read := b.MadeAt.Add(time.Hour)
		b.ReadAt, b.Lent, b.Cover = &read, true, []byte{0, 255}
		stored, err := insert(ctx, d, b)
		must(t, 0, err)
		loaded, err := db.One[book](ctx, d, `SELECT `+columns+` FROM book WHERE id = $1`, b.ID)
		must(t, 0, err)
		for from, got := range map[string]book{"RETURNING": stored, "SELECT": loaded} {
			if got.MadeAt.Location() != time.UTC || !got.MadeAt.Equal(b.MadeAt.Truncate(time.Microsecond)) {
				t.Errorf("%s: made at %v, want %v", from, got.MadeAt, b.MadeAt.UTC())
			}
			if got.ReadAt == nil || got.ReadAt.Location() != time.UTC || !got.ReadAt.Equal(read.Truncate(time.Microsecond)) {
				t.Errorf("%s: read at %v, want %v", from, got.ReadAt, read.UTC())
			}
			if !got.Lent || !slices.Equal(got.Cover, b.Cover) || !slices.Equal(got.Facts.V.Genres, b.Facts.V.Genres) || got.ID != b.ID {
				t.Errorf("%s: %+v, want %+v", from, got, b)
			}
		}
		latest, err := db.One[time.Time](ctx, d, `SELECT max(made_at) FROM book`)
		if err != nil || !latest.Equal(stored.MadeAt) {
			t.Errorf("max(made_at) = %v, %v", latest, err)
		}
		found, err := db.Select[string](ctx, d, `SELECT title FROM book WHERE made_at = $1 AND facts ->> 'genres' LIKE '%novel%'`, b.MadeAt)
		if err != nil || !slices.Equal(found, []string{"Emma"}) {
			t.Errorf("by time and JSON: %v, %v", found, err)
		}
		want := map[bool]string{true: "postgres", false: "sqlite"}[d.Postgres()]
		if got := must2(t)(db.One[string](ctx, d, `SELECT name FROM dialect`)); got != want {
			t.Errorf("the dialect's own migration: %q, want %q", got, want)
		}
	})
}

func must2(t *testing.T) func(string, error) string {
	return func(v string, err error) string { t.Helper(); return must(t, v, err) }
}

func TestOneIsOne(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		if _, err := db.One[string](ctx, d, `SELECT id FROM book`); !errors.Is(err, db.ErrNoRows) {
			t.Errorf("none: %v", err)
		}
		if _, err := db.One[int](ctx, d, `SELECT 1 UNION SELECT 2`); err == nil || errors.Is(err, db.ErrNoRows) {
			t.Errorf("two: %v", err)
		}
		if _, err := db.One[book](ctx, d, `SELECT 1 AS nowhere`); err == nil || !strings.Contains(err.Error(), "nowhere") {
			t.Errorf("a column without a field: %v", err)
		}
		if n, err := db.Exec(ctx, d, `UPDATE shelf SET id = id WHERE id = $1`, "s1"); n != 1 || err != nil {
			t.Errorf("rows changed: %d, %v", n, err)
		}
	})
}

func TestConstraintsHaveTheSameNameOnBoth(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		first := newBook("Emma")
		must(t, 0, errOf(insert(ctx, d, first)))
		for name, c := range map[string]struct {
			change func(b *book)
			taken  string
			is     func(err error) bool
		}{
			"a unique constraint of two columns": {change: func(b *book) { b.Title = "Emma" }, taken: "shelf_id_title"},
			"a unique index of an expression":    {change: func(b *book) { b.ID = ids.Problem(strings.ToUpper(string(first.ID))) }, taken: "lower_id"},
			"a foreign key":                      {change: func(b *book) { b.ShelfID = "s2" }, is: func(err error) bool { return errors.Is(err, db.ErrReference) }},
			"a check": {change: func(b *book) { b.Pages = 0 }, is: func(err error) bool {
				var check db.Check
				return errors.As(err, &check) && check.Constraint == "book_pages_check"
			}},
		} {
			b := newBook("Persuasion")
			c.change(&b)
			_, err := insert(ctx, d, b)
			taken, ok := db.Taken(err)
			if ok != (c.taken != "") || taken != c.taken || (c.is != nil && !c.is(err)) {
				t.Errorf("%s: %q %v", name, taken, err)
			}
		}
		_, err := db.Exec(ctx, d, `INSERT INTO shelf (id) VALUES ('s1')`)
		if taken, ok := db.Taken(err); !ok || taken != "id" {
			t.Errorf("a primary key: %q %v", taken, err)
		}
		if _, err := db.Exec(ctx, d, `DELETE FROM shelf`); !errors.Is(err, db.ErrReference) {
			t.Errorf("deleting what is referred to: %v", err)
		}
	})
}

func errOf[T any](_ T, err error) error { return err }

func TestTransactions(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		count := func() int { return mustInt(t)(db.One[int](ctx, d, `SELECT count(*) FROM book`)) }
		told, refused := 0, errors.New("refused")
		err := d.InTx(ctx, func(ctx context.Context) error {
			d.AfterCommit(ctx, func() { told++ })
			return errors.Join(errOf(insert(ctx, d, newBook("one"))), refused)
		})
		if !errors.Is(err, refused) || count() != 0 || told != 0 {
			t.Errorf("a failed transaction: %v, %d rows, told %d times", err, count(), told)
		}
		err = d.InTx(ctx, func(ctx context.Context) error {
			return d.InTx(ctx, func(ctx context.Context) error {
				d.AfterCommit(ctx, func() { told++ })
				if err := errOf(insert(ctx, d, newBook("one"))); err != nil {
					return err
				}
				own, err := db.One[int](ctx, d, `SELECT count(*) FROM book`)
				if own != 1 || count() != 0 || told != 0 {
					t.Errorf("within: %d rows seen, %d from outside, told %d times", own, count(), told)
				}
				return err
			})
		})
		if err != nil || count() != 1 || told != 1 {
			t.Errorf("a transaction: %v, %d rows, told %d times", err, count(), told)
		}
		func() {
			defer func() { _ = recover() }()
			_ = d.InTx(ctx, func(ctx context.Context) error {
				_, _ = insert(ctx, d, newBook("two"))
				panic("lost")
			})
		}()
		if count() != 1 {
			t.Error("a panic left its row")
		}
	})
}

func mustInt(t *testing.T) func(int, error) int {
	return func(v int, err error) int { t.Helper(); return must(t, v, err) }
}

func TestADeadlockIsRunAgain(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		must(t, 0, errOf(db.Exec(ctx, d, `INSERT INTO shelf (id) VALUES ('a'), ('b')`)))
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				order := []string{"a", "b"}
				if i%2 == 1 {
					slices.Reverse(order)
				}
				err := d.InTx(ctx, func(ctx context.Context) error {
					for _, id := range order {
						if _, err := db.Exec(ctx, d, `UPDATE shelf SET id = id WHERE id = $1`, id); err != nil {
							return err
						}
					}
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestAServiceCalledInsideATransactionHasItsOwn(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		ctx, one, two := t.Context(), open("one"), open("two")
		for _, d := range []*db.DB{one, two} {
			must(t, 0, d.Migrate(ctx, library))
		}
		err := one.InTx(ctx, func(ctx context.Context) error {
			must(t, 0, errOf(db.Exec(ctx, two, `INSERT INTO shelf (id) VALUES ('kept')`)))
			return errors.New("refused")
		})
		if n := mustInt(t)(db.One[int](ctx, two, `SELECT count(*) FROM shelf`)); n != 1 || err == nil {
			t.Errorf("the neighbour has %d rows, %v", n, err)
		}
		if n := mustInt(t)(db.One[int](ctx, one, `SELECT count(*) FROM shelf`)); n != 0 {
			t.Errorf("schemas are not apart: %d rows", n)
		}
	})
}

func TestReplicasMigrateAtOnce(t *testing.T) {
	url := harness.Postgres(t)
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			d, err := db.Open(t.Context(), db.Config{URL: url, Schema: "library", MaxConnections: 3})
			if err != nil {
				t.Error(err)
				return
			}
			defer d.Close()
			if err := d.Migrate(t.Context(), library); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestMigrationsThatWouldDifferAreRefused(t *testing.T) {
	d := harness.Database(t)("library")
	for name, folder := range map[string]fs.FS{
		"an empty folder": fstest.MapFS{},
		"a default time":  fstest.MapFS{"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABLE a (at ${TIME} DEFAULT current_timestamp);")}},
		"broken SQL":      fstest.MapFS{"00001_a.sql": {Data: []byte("-- +goose Up\nCREATE TABEL a;")}},
	} {
		if d.Migrate(t.Context(), folder) == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestWorkersShareRows(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		for range 60 {
			must(t, 0, errOf(db.Exec(ctx, d, `INSERT INTO visit (state) VALUES ('waiting')`)))
		}
		var all sync.WaitGroup
		var mu sync.Mutex
		taken := map[int64]int{}
		for range 6 {
			all.Go(func() {
				for {
					some, err := db.Write[int64](ctx, d, `UPDATE visit SET state = 'done' WHERE id IN
						(SELECT id FROM visit WHERE state = 'waiting' ORDER BY id LIMIT 5 ${SKIP_LOCKED}) RETURNING id`)
					if err != nil {
						t.Error(err)
					}
					if len(some) == 0 {
						return
					}
					mu.Lock()
					for _, id := range some {
						taken[id]++
					}
					mu.Unlock()
				}
			})
		}
		all.Wait()
		if len(taken) != 60 {
			t.Errorf("%d of 60 taken", len(taken))
		}
		for id, times := range taken {
			if times != 1 {
				t.Errorf("%d was taken %d times", id, times)
			}
		}
	})
}

func TestPagesByKey(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		var want []string
		for i := range 30 {
			b := newBook(fmt.Sprintf("book %02d", i))
			b.Pages = 1 + i%4 // ties
			must(t, 0, errOf(insert(ctx, d, b)))
			want = append(want, fmt.Sprintf("%d %s", b.Pages, b.Title))
		}
		slices.SortFunc(want, func(a, b string) int { // pages descending, title ascending
			if a[0] != b[0] {
				return int(b[0]) - int(a[0])
			}
			return strings.Compare(a, b)
		})
		var got []string
		var from []db.Key
		for {
			where := db.In(db.Where("shelf_id = ?", "s1"), "lent", []bool{false, true})
			keys := []db.Key{{Column: "pages", Descending: true}, {Column: "title"}}
			if from != nil {
				where.After(from...)
			}
			query := `SELECT ` + columns + ` FROM book` + where.SQL() + db.OrderBy(keys...) + where.Limit(7)
			page, err := db.Select[book](ctx, d, query, where.Args()...)
			must(t, 0, err)
			for _, b := range page {
				got = append(got, fmt.Sprintf("%d %s", b.Pages, b.Title))
				keys[0].Value, keys[1].Value = b.Pages, b.Title
			}
			if len(page) == 0 {
				break
			}
			from = keys
		}
		if !slices.Equal(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
		none := db.In(new(db.Conditions), "id", []string{})
		if found, err := db.Select[string](ctx, d, `SELECT id FROM book`+none.SQL(), none.Args()...); len(found) != 0 || err != nil {
			t.Errorf("in nothing: %v, %v", found, err)
		}
	})
}

func TestReadersOfSQLiteCannotWrite(t *testing.T) {
	d := harness.Database(t)("library")
	must(t, 0, d.Migrate(t.Context(), library))
	if _, err := db.Select[string](t.Context(), d, `INSERT INTO shelf (id) VALUES ('x') RETURNING id`); err == nil {
		t.Error("a Select wrote")
	}
}

func TestADatabaseThatIsAwayIsUnavailable(t *testing.T) {
	_, err := db.Open(t.Context(), db.Config{URL: "postgres://u@127.0.0.1:1/x", Schema: "library"})
	if err == nil {
		t.Fatal("opened")
	}
	if _, err := db.Open(t.Context(), db.Config{URL: t.TempDir(), Schema: `"; DROP`}); err == nil {
		t.Error("a schema that is no name is accepted")
	}
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("library")
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := db.One[int](ctx, d, `SELECT 1`); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
	if url := harness.Postgres(t); url != "" {
		gone, err := db.Open(t.Context(), db.Config{URL: url, Schema: "library"})
		must(t, 0, err)
		defer gone.Close()
		killer, err := db.Open(t.Context(), db.Config{URL: url, Schema: "killer"})
		must(t, 0, err)
		defer killer.Close()
		err = gone.InTx(t.Context(), func(ctx context.Context) error {
			must(t, 0, errOf(db.Exec(t.Context(), killer, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'codecraft-library'`)))
			_, err := db.One[int](ctx, gone, `SELECT 1`)
			return err
		})
		if !errs.Is(err, errs.Unavailable) {
			t.Errorf("a connection that was shut: %v", err)
		}
		if _, err := db.One[int](t.Context(), gone, `SELECT 1`); err != nil {
			t.Errorf("afterwards: %v", err)
		}
	}
}

// TestWordsAreFoundAlike searches titles on both databases as people do: without regard to case, in any script, and with no patterns.
func TestWordsAreFoundAlike(t *testing.T) {
	each(t, func(t *testing.T, ctx context.Context, d *db.DB) {
		for _, title := range []string{"Ärzte und Straßen", "ΟΔΟΣ", "100% sure", "1000 sure", "snake_case", "snakeXcase", `back\slash`} {
			must(t, 0, errOf(insert(ctx, d, newBook(title))))
		}
		for words, want := range map[string][]string{
			"ärzte": {"Ärzte und Straßen"}, "ÄRZTE UND": {"Ärzte und Straßen"}, "οδοσ": {"ΟΔΟΣ"}, "100%": {"100% sure"}, "0% S": {"100% sure"},
			"e_c": {"snake_case"}, "E_C": {"snake_case"}, `k\s`: {`back\slash`}, "%": {"100% sure"}, "SURE": {"100% sure", "1000 sure"},
		} {
			where := new(db.Conditions).Contains("title", words)
			found, err := db.Select[string](ctx, d, `SELECT title FROM book`+where.SQL()+` ORDER BY title`, where.Args()...)
			must(t, 0, err)
			if !slices.Equal(found, want) {
				t.Errorf("%q finds %q, want %q", words, found, want)
			}
		}
	})
}
