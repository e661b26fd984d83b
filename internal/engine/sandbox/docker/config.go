package docker

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"regexp"
	"runtime"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Config tells which daemon, which image, and how much at once.
type Config struct {
	// Slots is how many containers run programs at once; 0 is one for each processor.
	Slots int
	// Log receives one line for each container that fails; nil is silent.
	Log *slog.Logger
	// Host is the daemon's address, unix:///run/docker.sock when empty.
	Host string
	// Image is pinned by digest: sha256:... as `docker images --digests --no-trunc` shows it, or name@sha256:....
	Image string
	// Runtime is the container runtime, by the daemon's name for it; its default when empty.
	Runtime string
	// Dir is a folder that the daemon sees at the same path; the first process is bound from there.
	Dir string
	// Defaults replace the zero limits of a Spec.
	Defaults sandbox.Limits
	// FirstUID is the first of the uids that programs run as; another for each container.
	FirstUID int
	// NotAhead makes no container before there is a program for it: slower, and nothing waits idle.
	NotAhead bool
}

// DefaultHost is where a daemon listens that nobody moved.
const DefaultHost = "unix:///run/docker.sock"

// PinnedImage is how an image is named.
var PinnedImage = regexp.MustCompile(`^([a-z0-9][a-zA-Z0-9._:/-]*@)?sha256:[0-9a-f]{64}$`)

// The uids of programs: out of reach of real users, and for daemons that map users, within what is mapped.
const (
	firstUID       = 1_800_000_000
	firstUIDMapped = 20_000
	uids           = 4096   // used in turn
	uidBlocks      = 10_000 // below those of the native back end
)

func (c Config) withDefaults() Config {
	if c.Slots == 0 {
		c.Slots = runtime.NumCPU()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Host == "" {
		c.Host = DefaultHost
	}
	return c
}

// Validate tells what is wrong with a configuration.
func (c Config) Validate() error {
	if c.Slots < 0 || c.Slots > 1024 {
		return fmt.Errorf("sandbox: slots must be between 1 and 1024, not %d", c.Slots)
	}
	if !PinnedImage.MatchString(c.Image) {
		return fmt.Errorf("sandbox: the image %q is not pinned by digest: write sha256:... or name@sha256:..., as deploy/docker/execution-image prints it", c.Image)
	}
	if !filepath.IsAbs(c.Dir) {
		return fmt.Errorf("sandbox: the folder %q must be an absolute path that the Docker daemon sees too", c.Dir)
	}
	if c.FirstUID < 0 || c.FirstUID > 0 && c.FirstUID < 1000 {
		return fmt.Errorf("sandbox: the first uid must be above 999, out of reach of the system's users")
	}
	return nil
}
