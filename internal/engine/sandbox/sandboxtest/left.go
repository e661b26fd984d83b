package sandboxtest

import (
	"testing"
	"time"
)

// nothingLeft waits until nothing of a run is left outside of this process: what ended is removed in the background.
func (s *suite) nothingLeft(t *testing.T) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for _, left := range s.left {
		for deadline := time.Now().Add(2 * time.Minute); ; <-tick.C {
			found := left()
			if len(found) == 0 {
				break
			}
			if time.Now().After(deadline) {
				t.Errorf("left: %v", found)
				break
			}
		}
	}
}
