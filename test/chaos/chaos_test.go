package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/exam"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// TestKilledAmidSubmissions kills the whole process in the middle of submissions, CODECRAFT_CHAOS_ROUNDS times
// of CODECRAFT_CHAOS_SUBMISSIONS each (1 of 40 unless set).
func TestKilledAmidSubmissions(t *testing.T) {
	rounds, submissions := setting(t, "CODECRAFT_CHAOS_ROUNDS", 1), setting(t, "CODECRAFT_CHAOS_SUBMISSIONS", 40)
	p := product.StartEmpty(t, "--slots", "3", "--log-level", "warn")
	assessment := exam.Publish(t, client.New(t, p.URL).SignIn(product.Owner, product.Password))
	for round := 1; round <= rounds; round++ {
		killRound(t, p, assessment, round, submissions)
	}
}

func setting(t *testing.T, name string, otherwise int) int {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: a number from 1 on", name, text)
	}
	return n
}

func killRound(t *testing.T, p *product.Product, assessment client.Resource, round, submissions int) {
	t.Helper()
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	writers := inviteWriters(t, owner, assessment, round, (submissions+perWriter-1)/perWriter)
	total := len(writers) * perWriter
	var accepted atomic.Int64
	killAt, begun := int64(total/4+rand.IntN(total/2)), time.Now()
	now, again := make(chan struct{}), make(chan struct{})
	count := func() {
		if accepted.Add(1) == killAt {
			close(now)
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Minute)
	defer cancel()
	back := func() error {
		select {
		case <-again:
			return pause(ctx)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	failures := make([]error, len(writers))
	var working sync.WaitGroup
	for i, w := range writers {
		working.Go(func() { failures[i] = w.work(ctx, all, count, back) })
	}
	select {
	case <-now:
	case <-ctx.Done():
		t.Fatalf("only %d of %d submissions were accepted: %v", accepted.Load(), total, errors.Join(failures...))
	}
	p.Kill()
	killed := accepted.Load()
	p.Restart()
	close(again)
	working.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatalf("round %d: %v", round, err)
	}
	o := checkAll(t, client.New(t, p.URL).SignIn(product.Owner, product.Password), writers)
	t.Logf("round %d: killed after %d of %d submissions; %d kept, %d judgements, %d judged once in the timeline; all judged after %v",
		round, killed, total, o.submissions, o.judgements, o.activities, since(begun))
}

// all has a writer go on to the end.
func all(int) bool { return true }

// checkAll waits until all is judged, and looks once more when it is: whatever would come twice comes late.
func checkAll(t *testing.T, owner *client.Client, writers []*writer) (sum outcome) {
	t.Helper()
	for range 2 {
		sum = outcome{}
		for _, w := range writers {
			var o outcome
			harness.Eventually(t, 5*time.Minute, func() (err error) {
				if o, err = w.check(owner); err != nil && !errors.Is(err, errNotYet) {
					t.Fatalf("attempt %s: %v", w.Attempt, err)
				}
				return err
			})
			sum.submissions, sum.judgements, sum.activities = sum.submissions+o.submissions, sum.judgements+o.judgements, sum.activities+o.activities
			if len(w.submissions) == 0 || len(w.edits) != len(w.submissions) {
				t.Fatal(fmt.Errorf("attempt %s: %d edits and %d submissions were told to be kept", w.Attempt, len(w.edits), len(w.submissions)))
			}
		}
	}
	return sum
}
