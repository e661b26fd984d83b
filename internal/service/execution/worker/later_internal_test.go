package worker

import (
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsDoneLaterIsDoneInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l later
		did := make(chan int, 15)
		for round := range 3 {
			for i := range 5 {
				l.do(func() { did <- 5*round + i })
			}
			if len(did) != 5*round {
				t.Fatalf("round %d: somebody waits for it", round)
			}
			time.Sleep(laterBy)
			synctest.Wait()
		}
		if len(did) != 15 {
			t.Fatalf("of 15 things were done %d", len(did))
		}
		for i := range 15 {
			if n := <-did; n != i {
				t.Errorf("what came as number %d was done as number %d", n, i)
			}
		}
	})
}

func TestWhatIsDoneLaterIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l later
		for range maxLater {
			l.do(func() {})
		}
		did := false
		l.do(func() { did = true })
		if !did {
			t.Error("more than the bound was gathered")
		}
		time.Sleep(laterBy)
		synctest.Wait()
	})
}
