package open

import (
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/dockertest"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// TestTheConfigurationOpensTheDockerBackEnd: what --sandbox docker says is what programs run in, and the languages are those
// that the image has as this host has them.
func TestTheConfigurationOpensTheDockerBackEnd(t *testing.T) {
	if os.Getenv("CODECRAFT_DOCKER") == "" {
		t.Skip("SKIPPED: it needs a Docker engine: make test-docker-short")
	}
	if why := dockertest.Missing(); why != "" {
		t.Skip("SKIPPED: " + why)
	}
	engine, err := dockertest.Start(t.Context(), dockertest.Short)
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Stop()
	c := SandboxConfig{Sandbox: sandboxDocker, DockerHost: engine.Host, DockerImage: engine.Image, DockerRuntime: "other", Local: true}
	c.Check(t.Fatalf)
	before := engine.OtherCalls()
	b, err := Backend(t.Context(), c, 1, engine.Dir(), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if b.Name() != "docker" || b.Slots() != 1 || engine.OtherCalls() == before {
		t.Errorf("%s with %d slots, and %d calls of the runtime that was asked for", b.Name(), b.Slots(), engine.OtherCalls()-before)
	}
	slot, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	res, err := slot.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/sh", "-c", "for p in gcc perl g++ javac; do command -v $p; done; exit 0"}, Env: []string{"PATH=/usr/bin:/bin"}, Stdout: &out})
	if err != nil || res.Status != sandbox.OK || out.String() != "/usr/bin/gcc\n/usr/bin/perl\n" {
		t.Errorf("%+v, %v: the image has %q", res, err, out.String())
	}
	if err := slot.Close(); err != nil {
		t.Error(err)
	}
	gone := toolchain.Table{{Installed: true, Path: "/usr/bin/none-such", Version: "1"}}
	gone[0].Language.Version.Command = []string{"none-such", "--version"}
	gone[0].Language.Programs = []string{"none-such"}
	gone, err = Languages(t.Context(), b, gone)
	if err != nil || gone[0].Installed || !strings.Contains(gone[0].Problem, "the container image has none") {
		t.Errorf("a language that the image lacks: %v, %+v", err, gone)
	}
}
