package backup_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/backup"
	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// The table that refers is the first by name, so that the order of names is not the one to load them in.
const library = `-- +goose Up
CREATE TABLE shelf (id TEXT PRIMARY KEY);
CREATE TABLE book (
    id       TEXT PRIMARY KEY,
    shelf_id TEXT NOT NULL REFERENCES shelf (id),
    title    TEXT,
    rating   DOUBLE PRECISION NOT NULL,
    lent     BOOLEAN NOT NULL,
    cover    ${BLOB},
    facts    ${JSON} NOT NULL,
    made_at  ${TIME} NOT NULL
);
CREATE TABLE visit (id ${SERIAL}, state TEXT NOT NULL);
CREATE TABLE turns (name TEXT PRIMARY KEY, turn INTEGER NOT NULL);
INSERT INTO turns (name, turn) VALUES ('', 0);
`

const people = "-- +goose Up\nCREATE TABLE person (name TEXT PRIMARY KEY);\n"

const later = "-- +goose Up\nALTER TABLE shelf ADD COLUMN colour TEXT NOT NULL DEFAULT 'red';\n"

func tables(schema string, migrations ...string) open.Tables {
	folder := fstest.MapFS{}
	for i, text := range migrations {
		folder[fmt.Sprintf("migrations/%05d_x.sql", i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return open.Tables{Schema: schema, Migrations: folder}
}

func services() []open.Tables {
	return []open.Tables{tables("library", library), tables("people", people)}
}

type place struct {
	backup.Installation
	bucket *buckettest.Double // nil: blobs are files
}

// each runs a test on both databases, and with blobs in a bucket; empty is another place with nothing in it.
func each(t *testing.T, test func(t *testing.T, empty func() place)) {
	at := func(t *testing.T, url string) place {
		storage := open.StorageConfig{Data: filepath.Join(t.TempDir(), "data"), DatabaseURL: config.Secret(url), Blobs: "files"}
		return place{backup.Installation{Storage: storage, Services: services(), Version: "1.2.3", Tell: t.Logf}, nil}
	}
	t.Run("SQLite", func(t *testing.T) { test(t, func() place { return at(t, "") }) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, func() place { return at(t, harness.Postgres(t)) }) })
	t.Run("bucket", func(t *testing.T) {
		test(t, func() place {
			p := at(t, "")
			p.bucket = buckettest.New(t)
			p.Storage.Blobs = "s3"
			p.Storage.BucketConfig = open.BucketConfig{S3Bucket: p.bucket.Bucket, S3Prefix: p.bucket.Prefix, S3Endpoint: p.bucket.URL, S3AccessKey: "key", S3SecretKey: "secret"}
			return p
		})
	})
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (p place) open(t *testing.T, service int) *db.DB {
	t.Helper()
	d, err := open.Database(t.Context(), p.Storage, p.Services[service], harness.Log(t))
	must(t, d, err)
	t.Cleanup(func() { _ = d.Close() })
	return d
}

type book struct {
	ID      string                     `db:"id"`
	ShelfID string                     `db:"shelf_id"`
	Title   *string                    `db:"title"`
	Rating  float64                    `db:"rating"`
	Lent    bool                       `db:"lent"`
	Cover   []byte                     `db:"cover"`
	Facts   db.JSON[map[string]string] `db:"facts"`
	MadeAt  time.Time                  `db:"made_at"`
}

func put(ctx context.Context, d *db.DB, b book) error {
	return d.InTx(ctx, func(ctx context.Context) error {
		if _, err := db.Exec(ctx, d, `INSERT INTO shelf (id) VALUES ($1)`, b.ShelfID); err != nil {
			return err
		}
		_, err := db.Exec(ctx, d, `INSERT INTO book (id, shelf_id, title, rating, lent, cover, facts, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			b.ID, b.ShelfID, b.Title, b.Rating, b.Lent, b.Cover, b.Facts, b.MadeAt)
		return err
	})
}

func books(t *testing.T, d *db.DB, where string) []book {
	t.Helper()
	all, err := db.Select[book](t.Context(), d, `SELECT id, shelf_id, title, rating, lent, cover, facts, made_at FROM book WHERE id LIKE '`+where+`%' ORDER BY id`)
	return must(t, all, err)
}

// furnish puts in what is easily lost on the way through a text.
func (p place) furnish(t *testing.T) (library *db.DB, blobs []blob.Digest) {
	t.Helper()
	library = p.open(t, 0)
	for i, title := range []string{"", `\N`, "tab\tline\nreturn\r\\.", "Ärger 😀 \"quoted\", 'so'", "NULL"} {
		b := book{ID: fmt.Sprint("a", i), ShelfID: fmt.Sprint("s", i), Title: &title, Rating: 0.1 + float64(i)/3, Lent: i%2 == 0}
		b.Facts.V, b.MadeAt = map[string]string{"k\n": title}, time.Date(2026, 3, 29, 2, 30, i, 123456000, time.UTC)
		if b.Cover = []byte{0, byte(i), 255, '\\', '\n'}; i == 4 {
			b.Title, b.Cover = nil, nil
		}
		if err := put(t.Context(), library, b); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		_, err := db.Exec(t.Context(), library, `INSERT INTO visit (state) VALUES ('open')`)
		must(t, 0, err)
	}
	_, err := db.Exec(t.Context(), library, `DELETE FROM visit WHERE id = 3`)
	must(t, 0, err)
	_, err = db.Exec(t.Context(), library, `UPDATE turns SET turn = 7`)
	must(t, 0, err)
	_, err = db.Exec(t.Context(), p.open(t, 1), `INSERT INTO person (name) VALUES ('Emma')`)
	must(t, 0, err)
	store := p.blobs(t)
	for _, content := range [][]byte{nil, []byte("small"), bytes.Repeat([]byte("large "), 300_000)} {
		digest, err := blob.PutBytes(t.Context(), store, content)
		blobs = append(blobs, must(t, digest, err))
	}
	return library, blobs
}

func (p place) blobs(t *testing.T) blob.Keeper {
	t.Helper()
	blobs, err := open.Keeper(t.Context(), p.Storage)
	return must(t, blobs, err)
}

// lies has a blob be of that content where it is.
func (p place) lies(t *testing.T, digest blob.Digest, content string) {
	t.Helper()
	if p.bucket != nil {
		p.bucket.Set(t, p.bucket.Prefix+"blobs/"+string(digest), content)
		return
	}
	path := p.blobs(t).Place(digest)
	must(t, 0, os.Chmod(path, 0o600))
	must(t, 0, os.WriteFile(path, []byte(content), 0o600))
}

func (p place) make(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "today.tar.zst")
	if _, err := backup.Make(t.Context(), p.Installation, file); err != nil {
		t.Fatal(err)
	}
	return file
}

func (p place) restore(t *testing.T, file string) error {
	_, err := backup.Restore(t.Context(), p.Installation, file)
	return err
}

// writer writes a shelf and its book in one transaction after another until it is stopped, and tells how many there are then.
func writer(t *testing.T, d *db.DB) (stop func() int) {
	end, ended := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		defer func() { ended <- n }()
		for ; ; n++ {
			select {
			case <-end:
				return
			default:
			}
			b := book{ID: fmt.Sprintf("w%06d", n), ShelfID: fmt.Sprintf("w%06d", n), MadeAt: time.Now()}
			if err := put(context.WithoutCancel(t.Context()), d, b); err != nil {
				t.Error("a writer is disturbed:", err)
				return
			}
		}
	}()
	return func() int { close(end); return <-ended }
}

func TestABackupIsRestored(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		d, blobs := from.furnish(t)
		stop := writer(t, d)
		file := from.make(t)
		wrote := stop()
		if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
			t.Errorf("the archive: %v, %v", info, err)
		}
		to := empty()
		if err := to.restore(t, file); err != nil {
			t.Fatal(err)
		}
		r := to.open(t, 0)
		if got, want := books(t, r, "a"), books(t, d, "a"); len(got) != 5 || !reflect.DeepEqual(got, want) {
			t.Errorf("restored %+v\nof       %+v", got, want)
		}
		shelves, err := db.Select[string](t.Context(), r, `SELECT id FROM shelf WHERE id LIKE 'w%' ORDER BY id`)
		if must(t, shelves, err); len(shelves) != len(books(t, r, "w")) || len(shelves) > wrote {
			t.Errorf("%d shelves, %d books, %d were written: half of a transaction was copied", len(shelves), len(books(t, r, "w")), wrote)
		}
		number, err := db.WriteOne[int64](t.Context(), r, `INSERT INTO visit (state) VALUES ('open') RETURNING id`)
		if err != nil || number != 4 {
			t.Errorf("the next number is %d, %v: 3 was given before", number, err)
		}
		if turns, err := db.Select[int](t.Context(), r, `SELECT turn FROM turns`); err != nil || !slices.Equal(turns, []int{7}) {
			t.Errorf("of the row that the migration makes there is %d, %v", turns, err)
		}
		if name, err := db.One[string](t.Context(), to.open(t, 1), `SELECT name FROM person`); err != nil || name != "Emma" {
			t.Errorf("of the other service there is %q, %v", name, err)
		}
		for _, digest := range blobs {
			if _, err := blob.GetBytes(t.Context(), to.blobs(t), digest, 10<<20); err != nil {
				t.Error(err)
			}
		}
	})
}

// Services mend their rows once these are of this version.
func TestAnOlderBackupIsBroughtUpToDate(t *testing.T) {
	each(t, func(t *testing.T, empty func() place) {
		from := empty()
		from.furnish(t)
		file := from.make(t)
		to := empty()
		to.Services = []open.Tables{tables("library", library, later), tables("people", people), tables("fresh", people)}
		to.Services[0].Restored = func(ctx context.Context, d *db.DB) error {
			_, err := db.Exec(ctx, d, `UPDATE shelf SET colour = 'blue' WHERE id = 's0'`)
			return err
		}
		if err := to.restore(t, file); err != nil {
			t.Fatal(err)
		}
		colours, err := db.Select[string](t.Context(), to.open(t, 0), `SELECT colour FROM shelf ORDER BY id`)
		if err != nil || !slices.Equal(colours, []string{"blue", "red", "red", "red", "red"}) {
			t.Errorf("%v, %v", colours, err)
		}
		if n, err := db.One[int](t.Context(), to.open(t, 2), `SELECT count(*) FROM person`); err != nil || n != 0 {
			t.Errorf("the service that there was not: %d, %v", n, err)
		}
	})
}
