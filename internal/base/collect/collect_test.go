package collect_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const keep = 24 * time.Hour

var columns = []collect.Columns{
	{Name: "things", Query: `SELECT id AS place, named FROM things WHERE id > $1 ORDER BY id LIMIT $2`},
	{Name: "plans", Query: `SELECT id AS place, named FROM plans WHERE id > $1 ORDER BY id LIMIT $2`, Plans: true},
	{Name: "parts", Query: `SELECT t.id AS place, COALESCE(p.named, '') AS named
		FROM (SELECT id FROM things WHERE id > $1 ORDER BY id LIMIT $2) AS t LEFT JOIN parts p ON p.thing = t.id ORDER BY t.id`},
}

// world is a store of blobs with its time, and the service "shop" that names some.
type world struct {
	*collect.Collector
	blobs   blob.Keeper
	now     func() time.Time
	age     func(time.Duration) // all that is there is so much older
	bus     *bus.Bus
	db      *db.DB
	metrics *prometheus.Registry
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	t.Run("files", func(t *testing.T) {
		eachDatabase(t, func(t *testing.T, w *world) {
			dir := t.TempDir()
			files, err := blob.NewFiles(dir, 0)
			check(t, err)
			w.blobs, w.now, w.age = files, time.Now, func(by time.Duration) { harness.Age(t, dir, by) }
		}, test)
	})
	t.Run("bucket", func(t *testing.T) {
		eachDatabase(t, func(t *testing.T, w *world) {
			d := buckettest.New(t)
			w.blobs, w.now, w.age = d.Store(t, 1<<30), d.Now, d.Advance
		}, test)
	})
}

func eachDatabase(t *testing.T, store, test func(t *testing.T, w *world)) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("shop")
		check(t, d.Migrate(t.Context(), fstest.MapFS{"00001_shop.sql": {Data: []byte(`-- +goose Up
CREATE TABLE things (id TEXT PRIMARY KEY, named TEXT NOT NULL);
CREATE TABLE plans (id TEXT PRIMARY KEY, named TEXT NOT NULL);
CREATE TABLE parts (thing TEXT NOT NULL, named TEXT NOT NULL);
`)}}))
		w := &world{bus: harness.Bus(t), db: d, metrics: prometheus.NewRegistry()}
		store(t, w)
		serve(t, w.bus, "shop", d, columns)
		w.Collector = w.collector(t, w.metrics, "shop")
		test(t, w)
	})
}

func serve(t *testing.T, b *bus.Bus, service string, d *db.DB, all []collect.Columns) {
	t.Helper()
	stop, err := collect.Serve(b, service, d, all)
	check(t, err)
	t.Cleanup(func() { check(t, stop()) })
}

func (w *world) collector(t *testing.T, metrics *prometheus.Registry, services ...string) *collect.Collector {
	t.Helper()
	c, err := collect.New(collect.Deps{Blobs: w.blobs, Bus: w.bus, Services: services, Keep: keep, Log: harness.Log(t), Metrics: metrics, Clock: w.now})
	check(t, err)
	return c
}

func (w *world) put(t *testing.T, text string) blob.Digest {
	t.Helper()
	digest, err := blob.PutBytes(t.Context(), w.blobs, []byte(text))
	check(t, err)
	return digest
}

func (w *world) row(t *testing.T, table, id, named string) {
	t.Helper()
	_, err := db.Exec(t.Context(), w.db, `INSERT INTO `+table+` VALUES ($1, $2)`, id, named)
	check(t, err)
}

func (w *world) there(t *testing.T, digest blob.Digest) bool {
	t.Helper()
	there, err := w.blobs.Has(t.Context(), digest)
	check(t, err)
	return there
}

// later sweeps when all that is there has been so for long.
func (w *world) later(t *testing.T) collect.Swept {
	t.Helper()
	w.age(2 * keep)
	swept, err := w.Sweep(t.Context())
	if err != nil || !swept.Done {
		t.Fatalf("it ends with %+v, %v", swept, err)
	}
	return swept
}

