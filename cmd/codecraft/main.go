// Command codecraft is the whole product: every service, the web app, and the operator's tools.
package main

import (
	"os"

	"github.com/codecraft-hq/codecraft/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
