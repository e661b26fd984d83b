package execution_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// queuesOf has judgements of scopes queued in that order.
func (w *world) queuesOf(org ids.Organization, scopes ...string) {
	w.t.Helper()
	before := w.inAll()
	for i, scope := range scopes {
		q := w.ask(org, "bash", "cat")
		q.Scope = scope
		w.publish(q)
		harness.Eventually(w.t, time.Minute, func() error {
			return unless(w.inAll() == before+i+1, "it is not queued yet")
		})
	}
}

func (w *world) inAll() int {
	w.t.Helper()
	n, err := db.One[int](w.t.Context(), w.db, `SELECT COUNT(*) FROM judgements`)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

// TestWithinAnOrganizationScopesTakeTurns: who has queued ten delays others by one, and is overtaken once by each of them.
func TestWithinAnOrganizationScopesTakeTurns(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open("execution"), harness.Bus(t), nil)
		org := ids.New[ids.Organization]()
		w.queuesOf(org, slices.Repeat([]string{"crowd"}, 10)...)
		n := startBench(t, w.bus, 1)
		w.settled(0) // two of the crowd are with the workers
		w.queuesOf(org, "first", "second", "first", "third")
		const all = 14
		for done := range all - 2 {
			w.settled(done)
			n.let(1)
		}
		n.let(2)
		var order []string
		for _, one := range n.wait(t, all) {
			order = append(order, one.Request.Scope)
		}
		want := append([]string{"crowd", "crowd"}, // before the others came
			"crowd", "first", "second", "third", "crowd", "first", "crowd", "crowd", "crowd", "crowd", "crowd", "crowd")
		if fmt.Sprint(order) != fmt.Sprint(want) {
			t.Errorf("the order is\n%v, not\n%v", order, want)
		}
	})
}
