// Package harness gives tests the real parts: databases, the bus, and a way to wait for them.
package harness

import (
	"testing"
	"time"
)

// Patience is the least that tests wait for what shall come. What a limit cuts off is what never comes: a machine with a
// hundred things to do besides takes minutes for what else takes a second.
const Patience = 3 * time.Minute

// Eventually calls check until it answers nil, and fails the test when it has not within the limit, or Patience if that is longer.
func Eventually(t testing.TB, limit time.Duration, check func() error) {
	t.Helper()
	limit = max(limit, Patience)
	end := time.Now().Add(limit)
	for wait := time.Millisecond; ; wait = min(2*wait, 100*time.Millisecond) {
		err := check()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not within %v: %v", limit, err)
		}
		time.Sleep(wait) // the one place where tests sleep
	}
}
