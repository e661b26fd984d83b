package app

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

// The back ends that --sandbox chooses from.
const (
	sandboxNative = "native"
	sandboxDocker = "docker"
)

// refuseSandbox tells what contradicts itself in the choice of a back end.
func (c *Config) refuseSandbox(refuse func(string, ...any)) {
	if c.Sandbox != sandboxDocker {
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

// openBackend makes the chosen back end. The scratch folder is made where it is missing.
func openBackend(ctx context.Context, c Config, slots int, dir string, log *slog.Logger) (sandbox.Backend, error) {
	if c.Sandbox != sandboxDocker {
		b, err := native.New(ctx, native.Config{
			Slots: slots, Log: log, AllowContained: c.allowsContained(), AllowUnprotected: c.InsecureNoSandbox, Dir: dir,
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

// allowsContained tells whether programs may run contained where they cannot be isolated: whoever reaches a loopback
// address has this machine's trust, and --demo is there only.
func (c *Config) allowsContained() bool {
	return c.SandboxLevel == "contained" || c.SandboxLevel != "isolated" && (loopback(c.Addr) || c.InsecureNoSandbox)
}

// languagesOf are the toolchains that programs of this back end find. Containers have those of their image, so a
// toolchain of this host's /usr counts only if the image has the same version at the same path; one from elsewhere is
// bound into containers.
func languagesOf(ctx context.Context, b sandbox.Backend, table toolchain.Table) (toolchain.Table, error) {
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
