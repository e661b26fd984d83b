package images_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/dockertest"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// engine is an engine of the test's own.
type engine struct {
	t    *testing.T
	host string
}

// startEngine skips unless make images asks: building all images takes minutes.
func startEngine(t *testing.T) engine {
	t.Helper()
	if os.Getenv("CODECRAFT_IMAGES") == "" {
		t.Skip("CODECRAFT_IMAGES is not set: IMAGES ARE NOT BUILT (make images does)")
	}
	if why := dockertest.Missing(); why != "" {
		t.Fatal(why)
	}
	d, err := dockertest.Start(t.Context(), dockertest.Short)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Stop)
	return engine{t, d.Host}
}

// try runs a program of this machine that speaks with the engine.
func (e engine) try(program string, args ...string) (string, error) {
	command := exec.Command(program, args...)
	command.Env = append(os.Environ(), "DOCKER_HOST="+e.host)
	out, err := command.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

func (e engine) docker(args ...string) string {
	e.t.Helper()
	out, err := e.try("docker", args...)
	if err != nil {
		e.t.Fatalf("docker %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// TestImages builds every image twice, to the same digest, and runs some as operators do: as nobody, on a root that cannot be
// written, with no capability.
func TestImages(t *testing.T) {
	e := startEngine(t)
	made := t.TempDir()
	out, err := e.try(folder+"build", "--base", "codecraft-execution:latest", "--check", made)
	t.Logf("%s", out)
	if err != nil {
		t.Fatal(err)
	}
	for target := range targets(t, stages(t)) {
		digest := strings.TrimSpace(contents(t, filepath.Join(made, target+".digest")))
		if id := e.docker("image", "inspect", "--format", "{{.Id}}", "codecraft/"+target); id != digest {
			t.Errorf("the image %s is %s, and its archive says %s", target, id, digest)
		}
	}
	bom := contents(t, filepath.Join(made, "sbom.json"))
	for _, part := range []string{`"CycloneDX"`, "pkg:golang/github.com/nats-io/nats-server/v2@", "pkg:golang/std@"} {
		if !strings.Contains(bom, part) {
			t.Errorf("the bill of materials lacks %s", part)
		}
	}
	t.Run("a service", func(t *testing.T) { engine{t, e.host}.service() })
	t.Run("everything", func(t *testing.T) { engine{t, e.host}.everything() })
}

var careful = []string{"--read-only", "--tmpfs", "/tmp:exec", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"}

// service looks at an image of the binary alone.
func (e engine) service() {
	e.t.Helper()
	run := func(args ...string) (string, error) {
		return e.try("docker", slices.Concat([]string{"run", "--rm", "--network", "none"}, careful, args)...)
	}
	if out, err := run("codecraft/auth", "version"); err != nil || !strings.HasPrefix(out, "codecraft ") {
		e.t.Errorf("%v: %s", err, out)
	}
	if out, err := run("codecraft/auth"); err == nil || !strings.Contains(out, "--services=auth needs --nats-url") {
		e.t.Errorf("it does not say what it lacks: %v: %s", err, out)
	}
	if out, err := run("codecraft/auth", "healthcheck"); err == nil || !strings.Contains(out, "nothing answers at 0.0.0.0:9080") {
		e.t.Errorf("nobody is healthy there: %v: %s", err, out)
	}
	for _, shell := range []string{"/bin/sh", "/bin/bash", "/bin/busybox"} {
		if out, err := run("--entrypoint", shell, "codecraft/auth", "-c", "true"); err == nil {
			e.t.Errorf("there is a %s: %s", shell, out)
		}
	}
}

// everything runs all of the product in one container until its check says that it is ready, registers its owner and runs programs.
func (e engine) everything() {
	e.t.Helper()
	addr := harness.FreeAddr(e.t)
	profile, err := filepath.Abs(root + "deploy/kubernetes/seccomp/execution.json")
	if err != nil {
		e.t.Fatal(err)
	}
	args := slices.Concat([]string{"run", "--detach", "--name", "everything", "--network", "host", "--memory", "4g"}, careful, []string{
		"--security-opt", "seccomp=" + profile, "--security-opt", "systempaths=unconfined",
		"--env", "CODECRAFT_ADDR=" + addr, "--env", "CODECRAFT_ADMIN_ADDR=" + harness.FreeAddr(e.t),
		"--env", "CODECRAFT_MEDIA=none", "--env", "CODECRAFT_SANDBOX_LEVEL=isolated", "codecraft/codecraft",
	})
	e.docker(args...)
	e.t.Cleanup(func() { _, _ = e.try("docker", "rm", "--force", "--volumes", "everything") })
	harness.Eventually(e.t, harness.Patience, func() error {
		if state := e.docker("inspect", "--format", "{{.State.Status}}, {{.State.Health.Status}}", "everything"); state != "running, healthy" {
			return fmt.Errorf("%s:\n%s", state, e.docker("logs", "everything"))
		}
		return nil
	})
	if says := e.docker("exec", "everything", "codecraft", "healthcheck"); !strings.HasSuffix(says, " is ready") {
		e.t.Errorf("the check says %q", says)
	}
	if who := e.docker("exec", "everything", "id", "-u"); who != "65532" {
		e.t.Errorf("it runs as %s", who)
	}
	if out, err := e.try("docker", "exec", "everything", "touch", "/usr/local/bin/other"); err == nil {
		e.t.Errorf("its root can be written: %s", out)
	}
	e.use("http://" + addr)
	e.docker("stop", "--time", "60", "everything")
	if state := e.docker("inspect", "--format", "{{.State.ExitCode}}", "everything"); state != "0" {
		e.t.Errorf("it ended with %s:\n%s", state, e.docker("logs", "everything"))
	}
}

func (e engine) use(url string) {
	e.t.Helper()
	const email, password = "owner@first.example", "violet lantern over harbour"
	link := regexp.MustCompile(`/setup\?token=(\S+)`).FindStringSubmatch(e.docker("logs", "everything"))
	if link == nil {
		e.t.Fatal("there is no link for the first owner in the log")
	}
	anyone := client.New(e.t, url)
	anyone.Create("users", map[string]any{"email": email, "password": password, "name": "First", "organizationName": "First", "setupToken": link[1]}, nil)
	owner := anyone.SignIn(email, password)
	for language, source := range map[string]string{
		"c":      `#include <stdio.h>` + "\n" + `int main(void) { puts("made in a container"); return 0; }`,
		"python": `print("made in a container")`,
	} {
		run := owner.Send(http.MethodPost, "/v1/runs?waitForEnd=true", http.StatusCreated, client.Resource{Type: "runs", Attributes: map[string]any{"language": language, "source": source}})
		if run.Text("status") != "ok" || run.Text("stdout") != "made in a container\n" {
			e.t.Errorf("%s: %v", language, run.Attributes)
		}
	}
	if page := anyone.Raw(http.MethodGet, "/", nil, nil); page.Status != http.StatusOK || !strings.Contains(string(page.Body), "<div id=\"root\"") {
		e.t.Errorf("the web app: %d %.200s", page.Status, page.Body)
	}
}
