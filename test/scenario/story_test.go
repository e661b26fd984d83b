package scenario

import (
	"testing"

	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

func TestStoryInOneProcess(t *testing.T) {
	t.Parallel()
	Story(t, product.Start(t))
}

func TestStoryInSplitProcesses(t *testing.T) {
	t.Parallel()
	Story(t, product.StartSplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}))
}

func TestInterviewInOneProcess(t *testing.T) {
	t.Parallel()
	p := product.Start(t, product.Video...)
	Interview(t, p)
	metricsAreListed(t, p)
}

func TestInterviewInSplitProcesses(t *testing.T) {
	t.Parallel()
	Interview(t, product.StartSplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}, product.Video...))
}

func TestWorkspaceInOneProcess(t *testing.T) {
	t.Parallel()
	Workspace(t, product.Start(t))
}

func TestWorkspaceInSplitProcesses(t *testing.T) {
	t.Parallel()
	Workspace(t, product.StartSplit(t, product.Neighbours{Database: harness.Postgres(t), NATS: harness.NATSServer(t)}))
}
