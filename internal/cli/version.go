package cli

import (
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/app"
)

type versionCommand struct{}

// Examples are shown in the command's help.
func (versionCommand) Examples() []string { return []string{"codecraft version"} }

// Run prints the version, the commit it was built from and the Go version.
func (versionCommand) Run(o output) error {
	_, err := fmt.Fprintln(o.out, app.Version())
	return err
}
