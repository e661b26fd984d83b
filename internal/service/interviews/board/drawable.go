package board

import (
	"fmt"
	"math"
	"regexp"
	"slices"
)

// farthest is how far from the middle of a board anything is, and how large: beyond it pages only stand still.
const farthest = 1e6

// numbers are what pages reckon with, where it is said.
var numbers = []string{"x", "y", "width", "height", "angle", "strokeWidth", "roughness", "opacity", "fontSize", "lineHeight"}

// lists are what else they go through, with what they are of.
var lists = map[string]func(any) bool{"groupIds": isText, "boundElements": isObject, "pressures": within, "points": isPoint}

// ofPoints are the kinds that pages go along.
var ofPoints = []string{"line", "arrow", "freedraw"}

// undrawable answers what of an element would break the pages of all who look at the board, or "".
func undrawable(kind string, sent map[string]any) string {
	for _, name := range numbers {
		if v, said := sent[name]; said && !within(v) {
			return fmt.Sprintf("%s is a number from -%.0f to %.0f", name, farthest, farthest)
		}
	}
	for name, is := range lists {
		if !isList(sent[name], is) {
			return name + " is a list: groupIds of texts, boundElements of objects, pressures of numbers, points of pairs of numbers"
		}
	}
	if points, _ := sent["points"].([]any); slices.Contains(ofPoints, kind) && len(points) == 0 {
		return "it has a point at least"
	}
	if !isIndex(sent["index"]) {
		return "its index is none of those by which elements lie over one another"
	}
	if kind == "text" && !isText(sent["text"]) {
		return "it has a text"
	}
	return ""
}

func within(v any) bool {
	f, is := v.(float64)
	return is && math.Abs(f) <= farthest
}

func isText(v any) bool { _, is := v.(string); return is }

func isObject(v any) bool { _, is := v.(map[string]any); return is }

func isPoint(v any) bool {
	pair, is := v.([]any)
	return is && len(pair) >= 2 && isList(v, within)
}

// isList reports whether it is a list of such; none is an empty one.
func isList(v any, is func(any) bool) bool {
	all, sound := v.([]any)
	return (v == nil || sound) && !slices.ContainsFunc(all, func(one any) bool { return !is(one) })
}

var letters = regexp.MustCompile(`^[A-Za-z][0-9A-Za-z]{1,199}$`)

// lowest is the index below which there is none.
const lowest = "A00000000000000000000000000"

// isIndex reports whether pages can find a place above and below it: a whole number, whose first letter says how long it is (a1, b10;
// those that are negative Zz, Yzz), and what is behind it in the order of ASCII, which does not end with 0. None is found by the page.
func isIndex(v any) bool {
	key, is := v.(string)
	if v == nil || !is {
		return v == nil
	}
	if !letters.MatchString(key) || key == lowest {
		return false
	}
	whole := int(key[0]-'a') + 2
	if key[0] <= 'Z' {
		whole = int('Z'-key[0]) + 2
	}
	return len(key) == whole || len(key) > whole && key[len(key)-1] != '0'
}
