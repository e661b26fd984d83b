package cli

import (
	"github.com/codecraft-hq/codecraft/internal/app"
)

type openapiCommand struct {
	Service     string `help:"Only this service's document (auth, problems, execution, assessments)."`
	Permissions bool   `help:"Print the page of roles and permissions instead, as Markdown."`
}

// Examples are shown in the command's help.
func (openapiCommand) Examples() []string {
	return []string{
		"codecraft openapi > openapi.json                  # the whole API",
		"codecraft openapi --service execution             # one service",
	}
}

// Run prints the document as indented JSON.
func (c *openapiCommand) Run(o output) error {
	if c.Permissions {
		_, err := o.out.Write(app.PermissionsPage())
		return err
	}
	document, err := app.OpenAPI(c.Service)
	if err != nil {
		return err
	}
	_, err = o.out.Write(document)
	return err
}
