// Package harness gives tests the real parts: databases, the bus, and a way to wait for them.
package harness

import (
	"testing"
	"time"
)

// Eventually calls check until it answers nil, and fails the test when it has not by then.
func Eventually(t testing.TB, limit time.Duration, check func() error) {
	t.Helper()
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
