package board

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Element is one version of a thing on the board. What it looks like is its own affair: the body is kept as it came.
type Element struct {
	ID      string
	Version int64
	Nonce   int64
	Deleted bool
	Body    json.RawMessage
}

const (
	maxElements     = 1000     // of a drawing
	maxElementBytes = 64 << 10 // a stroke of a few thousand points
	maxNumber       = 1 << 53  // whole numbers of JavaScript
	maxStep         = 1e6      // of a version at once: nobody could change one that is at the end of its numbers, or take it away
)

// kinds are the elements that are taken: those that hold nothing of elsewhere.
var kinds = []string{"rectangle", "diamond", "ellipse", "arrow", "line", "freedraw", "text", "frame"}

var soundID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// elements reads what was sent, and names the place of what is no element.
func elements(sent []json.RawMessage) ([]Element, error) {
	if len(sent) == 0 || len(sent) > maxElements {
		return nil, errs.New(errs.Invalid, "drawing_size", "a drawing is of 1 to %d elements: send those that have changed, in parts", maxElements).At("/data/attributes/elements")
	}
	all := make([]Element, len(sent))
	for i, one := range sent {
		e, err := element(one)
		if err != nil {
			return nil, errs.Of(err).At(placeOf(i))
		}
		if slices.ContainsFunc(all[:i], func(x Element) bool { return x.ID == e.ID }) {
			return nil, errs.New(errs.Invalid, "element_twice", "the element %s is there twice: send its last version", e.ID).At(placeOf(i))
		}
		all[i] = e
	}
	return all, nil
}

// placeOf is where one of the elements was sent.
func placeOf(i int) string { return "/data/attributes/elements/" + strconv.Itoa(i) }

func element(body json.RawMessage) (e Element, err error) {
	unsound := func(format string, args ...any) (Element, error) {
		return e, errs.New(errs.Invalid, "element_unsound", format, args...)
	}
	var sent map[string]any
	if json.Unmarshal(body, &sent) != nil || sent == nil {
		return unsound("an element is an object")
	}
	id, _ := sent["id"].(string)
	if !soundID.MatchString(id) {
		return unsound("an element has an id of at most 64 letters, digits, - and _")
	}
	kind, _ := sent["type"].(string)
	if !slices.Contains(kinds, kind) {
		return unsound("%q is nothing that can be drawn here: there are %s; pictures and pages of elsewhere are not taken", kind, strings.Join(kinds, ", "))
	}
	version, whole := number(sent["version"])
	nonce, too := number(sent["versionNonce"])
	if !whole || !too || version < 1 {
		return unsound("an element has a version from 1 on, and a versionNonce: whole numbers")
	}
	if link, _ := sent["link"].(string); link != "" && !strings.HasPrefix(link, "https://") && !strings.HasPrefix(link, "http://") {
		return unsound("a link on the board begins with https:// or http://")
	}
	if wrong := undrawable(kind, sent); wrong != "" {
		return unsound("nobody's page could draw this %s: %s", kind, wrong)
	}
	if len(body) > maxElementBytes {
		return unsound("an element has at most %d KB, and this one %d: draw it in parts", maxElementBytes>>10, len(body)>>10+1)
	}
	e = Element{ID: id, Version: version, Nonce: nonce, Body: body}
	e.Deleted, _ = sent["isDeleted"].(bool)
	return e, nil
}

func number(v any) (n int64, whole bool) {
	f, is := v.(float64)
	return int64(f), is && f == float64(int64(f)) && f >= 0 && f < maxNumber
}

// beats reports whether the element holds against a version that is there, as in Excalidraw's own pages.
func (e Element) beats(there Element) bool {
	if e.Version != there.Version {
		return e.Version > there.Version
	}
	return e.Nonce < there.Nonce
}
