package codes_test

import (
	"flag"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/test/codes"
	"github.com/codecraft-hq/codecraft/test/harness"
)

var update = flag.Bool("update", false, "write docs/errors.md")

const page = "../../docs/errors.md"

// kinds gives the constants' names their values.
var kinds = map[string]errs.Kind{
	"Invalid": errs.Invalid, "Malformed": errs.Malformed, "Unauthorized": errs.Unauthorized, "Forbidden": errs.Forbidden, "NotFound": errs.NotFound,
	"Conflict": errs.Conflict, "Gone": errs.Gone, "Precondition": errs.Precondition, "TooLarge": errs.TooLarge, "Unsupported": errs.Unsupported,
	"TooMany": errs.TooMany, "Unavailable": errs.Unavailable, "Internal": errs.Internal, "NotAllowed": errs.NotAllowed,
	"NotAcceptable": errs.NotAcceptable, "Cancelled": errs.Cancelled, "PreconditionRequired": errs.PreconditionRequired, "TooSlow": errs.TooSlow,
}

// TestEveryErrorCodeIsListed holds docs/errors.md to the sources: no code is emitted that it does not list, none is
// listed that nothing emits, and none is made where it cannot be read.
func TestEveryErrorCodeIsListed(t *testing.T) {
	found, err := codes.Read("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, place := range found.Unclear {
		t.Errorf("%s: the code is no constant: it would be missing from docs/errors.md", place)
	}
	if len(found.Codes) < 150 {
		t.Fatalf("%d codes were found: the walk is broken", len(found.Codes))
	}
	for _, r := range app.Collections() { // the layer of the API makes these of the type
		name := strings.ReplaceAll(strings.TrimSuffix(r.Type, "s"), "-", "_") + "_not_found"
		if found.Codes[name] == nil {
			found.Codes[name] = &codes.Code{Name: name, Kinds: []string{"NotFound"}, Details: []string{"there is none of " + r.Type + " with this id here"}}
		}
	}
	got := show(t, found)
	harness.Page(t, page, got, *update)
}

func show(t *testing.T, found codes.Found) string {
	var b strings.Builder
	b.WriteString("# Errors\n\nEvery refusal is a JSON:API error document: `id` names the request, `status`, `code`, `title`, `detail` says what is wrong and\n" +
		"what to do, and `source` where. Programs go by `code`, which does not change. This page is made from the sources (`make gen`); a `…`\nstands for what depends on the request.\n\n" +
		"| code | status | detail |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(found.Codes)) {
		c := found.Codes[name]
		if slices.Equal(c.Kinds, []string{"Internal"}) {
			continue // shown as internal, whatever its code
		}
		var statuses, details []string
		for _, kind := range c.Kinds {
			known, ok := kinds[kind]
			if !ok && kind != "?" {
				t.Errorf("%s is of the kind %s, which this test does not know", name, kind)
			}
			if status := http.StatusText(httpx.Status(known)); ok {
				statuses = append(statuses, strings.Join([]string{strconv.Itoa(httpx.Status(known)), status}, " "))
			}
		}
		for _, detail := range c.Details {
			details = append(details, placeholders(detail))
		}
		slices.Sort(statuses)
		slices.Sort(details)
		b.WriteString("| `" + name + "` | " + strings.Join(statuses, "<br>") + " | " + strings.Join(details, "<br>") + " |\n")
	}
	b.WriteString("| `internal` | 500 Internal Server Error | internal error: it is ours; quote the `id` |\n")
	return b.String()
}

var verb = regexp.MustCompile(`%[-+#0-9.]*[a-zA-Z]`)

func placeholders(detail string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;", "%%", "%").Replace(verb.ReplaceAllString(detail, "…"))
}
