package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain/installer"
)

type toolchainInstall struct {
	Languages []string `arg:"" optional:"" name:"lang" help:"Ids of languages, as list prints them."`
	All       bool     `help:"Install every language that can be."`
	Again     bool     `help:"Install what is there already again, to bring it to this version's table; what it needs is left as it is."`
	JSON      bool     `help:"Print what was done as JSON."`
	dir       string
}

// Examples are shown in the command's help.
func (toolchainInstall) Examples() []string {
	return []string{
		"codecraft toolchain install kotlin            # Maven's archives, and Java if it is missing",
		"codecraft toolchain install --all             # everything; what cannot be had is named at the end",
		"codecraft toolchain install zig --toolchains /srv/toolchains",
	}
}

// installation is what became of one language.
type installation struct {
	Language string `json:"language"`
	State    string `json:"state"` // installed, present, by hand or failed
	Version  string `json:"version,omitempty"`
	Detail   string `json:"detail,omitempty"` // why it is not installed and what to do
}

// Validate refuses a command that names nothing.
func (c *toolchainInstall) Validate() error {
	if len(c.Languages) == 0 && !c.All {
		return errors.New("name the languages to install, or --all; `codecraft toolchain list` lists them")
	}
	return nil
}

// Run installs one language after the other; one that fails does not keep the others from it.
func (c *toolchainInstall) Run(ctx context.Context, o output) error {
	rows := toolchain.Builtin()
	wanted := rows
	if !c.All {
		var err error
		if wanted, err = toolchain.WithNeeds(rows, c.Languages); err != nil {
			return err
		}
	}
	before := toolchain.DetectIn(ctx, c.dir, wanted)
	progress := newSteps(o.err, len(wanted))
	done := make([]installation, 0, len(wanted))
	failed, byHand := 0, 0
	for i, tool := range before {
		one := c.install(ctx, progress, i, tool)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		progress.clear()
		done = append(done, one)
		switch one.State {
		case "failed":
			failed++
		case "by hand":
			byHand++
		}
		if !c.JSON {
			printInstallation(o, one)
		}
	}
	if c.JSON {
		if err := indentedJSON(o.out, done); err != nil {
			return err
		}
	} else {
		_, _ = fmt.Fprintf(o.out, "\n%d of %d are installed. Next: codecraft toolchain test\n", len(done)-failed-byHand, len(done))
	}
	if failed > 0 {
		return exitStatus(1)
	}
	return nil
}

func (c *toolchainInstall) install(ctx context.Context, progress *steps, i int, tool toolchain.Tool) installation {
	l := tool.Language
	one := installation{Language: l.ID, State: "present", Version: tool.Version}
	again := c.Again && (c.All || slices.Contains(c.Languages, l.ID))
	if tool.Installed && !again {
		return one
	}
	if c.All && !l.Install.Ours() && !slices.Contains(c.Languages, l.ID) { // nobody has asked for this one
		one.State, one.Detail = "by hand", l.Install.Hint
		return one
	}
	progress.at(i, l.ID, "")
	in := installer.Installer{Dir: c.dir, Say: func(line string) { progress.at(i, l.ID, line) }}
	if err := in.Install(ctx, l); err != nil {
		one.State, one.Detail = "failed", err.Error()
		return one
	}
	rows, err := toolchain.WithNeeds(toolchain.Builtin(), []string{l.ID})
	if err != nil {
		one.State, one.Detail = "failed", err.Error()
		return one
	}
	after := toolchain.DetectIn(ctx, c.dir, rows)
	found, err := after.Get(l.ID)
	if err != nil {
		one.State, one.Detail = "failed", err.Error()
		return one
	}
	one.State, one.Version = "installed", found.Version
	return one
}

func printInstallation(o output, i installation) {
	switch i.State {
	case "by hand":
		_, _ = fmt.Fprintf(o.out, "by hand    %-18s %s\n", i.Language, i.Detail)
	case "failed":
		_, _ = fmt.Fprintf(o.out, "failed     %-18s %s\n", i.Language, i.Detail)
	case "present":
		_, _ = fmt.Fprintf(o.out, "present    %-18s %s\n", i.Language, i.Version)
	default:
		_, _ = fmt.Fprintf(o.out, "installed  %-18s %s\n", i.Language, i.Version)
	}
}
