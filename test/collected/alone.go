package collected

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/collect"
	"github.com/codecraft-hq/codecraft/internal/base/db"
)

// largest is how many bytes a blob of a test has at most.
const largest = 64 << 20

// Alone has each column of a service's tables name blobs that no other column names. It fails where one of them goes though all
// references are read, and where none goes when any one of the references is not: a column that is left out is missed, even where the
// product mostly names the same blob in another, too. The columns (table.column) are those in which there has to be a row that names one.
// Do this last: the service's rows name other blobs then than it stored.
func Alone(t testing.TB, service string, d *db.DB, b *bus.Bus, blobs blob.Store, references []collect.Columns, columns ...string) {
	t.Helper()
	a := &apart{db: d, files: blobs.(*blob.Files), contents: map[blob.Digest][]byte{}}
	a.read(t)
	named := a.separate(t, references)
	sweep(t, service, b, a.files)
	for digest, by := range named {
		if !a.has(t, digest) {
			t.Errorf("a blob is gone that %s of %s names", by, service)
		}
	}
	for _, c := range columns {
		if !slices.Contains(slices.Collect(maps.Values(named)), c) {
			t.Errorf("no row of %s names a blob in %s", service, c)
		}
	}
	stayed := a.there(t)
	if !slices.ContainsFunc(references, func(c collect.Columns) bool { return c.Name == collect.Outbox.Name }) {
		t.Errorf("%s does not read its outbox", service)
	}
	for i, c := range references {
		if c.Name == collect.Outbox.Name {
			continue // what waits there is gone in a moment
		}
		a.sweepBut(t, fmt.Sprintf("%s-but-%d", service, i), b, slices.Delete(slices.Clone(references), i, i+1))
		if len(a.there(t)) == len(stayed) {
			t.Errorf("%s of %s could be left out: this test has no row in which they alone name a blob", c.Name, service)
		}
		for _, digest := range stayed {
			a.put(t, a.contents[digest])
		}
	}
}

// sweepBut collects what some references do not name.
func (a *apart) sweepBut(t testing.TB, name string, b *bus.Bus, some []collect.Columns) {
	t.Helper()
	stop, err := collect.Serve(b, name, a.db, some)
	if err != nil {
		t.Fatal(err)
	}
	sweep(t, name, b, a.files)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
}

// apart are the blobs of a test, of which each column gets its own.
type apart struct {
	db       *db.DB
	files    *blob.Files
	contents map[blob.Digest][]byte
}

func (a *apart) read(t testing.TB) {
	t.Helper()
	for _, digest := range a.there(t) {
		content, err := blob.GetBytes(t.Context(), a.files, digest, largest)
		if err != nil {
			t.Fatal(err)
		}
		a.contents[digest] = content
	}
}

func (a *apart) there(t testing.TB) (all []blob.Digest) {
	t.Helper()
	if err := a.files.Each(t.Context(), func(digest blob.Digest, _ int64) error {
		all = append(all, digest)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func (a *apart) has(t testing.TB, digest blob.Digest) bool {
	t.Helper()
	there, err := a.files.Has(t.Context(), digest)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

func (a *apart) put(t testing.TB, content []byte) blob.Digest {
	t.Helper()
	digest, err := blob.PutBytes(t.Context(), a.files, content)
	if err != nil {
		t.Fatal(err)
	}
	a.contents[digest] = content
	return digest
}

// separate gives each column blobs of its own in the place of those that it names, and answers which column names which: of plans, what
// they name is their column's, too.
func (a *apart) separate(t testing.TB, references []collect.Columns) map[blob.Digest]string {
	t.Helper()
	old, named, all := a.there(t), map[blob.Digest]string{}, columnsOf(t, a.db)
	for _, c := range all {
		text, plans := c.text(t, a.db), c.plans(all, references)
		for _, digest := range old {
			if !strings.Contains(text, string(digest)) {
				continue
			}
			own, children := a.own(t, digest, old, c)
			c.replace(t, a.db, digest, own)
			named[own] = c.String()
			for _, child := range children {
				if plans {
					named[child] = c.String()
				}
			}
		}
	}
	return named
}

// own is a column's own of a blob; what that names is the column's own, too.
func (a *apart) own(t testing.TB, digest blob.Digest, old []blob.Digest, c column) (own blob.Digest, children []blob.Digest) {
	t.Helper()
	content := string(a.contents[digest])
	for _, child := range old {
		if child != digest && strings.Contains(content, string(child)) {
			other := a.put(t, []byte(string(a.contents[child])+"\n"+c.String()))
			content, children = strings.ReplaceAll(content, string(child), string(other)), append(children, other)
		}
	}
	return a.put(t, []byte(content+"\n"+c.String())), children
}

// plans reports whether the column names plans by what the references are called: table.plan, be it a column or within another one.
func (c column) plans(all []column, references []collect.Columns) bool {
	plan := column{Table: c.Table, Name: "plan"}
	called := slices.ContainsFunc(references, func(r collect.Columns) bool { return r.Name == plan.String() })
	apart := slices.ContainsFunc(all, func(x column) bool { return x.String() == plan.String() })
	return called && (c.Name == "plan" || !apart)
}

func (c column) replace(t testing.TB, d *db.DB, from, to blob.Digest) {
	t.Helper()
	value := `REPLACE(CAST("` + c.Name + `" AS TEXT), $1, $2)`
	if d.Postgres() && c.Kind != "text" {
		value = `CAST(` + value + ` AS ` + c.Kind + `)`
	}
	if _, err := db.Exec(t.Context(), d, `UPDATE "`+c.Table+`" SET "`+c.Name+`" = `+value+` WHERE CAST("`+c.Name+`" AS TEXT) LIKE '%`+string(from)+`%'`, from, to); err != nil {
		t.Fatal(err)
	}
}
