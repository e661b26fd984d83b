// Package form is how much of the tests is run: all of them, or what CI has time for (go test -short, make test).
package form

import (
	"slices"
	"strings"
	"testing"
)

// Whole leaves a test to make test-all. The short form has something of the same kind instead, which is named.
func Whole(t testing.TB, instead string) {
	t.Helper()
	if testing.Short() {
		t.Skipf("SKIPPED in the short form, which has %s instead: make test-all runs it", instead)
	}
}

// Part leaves a case of a table to make test-all, unless it is one of those that the short form has.
func Part(t testing.TB, name string, short ...string) {
	t.Helper()
	if !slices.Contains(short, name) {
		Whole(t, strings.Join(short, ", "))
	}
}
