// Package form is how much of the tests is run: all of them, or what CI has time for (go test -short, make test).
package form

import "testing"

// Whole leaves a test to make test-all. The short form has something of the same kind instead, which is named.
func Whole(t testing.TB, instead string) {
	t.Helper()
	if testing.Short() {
		t.Skipf("SKIPPED in the short form, which has %s instead: make test-all runs it", instead)
	}
}
