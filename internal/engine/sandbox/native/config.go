package native

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
)

// Config tells how many slots there are and what programs may see.
type Config struct {
	// Slots is how many programs run at once; 0 is one for each processor.
	Slots int
	// Log receives one line for each slot that is replaced and each that fails; nil is silent.
	Log *slog.Logger
	// AllowContained lets New fall back to Landlock, a filter of system calls and looking, where namespaces are not to be had: an
	// ordinary container. Such programs see the host's paths; see Protections for what does not hold.
	AllowContained bool
	// AllowUnprotected lets New fall back to resource limits alone where namespaces are not to be had.
	// For development: such programs can read the host's files and use its network.
	AllowUnprotected bool
	// Dir is a scratch folder on the host, used in the unprotected mode only; empty is the system's.
	Dir string
	// Roots are host folders shown read-only beside the system's toolchains, at the same path unless Path is set:
	// a Go root, a Node installation, a folder of modules. Missing ones are left out.
	Roots []sandbox.Bind
	// Etc are names below /etc that toolchains read, beside the built-in ones; patterns are allowed.
	Etc []string
	// Defaults replace the zero limits of a Spec.
	Defaults sandbox.Limits
	// NoNamespaces leaves namespaces alone even where they could be had.
	NoNamespaces bool
	// NoCgroups leaves control groups alone even where they could be used.
	NoCgroups bool
	// NoProc gives slots no /proc even where they could have one of their own: what nested containers that cover parts of
	// theirs allow.
	NoProc bool
	// FirstUID is the first of the host uids that programs run as when started by root; two for each slot.
	FirstUID int
}

func (c Config) withDefaults() Config {
	if c.Slots == 0 {
		c.Slots = runtime.NumCPU()
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.FirstUID == 0 {
		c.FirstUID = 1_900_000_000
	}
	return c
}

// Validate tells what is wrong with a configuration.
func (c Config) Validate() error {
	if c.Slots < 0 || c.Slots > 1024 {
		return fmt.Errorf("sandbox: slots must be between 1 and 1024, not %d", c.Slots)
	}
	for _, r := range c.Roots {
		if !filepath.IsAbs(r.Host) || (r.Path != "" && !filepath.IsAbs(r.Path)) {
			return fmt.Errorf("sandbox: the root folder %q must be an absolute path", r.Host)
		}
	}
	for _, r := range c.Roots {
		if at := root.At(r); root.Hides(at) {
			return fmt.Errorf("sandbox: the root folder %q would be hidden by the slot's own %s; give it another Path", r.Host, at)
		}
	}
	if c.FirstUID < 0 || (c.FirstUID > 0 && c.FirstUID < 65536) {
		return errors.New("sandbox: the first uid must be above 65535, out of reach of real users")
	}
	return nil
}