func TestWhatNothingRefersToIsCollected(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		thing, input, part := w.put(t, "a thing"), w.put(t, "input of a plan"), w.put(t, "a part")
		plan := w.put(t, fmt.Sprintf(`{"tests":[{"input":%q}]}`, input))
		stray, size := w.put(t, "a stray"), len("a stray")
		w.row(t, "things", "1", `{"picture": "pictures/`+string(thing)+`.png"}`)
		w.row(t, "plans", "1", string(plan))
		w.row(t, "parts", "1", string(part))
		if swept := w.later(t); swept.Blobs != 5 || swept.Unreferenced != 1 || swept.Collected != 0 {
			t.Errorf("what is doubted for the first time stays, but: %+v", swept)
		}
		if swept := w.later(t); swept.Collected != 1 || swept.Bytes != int64(size) || w.there(t, stray) {
			t.Errorf("the stray one is collected, but: %+v", swept)
		}
		for _, digest := range []blob.Digest{thing, input, part, plan} {
			if !w.there(t, digest) {
				t.Errorf("%s is gone", digest)
			}
		}
		for series, want := range map[string]float64{"codecraft_blobs_collected_total": 1, "codecraft_blobs_collected_bytes_total": float64(size)} {
			if got := harness.Figure(t, w.metrics, series); got != want {
				t.Errorf("%s is %v", series, got)
			}
		}
	})
}

func TestManyReferencesComeInPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		const many, named = 410, 5 // more than two pages, of which the last rows name something
		check(t, w.db.InTx(t.Context(), func(ctx context.Context) error {
			for n := range many {
				for _, table := range []string{"things", "plans", "parts"} {
					id, digest := fmt.Sprintf("%04d", n), ""
					if n >= many-named {
						digest = string(w.put(t, table+id))
					}
					if _, err := db.Exec(ctx, w.db, `INSERT INTO `+table+` VALUES ($1, $2)`, id, digest); err != nil {
						return err
					}
				}
			}
			return nil
		}))
		w.put(t, "a stray")
		w.later(t)
		if swept := w.later(t); swept.Blobs != 3*named+1 || swept.Unreferenced != 1 || swept.Collected != 1 {
			t.Errorf("of %d, one is collected, but: %+v", 3*named+1, swept)
		}
	})
}

func TestNothingIsCollectedInDoubt(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		stray := w.put(t, "a stray")
		w.later(t)
		refuses := func(c *collect.Collector, words string) {
			t.Helper()
			w.age(2 * keep)
			swept, err := c.Sweep(t.Context())
			if err == nil || !strings.Contains(err.Error(), words) || swept.Done || !w.there(t, stray) {
				t.Errorf("it ends with %+v, %v; and the stray one is there: %t", swept, err, w.there(t, stray))
			}
		}
		refuses(w.collector(t, prometheus.NewRegistry(), "shop", "absent"), "ask absent")
		serve(t, w.bus, "broken", w.db, []collect.Columns{columns[0], {Name: "none", Query: `SELECT id AS place, named FROM none WHERE id > $1 LIMIT $2`}})
		refuses(w.collector(t, prometheus.NewRegistry(), "shop", "broken"), "ask broken")
		lost := blob.Of([]byte("a plan that is lost"))
		w.row(t, "plans", "1", string(lost))
		refuses(w.Collector, string(lost))
		w.put(t, "a plan that is lost")
		if w.later(t); w.there(t, stray) {
			t.Error("without a doubt the stray one stays")
		}
	})
}

func TestWhatIsReferredToAgainStays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		again := w.put(t, "again")
		w.later(t)
		w.row(t, "things", "1", string(again))
		w.later(t)
		_, err := db.Exec(t.Context(), w.db, `DELETE FROM things`)
		check(t, err)
		if swept := w.later(t); swept.Unreferenced != 1 || !w.there(t, again) {
			t.Errorf("what was referred to a moment ago is gone: %+v", swept)
		}
		if w.later(t); w.there(t, again) {
			t.Error("it stays for ever")
		}
	})
}

func TestASweepIsMadeOnceAnHourByOne(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.later(t)
		if swept, err := w.Sweep(t.Context()); err != nil || swept.Done {
			t.Errorf("a second one at once is %+v, %v", swept, err)
		}
		w.age(keep)
		letGo, err := w.blobs.Hold(t.Context())
		check(t, err)
		if swept, err := w.Sweep(t.Context()); !errors.Is(err, blob.ErrHeld) || swept.Done {
			t.Errorf("while a backup is made it is %+v, %v", swept, err)
		}
		check(t, letGo())
		w.later(t)
	})
}
