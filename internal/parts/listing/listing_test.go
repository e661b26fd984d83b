package listing_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// A book has a shelf, which many share: a page may end between two books of one shelf.
type book struct {
	ID    string `db:"id"`
	Shelf int    `db:"shelf"`
}

type bookAttributes struct {
	Shelf int `json:"shelf"`
}

func (bookAttributes) ResourceType() string { return "books" }

func (b *book) resource() jsonapi.Resource[bookAttributes, jsonapi.None] {
	return jsonapi.Resource[bookAttributes, jsonapi.None]{ID: b.ID, Attributes: bookAttributes{b.Shelf}}
}

var pagers = map[string]listing.Pager[book]{
	"newest first": listing.NewestFirst("id", func(b *book) string { return b.ID }),
	"oldest first": listing.OldestFirst("id", func(b *book) string { return b.ID }),
	"by shelf": {
		ID:       listing.By("id", func(b *book) string { return b.ID }),
		Sorts:    map[string]listing.Key[book]{"shelf": listing.By("shelf", func(b *book) int { return b.Shelf })},
		Standard: jsonapi.Sort{Field: "shelf"},
	},
}

// TestPagesAreWholeInEveryOrderBothWays walks a list in every order and by pages of every size, to its end and back.
func TestPagesAreWholeInEveryOrderBothWays(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		d := open("listing")
		mustExec(t, d, `CREATE TABLE books (id TEXT PRIMARY KEY, shelf INTEGER NOT NULL)`)
		for i := range 11 {
			mustExec(t, d, `INSERT INTO books (id, shelf) VALUES ($1, $2)`, fmt.Sprintf("b%02d", i), i*7%3)
		}
		for name, pager := range pagers {
			for _, down := range []bool{false, true} {
				var sort []jsonapi.Sort
				if pager.Standard.Field != "" {
					sort = []jsonapi.Sort{{Field: pager.Standard.Field, Desc: down}}
				}
				all := walk(t, d, pager, jsonapi.Query{Sort: sort, Size: 100})
				if len(all) != 11 {
					t.Fatalf("%s: %d of 11 books", name, len(all))
				}
				for size := 1; size <= 12; size++ {
					if got := walk(t, d, pager, jsonapi.Query{Sort: sort, Size: size}); !slices.Equal(got, all) {
						t.Errorf("%s, %d a page, descending %v: %v, want %v", name, size, down, got, all)
					}
				}
			}
		}
	})
}

// walk reads all pages to the end, then back, and finds the same ones; the first has nothing before it.
func walk(t *testing.T, d *db.DB, p listing.Pager[book], q jsonapi.Query) (ids []string) {
	t.Helper()
	var pages [][]string
	for {
		page := ask(t, d, p, q)
		pages, ids = append(pages, shown(page)), append(ids, shown(page)...)
		if (page.Prev == "") != (len(pages) == 1) {
			t.Fatalf("page %d: prev is %q", len(pages), page.Prev)
		}
		if page.Next == "" {
			q.Before = page.Prev
			break
		}
		q.After = page.Next
	}
	for i := len(pages) - 2; i >= 0; i-- {
		q.After = ""
		page := ask(t, d, p, q)
		if !slices.Equal(shown(page), pages[i]) {
			t.Fatalf("back to page %d: %v, want %v", i+1, shown(page), pages[i])
		}
		q.Before = page.Prev
	}
	return ids
}

func ask(t *testing.T, d *db.DB, p listing.Pager[book], q jsonapi.Query) jsonapi.Page[bookAttributes, jsonapi.None] {
	t.Helper()
	page, err := listing.Page(t.Context(), &q, p, new(db.Conditions), booksOf(d), listing.Each((*book).resource))
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func booksOf(d *db.DB) listing.Rows[book] {
	return func(ctx context.Context, where *db.Conditions, order []db.Key, limit int) ([]book, error) {
		return db.Select[book](ctx, d, `SELECT id, shelf FROM books`+where.SQL()+db.OrderBy(order...)+where.Limit(limit), where.Args()...)
	}
}

func shown(page jsonapi.Page[bookAttributes, jsonapi.None]) (ids []string) {
	for _, r := range page.Items {
		ids = append(ids, r.ID)
	}
	return ids
}

func mustExec(t *testing.T, d *db.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(t.Context(), d, query, args...); err != nil {
		t.Fatal(err)
	}
}

func TestWhatAListCannotAnswerIsSaidInOneWay(t *testing.T) {
	d := harness.Database(t)("listing")
	mustExec(t, d, `CREATE TABLE books (id TEXT PRIMARY KEY, shelf INTEGER NOT NULL)`)
	for what, c := range map[string]struct {
		query       jsonapi.Query
		code, where string
	}{
		"a cursor that is none":    {jsonapi.Query{Size: 1, After: "!"}, "bad_cursor", "page[after]"},
		"one before that is none":  {jsonapi.Query{Size: 1, Before: "!"}, "bad_cursor", "page[before]"},
		"a cursor of another list": {jsonapi.Query{Size: 1, After: jsonapi.EncodeCursor("a", "b", "c")}, "bad_cursor", "page[after]"},
		"the order of two fields":  {jsonapi.Query{Size: 1, Sort: []jsonapi.Sort{{Field: "shelf"}, {Field: "id"}}}, "unsupported_sort", "sort"},
	} {
		_, err := listing.Page(t.Context(), &c.query, pagers["by shelf"], new(db.Conditions), booksOf(d), listing.Each((*book).resource))
		if e := errs.Of(err); err == nil || e.Code != c.code || e.Parameter != c.where {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := listing.Required(&jsonapi.Query{}, "shelf")
	if e := errs.Of(err); err == nil || e.Code != "filter_missing" || e.Parameter != "filter[shelf]" {
		t.Errorf("a filter that must be sent: %v", err)
	}
	if listing.Revision("7") != 7 || listing.Revision("seven") >= 0 {
		t.Error("a revision that is not a number must be one that no row has")
	}
}

func TestATableIsPagedBothWays(t *testing.T) {
	var all []jsonapi.Resource[bookAttributes, jsonapi.None]
	for _, id := range []string{"c", "a", "e", "b", "d"} {
		all = append(all, (&book{ID: id}).resource())
	}
	page := func(q jsonapi.Query) (ids string, next, prev string) {
		t.Helper()
		q.Size = 2
		p, err := listing.Table(&q, all)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(shown(p), ""), p.Next, p.Prev
	}
	first, next, none := page(jsonapi.Query{})
	second, last, _ := page(jsonapi.Query{After: next})
	third, end, back := page(jsonapi.Query{After: last})
	before, _, _ := page(jsonapi.Query{Before: back})
	if first+second+third != "caebd" || before != "eb" || none+end != "" {
		t.Errorf("the pages are %q, %q, %q, and %q before the last; %q before the first, %q after the last", first, second, third, before, none, end)
	}
	_, err := listing.Table(&jsonapi.Query{Size: 2, After: jsonapi.EncodeCursor("z")}, all)
	if e := errs.Of(err); err == nil || e.Code != "bad_cursor" {
		t.Errorf("a cursor of what is not there: %v", err)
	}
}
