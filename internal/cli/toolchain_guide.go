package cli

import (
	"io"

	"github.com/codecraft-hq/codecraft/internal/cli/guide"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

type toolchainGuide struct{}

// Examples are shown in the command's help.
func (toolchainGuide) Examples() []string {
	return []string{"codecraft toolchain guide > docs/languages.md"}
}

// Run prints the page about the languages.
func (toolchainGuide) Run(o output) error {
	_, err := io.WriteString(o.out, guide.Languages(toolchain.Builtin()))
	return err
}
