package execution_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestTheNeighbourOfThisProcessIsAsked: once it is known, in the place of the one that New was given.
func TestTheNeighbourOfThisProcessIsAsked(t *testing.T) {
	backend, tools := realTools(t, 2)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	open, closed := candidate(), candidate()
	w.attempt.closed[open.Attempt] = true // as the other one says
	w.service.Ask(&attempts{closed: map[ids.Attempt]bool{closed.Attempt: true}})
	run := map[string]any{"language": "bash", "source": "echo ran"}
	if status, doc := w.do(open, "POST", "/v1/runs?waitForEnd=true", run); status != 201 || doc.text("stdout") != "ran\n" {
		t.Errorf("an open attempt: %d %+v", status, doc)
	}
	if status, doc := w.do(closed, "POST", "/v1/runs?waitForEnd=true", run); status != 409 {
		t.Errorf("a closed attempt: %d %+v", status, doc)
	}
}
