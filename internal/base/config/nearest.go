package config

import (
	"fmt"
	"strings"
)

// DidYouMean ends a sentence about a word that is not known: with the one it is near to, else with a full stop.
func DidYouMean(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "."
}

// Nearest is the word of known that somebody may have meant: with a slip in every three letters at most, else one that
// the word begins or is begun by, else one that has it within. It is "" when none is near: a guess would mislead.
func Nearest(word string, known []string) string {
	if word == "" {
		return ""
	}
	best, least := "", max(1, len(word)/3)+1
	for _, k := range known {
		if d := distance(word, k); d < least && d < max(len(word), len(k)) {
			best, least = k, d
		}
	}
	for _, like := range []func(k string) bool{
		func(k string) bool { return len(word) > 1 && strings.HasPrefix(k, word) },
		func(k string) bool { return len(k) > 1 && strings.HasPrefix(word, k) },
		func(k string) bool { return len(word) > 2 && strings.Contains(k, word) },
	} {
		for _, k := range known {
			if best == "" && like(k) {
				best = k
			}
		}
	}
	return best
}

// distance is Levenshtein's, in bytes, where two neighbours that changed places are one slip.
func distance(a, b string) int {
	above, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], above[j-2]+1)
			}
		}
		above, row = row, next
	}
	return row[len(b)]
}
