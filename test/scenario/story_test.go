package scenario

import (
	"testing"

	"github.com/codecraft-hq/codecraft/test/form"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

func TestStoryInOneProcess(t *testing.T) {
	t.Parallel()
	p := product.StartEmpty(t, product.Video...)
	Story(t, p, Invited(t, p))
	metricsAreListed(t, p)
}

// Services that run apart fill their parts of a demo by themselves; test/browser has the demo of one process.
func TestStoryInSplitProcesses(t *testing.T) {
	t.Parallel()
	p := product.StartSplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)})
	Story(t, p, OfTheDemo(t, p))
	takeDemo(t, p)
}

func TestInterviewInOneProcess(t *testing.T) {
	form.Whole(t, "TestInterviewInSplitProcesses")
	t.Parallel()
	p := product.StartEmpty(t, product.Video...)
	Interview(t, p)
	metricsAreListed(t, p)
}

func TestInterviewInSplitProcesses(t *testing.T) {
	t.Parallel()
	Interview(t, product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}, product.Video...))
}

func TestWorkspaceInOneProcess(t *testing.T) {
	form.Whole(t, "TestWorkspaceInSplitProcesses")
	t.Parallel()
	Workspace(t, product.StartEmpty(t))
}

func TestWorkspaceInSplitProcesses(t *testing.T) {
	t.Parallel()
	Workspace(t, product.StartEmptySplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}))
}
