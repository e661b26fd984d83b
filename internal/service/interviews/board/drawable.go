package board

import (
	"fmt"
	"math"
	"slices"
)

// farthest is how far from the middle of a board anything is, and how large: beyond it pages only stand still.
const farthest = 1e6

// numbers are what pages reckon with, where it is said.
var numbers = []string{"x", "y", "width", "height", "angle", "strokeWidth", "roughness", "opacity", "fontSize", "lineHeight"}

// lists are what else they go through, with what they are of.
var lists = map[string]func(any) bool{"groupIds": isText, "boundElements": isObject, "pressures": within, "points": isPoint}

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
	if points, _ := sent["points"].([]any); kind == "freedraw" && len(points) == 0 {
		return "it has a point at least"
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
