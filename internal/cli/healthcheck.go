package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/cli/top"
)

type healthcheckCommand struct {
	AdminAddr string `default:"127.0.0.1:9080" help:"Admin address of the process to ask; one that listens everywhere (0.0.0.0) is asked on this machine."`
}

// Examples are shown in the command's help.
func (healthcheckCommand) Examples() []string {
	return []string{
		"codecraft healthcheck                             # is the process beside this one ready?",
		"codecraft healthcheck --admin-addr 10.0.0.3:9080  # another one",
		`HEALTHCHECK CMD ["codecraft", "healthcheck"]      # in an image that has no curl`,
	}
}

// Run answers in one sentence, and fails unless the process is ready. An empty address is a failure and no wrong usage: a container
// engine knows no other status.
func (h *healthcheckCommand) Run(ctx context.Context, o output) error {
	if h.AdminAddr == "" {
		return errors.New("--admin-addr is empty: a process without an admin listener cannot be asked whether it is ready")
	}
	if err := (top.Probe{Base: "http://" + h.AdminAddr}).Ready(ctx); err != nil {
		return err
	}
	_, err := fmt.Fprintf(o.out, "%s is ready\n", h.AdminAddr)
	return err
}
