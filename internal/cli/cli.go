// Package cli is the command line: a file a command, each with examples in its help.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"github.com/codecraft-hq/codecraft/internal/app"
	"github.com/codecraft-hq/codecraft/internal/base/config"
)

type commands struct {
	Config kong.ConfigFlag `placeholder:"FILE" help:"YAML file whose keys are flag names (also CODECRAFT_CONFIG)." env:"CODECRAFT_CONFIG"`

	Serve     serveCommand       `cmd:"" help:"Run the product, or some of its services."`
	Migrate   migrateCommand     `cmd:"" help:"Bring the databases to this version's schema."`
	Backup    backupCommand      `cmd:"" help:"Copy the installation into an archive, while it runs."`
	Restore   restoreCommand     `cmd:"" help:"Make an installation of such an archive, in an empty place."`
	Doctor    doctorCommand      `cmd:"" help:"Say what works on this host, what does not, and how to get it."`
	Top       topCommand         `cmd:"" help:"Show live what a running product is doing: requests, queue, workers, verdicts, memory."`
	Health    healthcheckCommand `cmd:"" name:"healthcheck" help:"Say whether the product beside this is ready, by the exit status too."`
	Drain     drainCommand       `cmd:"" help:"Wait until nobody is in a call of a process, so that a stop breaks none off."`
	Settings  configCommand      `cmd:"" name:"config" help:"Print the configuration in force."`
	OpenAPI   openapiCommand     `cmd:"" name:"openapi" help:"Print the API's OpenAPI 3.1 document."`
	Run       runCommand         `cmd:"" help:"Run a program in the sandbox, with its output as it comes."`
	Judge     judgeCommand       `cmd:"" help:"Judge the submissions of a problem package (ICPC/Kattis or Polygon), or one program with its tests."`
	Toolchain toolchainCommand   `cmd:"" help:"List, install and test the languages of this host."`
	Version   versionCommand     `cmd:"" help:"Print the version."`
}

// pristine are the commands with the defaults of the services.
func pristine() commands {
	c := app.Defaults()
	return commands{Serve: serveCommand{c}, Migrate: migrateCommand{c}, Doctor: doctorCommand{Config: c}, Settings: configCommand{Config: c}}
}

// output is where a command writes; bound into every Run.
type output struct{ out, err io.Writer }

// Main runs one command line and answers its exit status: 0 done, 1 failed, 2 wrong usage.
func Main(args []string, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := pristine()
	status := -1
	parser, err := kong.New(&c, slices.Concat(readingSettings, []kong.Option{
		kong.Name("codecraft"),
		kong.Description("CodeCraft runs coding interviews and assessments on your own machines."),
		kong.UsageOnError(),
		kong.ShortUsageOnError(),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { status = code }),
		kong.Help(helpWithExamples),
	})...)
	if err != nil {
		fmt.Fprintln(errOut, "codecraft:", err)
		return 2
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if status >= 0 {
		return status // --help was printed
	}
	if err != nil {
		fmt.Fprintf(errOut, "codecraft: %v\nSee codecraft --help.\n", err)
		return 2
	}
	switch strings.Fields(parsed.Command())[0] {
	case "serve", "config", "doctor", "migrate", "backup", "restore": // those that an operator sets up
		warnOfVariables(errOut, parser.Model, os.Environ())
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(output{out, errOut}); err != nil {
		var quiet exitStatus
		if errors.As(err, &quiet) {
			return int(quiet)
		}
		fmt.Fprintf(errOut, "codecraft: %s\n", harmless(strings.TrimSpace(err.Error())))
		var failed failure
		if errors.As(err, &failed) {
			return failed.status
		}
		return 1
	}
	return 0
}

// readingSettings is how flags, variables and a file become settings.
var readingSettings = []kong.Option{
	kong.Configuration(fileLoader),
	kong.PostBuild(nameVariables),
	kong.PostBuild(config.Defaults),
	kong.NamedMapper("path", kong.MapperFunc(optionalPath)),
	kong.TypeMapper(reflect.TypeFor[time.Duration](), kong.MapperFunc(spans)),
	kong.TypeMapper(reflect.TypeFor[netip.Prefix](), kong.MapperFunc(networks)),
}

// exitStatus ends a command whose output already says why.
type exitStatus int

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// failure is an error that ends a command with a status of its own.
type failure struct {
	status int
	error
}

func (f failure) Unwrap() error { return f.error }

func fileLoader(r io.Reader) (kong.Resolver, error) {
	named, ok := r.(interface{ Name() string })
	if !ok {
		return nil, errors.New("the configuration must be a file")
	}
	return config.File(named.Name())
}

// networks reads a network and says what one looks like.
func networks(ctx *kong.DecodeContext, target reflect.Value) error {
	var text string
	if err := ctx.Scan.PopValueInto("network", &text); err != nil {
		return err
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return fmt.Errorf("%q: write a network such as 10.1.0.0/16", text)
	}
	target.Set(reflect.ValueOf(network))
	return nil
}

// optionalPath makes a path absolute and leaves an empty one empty: that setting is not used.
func optionalPath(ctx *kong.DecodeContext, target reflect.Value) error {
	var path string
	if err := ctx.Scan.PopValueInto("path", &path); err != nil {
		return err
	}
	if path != "" {
		path = kong.ExpandPath(path)
	}
	target.SetString(path)
	return nil
}

// examples is implemented by commands; it is printed below their flags.
type examples interface{ Examples() []string }

func helpWithExamples(options kong.HelpOptions, ctx *kong.Context) error {
	if err := kong.DefaultHelpPrinter(options, ctx); err != nil {
		return err
	}
	selected := ctx.Selected()
	if selected == nil {
		return nil
	}
	e, ok := selected.Target.Addr().Interface().(examples)
	if !ok {
		return nil
	}
	_, err := fmt.Fprintf(ctx.Stdout, "\nExamples:\n  %s\n", strings.Join(e.Examples(), "\n  "))
	return err
}
