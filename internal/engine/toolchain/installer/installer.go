// Package installer installs toolchains with the ordinary clients of the registries: apt, npm, pip, Maven and go.
package installer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
)

// Installer installs rows of the table, one at a time.
type Installer struct {
	Dir string // of toolchains that are not the distribution's
	// Say is told what the client that runs says, a line at a time; it may be nil.
	Say func(line string)

	held *os.File // the lock of the folder that is filled; the clients inherit it
}

// patience bounds one client of a registry.
const patience = 30 * time.Minute

// Install installs one row, or says why that cannot be and what to do. What it needs is not installed with it.
func (in Installer) Install(ctx context.Context, l toolchain.Language) error {
	if !l.Install.Ours() {
		return errs.New(errs.Unavailable, "language_by_hand", "%s is installed by hand: %s", l.Name, l.Install.Hint)
	}
	if err := in.apt(ctx, l.Install.Apt); err != nil {
		return err
	}
	if !l.Install.Folder() {
		return nil
	}
	made, held, err := in.begin()
	if err != nil {
		return err
	}
	defer held.Close()
	defer os.RemoveAll(made) //nolint:errcheck // renamed away when all went well
	in.held = held
	for _, step := range []func(context.Context, toolchain.Install, string) error{in.npm, in.pypi, in.maven, in.golang} {
		if err := step(ctx, l.Install, made); err != nil {
			return err
		}
	}
	if err := in.place(made, l.ID); err != nil {
		return errs.New(errs.Internal, "toolchains_dir", "%s cannot be put in its place", filepath.Join(in.Dir, l.ID)).Because(err)
	}
	return nil
}

func (in Installer) apt(ctx context.Context, alternatives []string) error {
	if len(alternatives) == 0 {
		return nil
	}
	packages := firstKnown(ctx, alternatives)
	if os.Geteuid() != 0 {
		return errs.New(errs.Forbidden, "apt_needs_root", "Debian packages are installed by root: sudo apt-get install %s", strings.Join(packages, " "))
	}
	args := append([]string{"install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=600"}, packages...)
	err := in.run(ctx, "", []string{"DEBIAN_FRONTEND=noninteractive"}, "apt-get", args...)
	if err == nil || ctx.Err() != nil {
		return err
	}
	_ = in.run(ctx, "", nil, "dpkg", "--configure", "-a")         // one that was killed left packages half configured
	if in.run(ctx, "", nil, "apt-get", "update", "-q=2") != nil { // the lists may be missing or old
		return err
	}
	args = append(args[:len(args)-len(packages)], firstKnown(ctx, alternatives)...)
	return in.run(ctx, "", []string{"DEBIAN_FRONTEND=noninteractive"}, "apt-get", args...)
}

// firstKnown takes of each "a|b" the first package that this distribution has, else the last.
func firstKnown(ctx context.Context, alternatives []string) (packages []string) {
	for _, a := range alternatives {
		names := strings.Split(a, "|")
		known := func(name string) bool {
			return exec.CommandContext(ctx, "apt-cache", "show", "--no-all-versions", name).Run() == nil //nolint:gosec // a row's
		}
		for len(names) > 1 && !known(names[0]) {
			names = names[1:]
		}
		packages = append(packages, names[0])
	}
	return packages
}

func (in Installer) npm(ctx context.Context, i toolchain.Install, dir string) error {
	if len(i.NPM) == 0 {
		return nil
	}
	args := []string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error", "--cache", filepath.Join(dir, ".cache")}
	err := in.run(ctx, dir, nil, "npm", append(args, i.NPM...)...)
	return errors.Join(err, os.RemoveAll(filepath.Join(dir, ".cache")))
}

func (in Installer) pypi(ctx context.Context, i toolchain.Install, dir string) error {
	if len(i.PyPI) == 0 {
		return nil
	}
	args := []string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--target", filepath.Join(dir, "site")}
	return in.run(ctx, dir, nil, "python3", append(args, i.PyPI...)...)
}

// project is a Maven project that has nothing but dependencies.
type project struct {
	XMLName      xml.Name     `xml:"project"`
	Model        string       `xml:"modelVersion"`
	Group        string       `xml:"groupId"`
	Artifact     string       `xml:"artifactId"`
	Version      string       `xml:"version"`
	Dependencies []dependency `xml:"dependencies>dependency"`
}

type dependency struct {
	Group    string `xml:"groupId"`
	Artifact string `xml:"artifactId"`
	Version  string `xml:"version"`
}

