// Package product starts the real binary for tests: whole, or each service in a process of its own.
package product

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/harness"
)

// Password is the demo accounts' in every product that tests start.
const Password = "violet lantern over harbour"

// Product is a running product, reached at URL.
type Product struct {
	URL   string
	Admin string // address of the admin listener of the first process
	Data  string
	tb    testing.TB
	runs  []*process
	flags []string
}

type process struct {
	name   string
	env    []string
	cmd    *exec.Cmd
	output *transcript
	done   chan struct{}
}

// transcript keeps a process's output for the failure message.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(b)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

var built struct {
	sync.Once
	path string
	err  error
}

// Binary builds the product once for a test process and answers its path.
func Binary(tb testing.TB) string {
	tb.Helper()
	built.Do(func() { built.path, built.err = build() })
	if built.err != nil {
		tb.Fatal(built.err)
	}
	return built.path
}

// build leaves one program for each copy of the sources, however often it is called: a test process has no end of its own at which
// to remove one. Of packages that are tested at the same time each puts the whole of it in the place of the other's. Whoever has
// built the product already says where it is.
func build() (string, error) {
	if made := os.Getenv("CODECRAFT_TEST_BINARY"); made != "" {
		return made, nil
	}
	module, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	folder := filepath.Join(filepath.Dir(strings.TrimSpace(string(module))), "build", "test")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	made := filepath.Join(folder, fmt.Sprintf("codecraft.%d", os.Getpid()))
	command := exec.Command("go", "build", "-ldflags=-s -w", "-o", made, "github.com/codecraft-hq/codecraft/cmd/codecraft")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	path := filepath.Join(folder, "codecraft")
	return path, os.Rename(made, path)
}

// Start runs everything in one process with the demo organization, and stops it at the end of the test.
// Its people are there; its problems may still be on their way.
func Start(tb testing.TB, flags ...string) *Product {
	tb.Helper()
	p := Open(tb, tb.TempDir(), append([]string{"--demo"}, flags...)...)
	p.said(regexp.MustCompile(`Sign in as`))
	return p
}

// Video are the flags of a product whose interviews have video; else those of tests have none, which many servers side by side would need ports for.
var Video = []string{"--media", "embedded", "--media-udp-port", "0", "--media-tcp-port", "0"}

const noVideo = "CODECRAFT_MEDIA=none"

// Open runs everything in one process on what is in a data folder.
func Open(tb testing.TB, data string, flags ...string) *Product {
	tb.Helper()
	p := &Product{tb: tb, Data: data, flags: flags}
	tb.Cleanup(p.Stop)
	p.Restart()
	return p
}

// Restart starts the same product again on the same data, after Kill or Stop.
func (p *Product) Restart() {
	p.tb.Helper()
	addr := p.listenAddr()
	p.Admin = "http://" + harness.FreeAddr(p.tb)
	args := append([]string{"serve", "--addr", addr, "--admin-addr", strings.TrimPrefix(p.Admin, "http://"), "--data", p.Data}, p.flags...)
	p.URL = "http://" + addr
	p.runs = []*process{start(p.tb, "all", args, []string{"CODECRAFT_DEMO_PASSWORD=" + Password, noVideo})}
	p.await(p.URL)
}

func (p *Product) listenAddr() string {
	if p.URL != "" {
		return strings.TrimPrefix(p.URL, "http://")
	}
	return harness.FreeAddr(p.tb)
}

// Kill ends every process at once, as a power cut of the processes would.
func (p *Product) Kill() {
	for _, r := range p.runs {
		_ = r.cmd.Process.Kill()
		<-r.done
	}
	p.runs = nil
}

// Stop asks every process to drain and waits.
func (p *Product) Stop() {
	for i := len(p.runs) - 1; i >= 0; i-- {
		r := p.runs[i]
		_ = r.cmd.Process.Signal(os.Interrupt)
		select {
		case <-r.done:
		case <-time.After(harness.Patience):
			p.tb.Errorf("%s did not stop:\n%s", r.name, r.output)
			_ = r.cmd.Process.Kill()
			<-r.done
		}
		if p.tb.Failed() {
			p.tb.Logf("%s said:\n%s", r.name, tail(r.output.String()))
		}
	}
	p.runs = nil
}

var invitation = regexp.MustCompile(`/take/[A-Za-z0-9_-]+`)

// Invitation is the path of the invitation link that the start prints once its assessment is ready.
func (p *Product) Invitation() string {
	p.tb.Helper()
	return p.said(invitation)
}

// said waits until one of the processes has printed it, and answers what was found.
func (p *Product) said(what *regexp.Regexp) (found string) {
	p.tb.Helper()
	harness.Eventually(p.tb, 5*time.Minute, func() error {
		for _, r := range p.runs {
			if found = what.FindString(r.output.String()); found != "" {
				return nil
			}
		}
		return fmt.Errorf("nobody printed %s; the last process said:\n%s", what, tail(p.runs[len(p.runs)-1].output.String()))
	})
	return found
}

func start(tb testing.TB, name string, args, env []string) *process {
	tb.Helper()
	r := &process{name: name, env: env, cmd: exec.Command(Binary(tb), args...), output: &transcript{}, done: make(chan struct{})}
	r.cmd.Stdout, r.cmd.Stderr = r.output, r.output
	r.cmd.Env = append(os.Environ(), env...)
	if err := r.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait()
		close(r.done)
	}()
	return r
}

// await waits until every unit behind url is ready.
func (p *Product) await(url string) {
	p.tb.Helper()
	last := p.runs[len(p.runs)-1]
	harness.Eventually(p.tb, 3*time.Minute, func() error {
		select {
		case <-last.done:
			p.tb.Fatalf("%s ended:\n%s", last.name, tail(last.output.String()))
		default:
		}
		r, err := http.Get(url + "/readyz")
		if err != nil {
			return fmt.Errorf("%s is not ready: %w\n%s", last.name, err, tail(last.output.String()))
		}
		defer r.Body.Close()
		if _, err := io.Copy(io.Discard, r.Body); err != nil || r.StatusCode != http.StatusOK {
			return fmt.Errorf("%s is not ready: %d %w\n%s", last.name, r.StatusCode, err, tail(last.output.String()))
		}
		return nil
	})
}

func tail(s string) string { return s[max(0, len(s)-8000):] }
