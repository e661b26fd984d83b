package scenario

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/test/product"
)

// atomic is why the items of Atomic Operations are held elsewhere.
const atomic = "no service offers Atomic Operations, and each refuses the extension (item 3); the layer below refuses it too: internal/base/jsonapi, TestMusts"

// inapplicable are the items of the audit that hold for no resource by itself, and where they are held instead.
var inapplicable = map[int]string{
	8:  "the body's jsonapi object is read by nobody: internal/base/jsonapi, TestMusts",
	15: "a type is registered once, or the start panics: TestNamesThatAreRefused, and TestEveryMustOnEveryResource's own walk",
	56: atomic, 57: atomic, 58: atomic, 59: atomic, 60: atomic, 61: atomic, 62: atomic,
}

// TestEveryMustOnEveryResource holds every collection that any service registers to every item of the audit.
func TestEveryMustOnEveryResource(t *testing.T) {
	p := product.StartEmpty(t)
	w := newWorld(t, p)
	w.settled(t)
	all := app.Collections()
	musts := slices.Concat(negotiated, shaped, linked, read, queried, written, erroneous, paged)
	tried, held := 0, map[int]bool{}
	for _, m := range musts {
		held[m.item] = true
		on := 0
		for _, r := range all {
			if m.on != nil && !m.on(r) {
				continue
			}
			if w.ids[r.Type] == absent {
				continue // there is nothing to be read
			}
			on++
			tried++
			t.Run(fmt.Sprintf("%d/%s/%s", m.item, m.says, r.Type), func(t *testing.T) {
				id, known := w.ids[r.Type]
				if !known && r.Get {
					t.Fatalf("the test knows no id of %s: put one into the world", r.Type)
				}
				m.try(&exam{T: t, Registered: r, w: w, id: id})
			})
		}
		if on == 0 {
			t.Errorf("%d: %s: holds for no resource", m.item, m.says)
		}
	}
	for n := 1; n <= 66; n++ {
		if !held[n] && inapplicable[n] == "" {
			t.Errorf("item %d of the audit is neither tried nor said to be inapplicable", n)
		}
	}
	types := map[string]bool{}
	for _, r := range all {
		if types[r.Type] {
			t.Errorf("15: the type %s is registered twice", r.Type)
		}
		types[r.Type] = true
	}
	t.Logf("%d trials on %d resources", tried, len(all))
}

func gets(r jsonapi.Registered) bool    { return r.Get }
func lists(r jsonapi.Registered) bool   { return r.List }
func creates(r jsonapi.Registered) bool { return r.Create }
func updates(r jsonapi.Registered) bool { return r.Update }
func deletes(r jsonapi.Registered) bool { return r.Delete }
func relates(r jsonapi.Registered) bool { return r.Get && len(r.Relationships) > 0 }

// takes says that a document of the type can be sent somewhere.
func takes(r jsonapi.Registered) bool { return r.Create || r.Get }

func accepting(v string) http.Header { return http.Header{"Accept": {v}} }
func sending(v string) http.Header   { return http.Header{"Content-Type": {v}} }

const (
	atomicMedia  = media + `;ext="https://jsonapi.org/ext/atomic"`
	unknownExt   = media + `;ext="https://example.com/x"`
	someProfile  = media + `;profile="https://example.com/p"`
	cursorsMedia = media + `;profile="` + jsonapi.CursorProfile + `"`
)

func refuseWrite(x *exam, h http.Header, want int) {
	method, path, body := x.write()
	x.refusedAt("Content-Type:", method, path, h, body, want)
}

var negotiated = []must{
	{1, "a document is sent as our media type, which lists what was applied", nil, func(x *exam) {
		if got := x.get(x.one(), 200).Header.Get("Content-Type"); got != media && (x.Get || got != cursorsMedia) {
			x.Errorf("Content-Type is %q", got)
		}
	}},
	{1, "an error is, too", gets, func(x *exam) {
		if got := x.get(x.Path+"/none", 404).Header.Get("Content-Type"); got != media {
			x.Errorf("Content-Type is %q", got)
		}
	}},
	{2, "a charset on what is sent is refused", takes, func(x *exam) { refuseWrite(x, sending(media+"; charset=utf-8"), 415) }},
	{2, "another media type is refused", takes, func(x *exam) { refuseWrite(x, sending("application/json"), 415) }},
	{3, "an unknown extension is refused", takes, func(x *exam) { refuseWrite(x, sending(unknownExt), 415) }},
	{3, "an extension of other endpoints is refused", takes, func(x *exam) { refuseWrite(x, sending(atomicMedia), 415) }},
	{4, "an instance with other parameters is ignored beside a good one", nil, func(x *exam) {
		x.send(x.reader(), "GET", x.one(), accepting(media+"; charset=utf-8, "+media), "", 200)
	}},
	{4, "a weight is no parameter", nil, func(x *exam) { x.send(x.reader(), "GET", x.one(), accepting(media+";q=0.5"), "", 200) }},
	{5, "nothing but instances with other parameters is refused", nil, func(x *exam) {
		x.refusedAt("Accept:", "GET", x.one(), accepting(media+"; charset=utf-8"), "", 406)
	}},
	{6, "nothing but unknown extensions is refused", nil, func(x *exam) { x.refusedAt("Accept:", "GET", x.one(), accepting(unknownExt), "", 406) }},
	{7, "an unknown profile is ignored in Accept", nil, func(x *exam) { x.send(x.reader(), "GET", x.one(), accepting(someProfile), "", 200) }},
	{7, "and in Content-Type", takes, func(x *exam) {
		method, path, _ := x.write()
		x.send(x.writer(), method, path, sending(someProfile), `[]`, 400, 403)
	}},
	{9, "Vary names Accept", nil, func(x *exam) {
		if got := strings.Join(x.get(x.one(), 200).Header.Values("Vary"), ","); !strings.Contains(got, "Accept") {
			x.Errorf("Vary is %q", got)
		}
	}},
}

// inclusions asks for everything the type can include.
func inclusions(x *exam) string {
	var names []string
	for _, rel := range x.Relationships {
		if rel.Included {
			names = append(names, rel.Name)
		}
	}
	return "include=" + strings.Join(names, ",")
}

// whole is a document with all a resource has to show: one of it, or the list, with everything included.
func (x *exam) whole() document {
	if x.Get && len(x.Relationships) > 0 {
		return x.get(x.item()+"?"+inclusions(x), 200)
	}
	return x.get(x.one(), 200)
}