func (in Installer) maven(ctx context.Context, i toolchain.Install, dir string) error {
	if len(i.Maven) == 0 {
		return nil
	}
	p := project{Model: "4.0.0", Group: "toolchain", Artifact: "toolchain", Version: "1"}
	for _, m := range i.Maven {
		parts := strings.Split(m, ":")
		if len(parts) != 3 {
			return errs.New(errs.Invalid, "languages_invalid", "%q is not group:artifact:version", m)
		}
		p.Dependencies = append(p.Dependencies, dependency{parts[0], parts[1], parts[2]})
	}
	text, err := xml.Marshal(p)
	if err != nil {
		return err
	}
	pom := filepath.Join(dir, "pom.xml")
	if err := os.WriteFile(pom, text, 0o600); err != nil {
		return err
	}
	return in.run(ctx, dir, nil, "mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies",
		"-DincludeScope=runtime", "-DoutputDirectory="+filepath.Join(dir, "lib"))
}

const goToolchain = "golang.org/toolchain@"

func (in Installer) golang(ctx context.Context, i toolchain.Install, dir string) error {
	if len(i.Go) == 0 {
		return nil
	}
	if _, err := exec.LookPath("go"); err != nil { // any Go can fetch a newer one
		if err := in.apt(ctx, []string{"golang-go"}); err != nil {
			return err
		}
	}
	env := []string{"GOBIN=" + filepath.Join(dir, "bin"), "GOFLAGS=", "GOWORK=off", "CGO_ENABLED=0", "GOTOOLCHAIN=auto"}
	for _, p := range i.Go {
		if !strings.HasPrefix(p, goToolchain) {
			if err := in.run(ctx, dir, env, "go", "install", p); err != nil {
				return err
			}
			continue
		}
		if err := in.goToolchain(ctx, p, env, dir); err != nil {
			return err
		}
	}
	return nil
}

// goToolchain copies a Go distribution out of the module cache, which keeps it without a leading folder
// and without leave to execute.
func (in Installer) goToolchain(ctx context.Context, module string, env []string, dir string) error {
	var out bytes.Buffer
	if err := in.runTo(ctx, &out, dir, env, "go", "mod", "download", "-json", module); err != nil {
		return err
	}
	var info struct{ Dir string }
	if err := json.Unmarshal(out.Bytes(), &info); err != nil || info.Dir == "" {
		return errs.New(errs.Unavailable, "client_failed", "go mod download %s gave no folder", module)
	}
	to := filepath.Join(dir, "go")
	if err := os.CopyFS(to, os.DirFS(info.Dir)); err != nil {
		return err
	}
	programs, err := filepath.Glob(filepath.Join(to, "pkg", "tool", "*", "*"))
	if err != nil {
		return err
	}
	for _, p := range append(programs, filepath.Join(to, "bin", "go"), filepath.Join(to, "bin", "gofmt")) {
		if err := os.Chmod(p, 0o755); err != nil { //nolint:gosec // a program for everybody
			return err
		}
	}
	return nil
}

func (in Installer) run(ctx context.Context, dir string, env []string, client string, args ...string) error {
	return in.runTo(ctx, nil, dir, env, client, args...)
}

// runTo runs a registry's client; its last words are the reason when it fails. Without out, all it says is told.
func (in Installer) runTo(ctx context.Context, out io.Writer, dir string, env []string, client string, args ...string) error {
	if _, err := exec.LookPath(client); err != nil {
		return errs.New(errs.Unavailable, "client_missing", "%s is not installed here: %s", client, clients[client])
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, client, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // dpkg finishes the package it is at
	cmd.WaitDelay = 10 * time.Second
	if in.held != nil {
		cmd.ExtraFiles = []*os.File{in.held}
	}
	r, w := io.Pipe()
	cmd.Stderr, cmd.Stdout = w, io.Writer(w)
	if out != nil {
		cmd.Stdout = out
	}
	told := make(chan []string)
	go func() { told <- in.listen(r) }()
	err := cmd.Run()
	_ = w.Close()
	last := <-told
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return errs.New(errs.Unavailable, "client_failed", "%s failed: %s; look whether its registry can be reached, then install again",
		client, strings.Join(last, " | ")).Because(err)
}

// clients tells how to get each of them.
var clients = map[string]string{
	"npm":     "apt-get install npm, or install Node.js",
	"python3": "apt-get install python3-pip",
	"mvn":     "apt-get install maven",
	"go":      "apt-get install golang-go, or unpack a release of go.dev to /usr/local/go",
	"dpkg":    "it is of Debian",
	"apt-get": "this is no Debian; install the language by hand, its programs are looked up in PATH",
}

// listen passes lines on and keeps the last ones that tell something.
func (in Installer) listen(r io.Reader) (last []string) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			continue
		}
		if in.Say != nil {
			in.Say(line)
		}
		if last = append(last, fmt.Sprintf("%.200s", line)); len(last) > 3 {
			last = last[1:]
		}
	}
	_, _ = io.Copy(io.Discard, r) // a line that is too long ends the scanner, not the client
	return last
}
