package open

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// sandboxDocker is the back end besides native that --sandbox chooses from.
const sandboxDocker = "docker"

// SandboxConfig is the back end that a worker runs programs in.
type SandboxConfig struct {
	Sandbox           string `default:"native" enum:"native,docker" help:"How programs are kept apart: native, by the kernel's own means, or docker, a container of an engine for each run (slower)." group:"Worker"`
	SandboxLevel      string `default:"auto" enum:"auto,isolated,contained" help:"The least protection that programs may run with; the best there is is taken. Where namespaces are refused, as in an ordinary container, they can be contained, not isolated: auto allows that on a loopback --addr." group:"Worker"`
	DockerImage       string `help:"Image that programs run in with --sandbox=docker, pinned by digest: sha256:..., or name@sha256:..." group:"Worker"`
	DockerHost        string `default:"unix:///run/docker.sock" help:"Address of the Docker engine, which must be on this machine." group:"Worker"`
	DockerRuntime     string `help:"Container runtime, by the name that the engine has for it. Default: the engine's." group:"Worker"`
	InsecureNoSandbox bool   `help:"Run programs without isolation when this host offers none. Never with people you do not trust." group:"Worker"`

	Local bool `kong:"-"` // whoever reaches the product has this machine's trust: follows from --addr
}

// Docker tells whether programs run in containers of an engine.
func (c SandboxConfig) Docker() bool { return c.Sandbox == sandboxDocker }

// Check refuses what contradicts itself in the choice of a back end.
func (c SandboxConfig) Check(refuse func(string, ...any)) {
	if !c.Docker() {
		if c.DockerImage != "" || c.DockerRuntime != "" {
			refuse("--docker-image and --docker-runtime need --sandbox=docker")
		}
		return
	}
	if !docker.PinnedImage.MatchString(c.DockerImage) {
		refuse("--sandbox=docker needs --docker-image pinned by digest, sha256:... or name@sha256:..., not %q; deploy/docker/execution-image builds one and prints it", c.DockerImage)
	}
	if c.InsecureNoSandbox {
		refuse("--sandbox=docker and --insecure-no-sandbox exclude one another")
	}
}

// Backend makes the chosen back end. The scratch folder is made where it is missing.
func Backend(ctx context.Context, c SandboxConfig, slots int, dir string, log *slog.Logger) (sandbox.Backend, error) {
	if !c.Docker() {
		b, err := native.New(ctx, native.Config{
			Slots: slots, Log: log, AllowContained: c.AllowsContained(), AllowUnprotected: c.InsecureNoSandbox, Dir: dir,
		})
		if errors.Is(err, native.ErrContainedOnly) {
			err = errors.Join(err, errors.New("--sandbox-level=contained accepts that; codecraft doctor tells what holds then"))
		}
		return b, err
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return docker.New(ctx, docker.Config{Slots: slots, Log: log, Host: c.DockerHost, Image: c.DockerImage, Runtime: c.DockerRuntime, Dir: dir})
}

// AllowsContained tells whether programs may run contained where they cannot be isolated: whoever reaches a loopback
// address has this machine's trust, and --demo is there only.
func (c SandboxConfig) AllowsContained() bool {
	return c.SandboxLevel == "contained" || c.SandboxLevel != "isolated" && (c.Local || c.InsecureNoSandbox)
}

// Languages are the toolchains that programs of this back end find. Containers have those of their image, so a
// toolchain of this host's /usr counts only if the image has the same version at the same path; one from elsewhere is
// bound into containers.
func Languages(ctx context.Context, b sandbox.Backend, table toolchain.Table) (toolchain.Table, error) {
	if b.Name() != sandboxDocker {
		return table, nil
	}
	slot, err := b.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer slot.Close() //nolint:errcheck // it was only asked
	for i := range table {
		tool := &table[i]
		if !tool.Installed || !strings.HasPrefix(tool.Path, "/usr/") {
			continue
		}
		found, err := toolchain.VersionInside(ctx, slot, *tool)
		if err != nil {
			return nil, err
		}
		if found != tool.Version {
			tool.Installed = false
			tool.Problem = fmt.Sprintf("the container image has %s, this host %s: build the image from this host's release, with the same packages", either(found, "none"), tool.Version)
		}
	}
	return table, nil
}

func either(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
