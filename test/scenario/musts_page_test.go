package scenario

import (
	"fmt"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
)

const cursorErrors = jsonapi.CursorProfile

var paged = []must{
	{33, "pages lead to one another, and have together what the list has", lists, func(x *exam) {
		whole := idsOf(x.get(x.list()+"page[size]="+fmt.Sprint(x.MaxPage), 200))
		forward := x.walk("next", x.list()+"page[size]=1", len(whole))
		if !slices.Equal(flat(forward), whole) {
			x.Fatalf("by pages %v, at once %v", flat(forward), whole)
		}
	}},
	{33, "page links keep what was asked for", lists, func(x *exam) {
		d := x.get(x.list()+"page[size]=1&fields["+x.Type+"]=", 200)
		for _, name := range []string{"next", "prev"} {
			if to := link(d.root, name); to != "" && (!strings.Contains(to, "page%5Bsize%5D=1") || !strings.Contains(to, "fields%5B")) {
				x.Errorf("%s is %s", name, to)
			}
		}
	}},
	{33, "a page is not moved by what is made meanwhile", func(r jsonapi.Registered) bool { return makes(r) && r.List }, func(x *exam) {
		first := x.get(x.list()+"page[size]=1", 200)
		next := link(first.root, "next")
		if next == "" {
			x.make()
			first = x.get(x.list()+"page[size]=1", 200)
			next = link(first.root, "next")
		}
		before := idsOf(x.get(next, 200))
		made := idsOf(x.make()) // which may come next itself, where the order is that of names
		if after := idsOf(x.get(next, 200)); !slices.Equal(before, after) && !slices.Equal(made, after) || slices.Equal(after, idsOf(first)) {
			x.Errorf("the second page was %v and became %v", before, after)
		}
	}},
	{63, "a page's size is positive and bounded, and the bound is told", lists, func(x *exam) {
		x.refusedAt("?page[size]", "GET", x.list()+"page[size]=0", nil, "", 400)
		x.refusedAt("?page[size]", "GET", x.list()+"page[size]=x", nil, "", 400)
		d := x.get(x.list()+"page[size]="+fmt.Sprint(x.MaxPage+1), 400)
		e := d.root["errors"].([]any)[0]
		if at(e, "meta", "page", "maxSize") != float64(x.MaxPage) || at(e, "links", "type") != cursorErrors+"max-size-exceeded" {
			x.Errorf("%.400s", d.Body)
		}
	}},
	{64, "the order is the same each time, and a wrong sort says so by the profile's error", lists, func(x *exam) {
		if a, b := idsOf(x.get(x.list(), 200)), idsOf(x.get(x.list(), 200)); !slices.Equal(a, b) {
			x.Errorf("%v, then %v", a, b)
		}
		d := x.get(x.list()+"sort=nope", 400)
		if got := at(d.root["errors"].([]any)[0], "links", "type"); got != cursorErrors+"unsupported-sort" {
			x.Errorf("links.type is %v", got)
		}
	}},
	{65, "a page before a cursor ends just before it", lists, func(x *exam) {
		whole := idsOf(x.get(x.list()+"page[size]="+fmt.Sprint(x.MaxPage), 200))
		forward := x.walk("next", x.list()+"page[size]=1", len(whole))
		if len(forward) < 2 {
			return
		}
		back := x.walk("prev", link(forward[len(forward)-1].root, "prev"), len(whole))
		slices.Reverse(back)
		if !slices.Equal(flat(back), whole[:len(whole)-1]) {
			x.Errorf("backwards %v of %v", flat(back), whole)
		}
	}},
	{65, "both cursors are refused by the profile's error", lists, func(x *exam) {
		d := x.get(x.list()+"page[after]=a&page[before]=b", 400)
		if got := at(d.root["errors"].([]any)[0], "links", "type"); got != cursorErrors+"range-pagination-not-supported" {
			x.Errorf("links.type is %v: %.300s", got, d.Body)
		}
	}},
	{65, "a cursor that is none of ours is refused", lists, func(x *exam) {
		x.refusedAt("?page[after]", "GET", x.list()+"page[after]=abc", nil, "", 400)
		x.refusedAt("?page[before]", "GET", x.list()+"page[before]=abc", nil, "", 400)
	}},
	{66, "next and prev are there, null at the ends", lists, func(x *exam) {
		first := x.get(x.list()+"page[size]="+fmt.Sprint(x.MaxPage), 200)
		for _, name := range []string{"next", "prev"} {
			if to, there := members(first.root, "links")[name]; !there || to != nil {
				x.Errorf("%s of the only page is %v", name, to)
			}
		}
		last := x.walk("next", x.list()+"page[size]=1", len(first.resources()))
		if n := len(last); n > 1 && link(last[n-1].root, "prev") == "" {
			x.Errorf("the last of %d pages has no prev", n)
		}
	}},
}

// walk follows a link from page to page, over at most n pages.
func (x *exam) walk(name, path string, n int) (pages []document) {
	x.Helper()
	for path != "" && len(pages) <= n {
		d := x.get(path, 200)
		pages = append(pages, d)
		path = link(d.root, name)
	}
	if len(pages) > max(n, 1) {
		x.Fatalf("%d resources have over %d pages", n, n)
	}
	return pages
}

func flat(pages []document) (all []string) {
	for _, d := range pages {
		all = append(all, idsOf(d)...)
	}
	return all
}
