package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
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

// part is something of a split installation that can be killed and started again.
type part struct {
	name          string
	kill, restart func()
}

// killsInRound is how often something is killed while writersInRound people write and submit.
const (
	killsInRound   = 5
	writersInRound = 10
)

// TestPartsKilledAmidSubmissions kills the worker, the broker, the database or a service at random, one after the
// other, CODECRAFT_CHAOS_KILLS times (5 unless set; the broker is CODECRAFT_CHAOS_COPIES servers, 1 unless set, of which one is), while people write and submit: nothing is killed once they have ended, and
// they go on until the last of a round is killed.
func TestPartsKilledAmidSubmissions(t *testing.T) {
	kills, copies := setting(t, "CODECRAFT_CHAOS_KILLS", killsInRound), setting(t, "CODECRAFT_CHAOS_COPIES", 1)
	database := harness.DatabaseServer(t)
	brokers, url := brokers(t, copies)
	p := product.StartEmptySplit(t, product.Neighbours{Database: database.URL, NATS: url}, "--slots", "3", "--log-level", "warn", "--nats-copies", strconv.Itoa(copies))
	parts := []part{{"database", database.Kill, database.Start}}
	for _, broker := range brokers {
		parts = append(parts, part{"broker", broker.Kill, broker.Start})
	}
	for _, module := range []string{"worker", "worker", "execution", "assessments"} { // the worker twice as often
		parts = append(parts, part{module, func() { p.KillModule(module) }, func() { p.RestartModule(module) }})
	}
	assessment := exam.Publish(t, client.New(t, p.URL).SignIn(product.Owner, product.Password))
	var sum struct {
		killed                map[string]int
		submissions, repeated int
	}
	sum.killed = map[string]int{}
	for round := 1; kills > 0; round++ {
		killed, o, repeated := partsRound(t, p, parts, assessment, round, min(kills, killsInRound))
		kills -= len(killed)
		for _, name := range killed {
			sum.killed[name]++
		}
		sum.submissions, sum.repeated = sum.submissions+o.submissions, sum.repeated+repeated
	}
	t.Logf("killed in all: %v; %d submissions, %d tries without an answer; none lost, none judged twice", sum.killed, sum.submissions, sum.repeated)
}

func brokers(t *testing.T, copies int) (all []*harness.Server, url string) {
	t.Helper()
	if copies > 1 {
		return harness.Cluster(t, copies)
	}
	one := harness.Broker(t)
	return []*harness.Server{one}, one.URL
}

// partsRound answers what was killed, which is at least one.
func partsRound(t *testing.T, p *product.Product, parts []part, assessment client.Resource, round, kills int) (killed []string, o outcome, repeated int) {
	t.Helper()
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	writers := inviteWriters(t, owner, assessment, round, writersInRound)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 10*time.Minute)
	defer cancel()
	begun := time.Now()
	var moments []int64 // how many submissions were accepted before each
	failures := make([]error, len(writers))
	var working sync.WaitGroup
	var atWork, accepted atomic.Int64
	atWork.Store(int64(len(writers)))
	over := make(chan struct{})
	more := func(n int) bool {
		select {
		case <-over:
			return n == 1
		default:
			wait(100, 1500)
			return true
		}
	}
	for i, w := range writers {
		working.Go(func() {
			defer atWork.Add(-1)
			failures[i] = w.work(ctx, more, func() { accepted.Add(1) }, func() error { return pause(ctx) })
		})
	}
	for len(killed) < kills && (len(killed) == 0 || atWork.Load() > 0) {
		one := parts[rand.IntN(len(parts))]
		wait(100, 1500)
		at := accepted.Load()
		one.kill()
		wait(0, 1000)
		one.restart()
		killed, moments = append(killed, one.name), append(moments, at)
		for module, said := range p.Ended() {
			t.Fatalf("round %d: after the end of %s, %s ended too:\n%s", round, one.name, module, said)
		}
	}
	close(over)
	p.AwaitModules()
	working.Wait()
	if err := errors.Join(failures...); err != nil {
		t.Fatalf("round %d: %v", round, fmt.Errorf("after the ends of %v: %w", killed, err))
	}
	o = checkAll(t, client.New(t, p.URL).SignIn(product.Owner, product.Password), writers)
	for _, w := range writers {
		repeated += w.repeated
	}
	t.Logf("round %d: killed %v after %v submissions; %d kept, %d judgements, %d judged once in the timeline; all judged after %v",
		round, killed, moments, o.submissions, o.judgements, o.activities, since(begun))
	return killed, o, repeated
}

// wait for a random time: when something is killed is what is tried here.
func wait(leastMs, mostMs int) {
	time.Sleep(time.Duration(leastMs+rand.IntN(mostMs-leastMs)) * time.Millisecond)
}
