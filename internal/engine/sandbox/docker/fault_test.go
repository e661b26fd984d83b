package docker_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
)

const absent = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// refusal is why a back end cannot be made.
func refusal(t *testing.T, c docker.Config) *docker.Fault {
	t.Helper()
	c.Dir = t.TempDir()
	b, err := docker.New(t.Context(), c)
	if err == nil {
		_ = b.Close()
		t.Fatal("a back end was made")
	}
	fault := new(docker.Fault)
	if !errors.As(err, &fault) || fault.Remedy == "" || !strings.Contains(err.Error(), fault.Remedy) {
		t.Fatalf("no remedy: %v", err)
	}
	return fault
}

// pretender answers as an engine would, or not.
func pretender(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	// The name of a socket is short: a test's folder may be too long for it.
	folder, err := os.MkdirTemp("", "engine")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	at := filepath.Join(folder, "s")
	l, err := net.Listen("unix", at)
	if err != nil {
		t.Fatal(err)
	}
	server := &httptest.Server{Listener: l, Config: &http.Server{Handler: answer}}
	server.Start()
	t.Cleanup(server.Close)
	return "unix://" + at
}

func TestAnEngineThatCannotBeUsedIsToldWithTheNextStep(t *testing.T) {
	none := "unix://" + filepath.Join(t.TempDir(), "none")
	away := filepath.Join(t.TempDir(), "away")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: away, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false) // as an engine that was killed leaves it
	_ = l.Close()
	said := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Api-Version", "1.47")
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	const info = `{"OSType":"linux","MemoryLimit":true,"PidsLimit":true,"Runtimes":{"runc":{}}}`
	engine := func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/images/") {
			said(404, `{"message":"No such image"}`)(w, r)
			return
		}
		said(200, info)(w, r)
	}
	for name, x := range map[string]struct {
		config       docker.Config
		what, remedy string
	}{
		"no socket":                   {docker.Config{Host: none, Image: absent}, "no Docker engine listens at " + none, "--docker-host"},
		"the engine is away":          {docker.Config{Host: "unix://" + away, Image: absent}, "no Docker engine listens at unix://" + away, "systemctl start docker"},
		"another program's socket":    {docker.Config{Host: pretender(t, said(404, "nothing here")), Image: absent}, "is no Docker engine", "--docker-host"},
		"an address that is none":     {docker.Config{Host: "docker.sock", Image: absent}, `"docker.sock" is no address`, "unix:///run/docker.sock"},
		"an engine of another system": {docker.Config{Host: pretender(t, said(200, `{"OSType":"windows"}`)), Image: absent}, `"windows" containers`, "--docker-host"},
		"no control groups":           {docker.Config{Host: pretender(t, said(200, `{"OSType":"linux"}`)), Image: absent}, "cannot limit memory", "start the engine again"},
		"a runtime that it lacks":     {docker.Config{Host: pretender(t, engine), Image: absent, Runtime: "runsc"}, `no runtime "runsc", but runc`, "daemon.json"},
		"an image that is not there":  {docker.Config{Host: pretender(t, engine), Image: absent}, "has no image " + absent, "deploy/docker/execution-image"},
		"a registry's image":          {docker.Config{Host: pretender(t, engine), Image: "registry.example/execution@" + absent}, "has no image registry.example", "docker pull registry.example/execution@" + absent},
	} {
		t.Run(name, func(t *testing.T) {
			fault := refusal(t, x.config)
			if !strings.Contains(fault.What, x.what) || !strings.Contains(fault.Remedy, x.remedy) {
				t.Errorf("%q, %q; want %q, %q", fault.What, fault.Remedy, x.what, x.remedy)
			}
		})
	}
}

// TestTheRealEngineHasNoSuchImage: what the pretender says is what an engine says.
func TestTheRealEngineHasNoSuchImage(t *testing.T) {
	if daemon == nil {
		t.Skip("SKIPPED: " + missing)
	}
	fault := refusal(t, docker.Config{Host: daemon.Host, Image: absent})
	if !strings.Contains(fault.What, "has no image") {
		t.Errorf("%q", fault.What)
	}
}
