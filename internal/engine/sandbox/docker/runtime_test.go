package docker_test

import (
	"os"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/dockertest"
)

// hello runs one program.
func hello(t *testing.T, b *docker.Backend) {
	t.Helper()
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var out strings.Builder
	res, err := s.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/echo", "hello"}, Env: []string{"PATH=/bin"}, Stdout: &out})
	if err != nil || res.Status != sandbox.OK || out.String() != "hello\n" {
		t.Errorf("%+v, %v, %q", res, err, out.String())
	}
}

// TestTheRuntimeThatIsAskedForIsUsed: every container is made by it, and by the engine's own where none is asked for.
func TestTheRuntimeThatIsAskedForIsUsed(t *testing.T) {
	b := newBackend(t, func(c *docker.Config) { c.NotAhead = true })
	before := daemon.OtherCalls()
	hello(t, b)
	if n := daemon.OtherCalls(); n != before {
		t.Errorf("a runtime that was not asked for was called %d times", n-before)
	}
	b = newBackend(t, func(c *docker.Config) { c.NotAhead, c.Runtime = true, "other" })
	before = daemon.OtherCalls()
	hello(t, b)
	if daemon.OtherCalls() == before {
		t.Error("the runtime that was asked for was not called")
	}
}

// TestTheSamePackagesGiveTheSameImage builds an image twice, in different folders.
func TestTheSamePackagesGiveTheSameImage(t *testing.T) {
	if daemon == nil {
		t.Skip("SKIPPED: " + missing)
	}
	if os.Getenv("CODECRAFT_DOCKER") == "short" {
		t.Skip("SKIPPED: it takes a minute: make test-docker")
	}
	var digests [2]string
	for i := range digests {
		var err error
		if digests[i], err = dockertest.Build(t.Context(), t.TempDir(), "bash", "python3"); err != nil {
			t.Fatal(err)
		}
	}
	if digests[0] != digests[1] {
		t.Errorf("two images of the same packages: %v", digests)
	}
}
