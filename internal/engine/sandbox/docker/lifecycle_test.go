package docker_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
)

// helperMark in the environment makes this program the host that TestKilledHost kills: daemon, image, folder, mark.
const helperMark = "CODECRAFT_DOCKER_HELPER"

// TestHelperHost is not a test: it runs a program for ever.
func TestHelperHost(t *testing.T) {
	args := strings.Split(os.Getenv(helperMark), " ")
	if len(args) != 4 {
		t.Skip("runs only as a child of TestKilledHost")
	}
	b, err := docker.New(t.Context(), docker.Config{Slots: 1, Host: args[0], Image: args[1], Dir: args[2]})
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Run(t.Context(), sandbox.Spec{
		Args: []string{"/bin/sh", "-c", "setsid sleep $1 & echo started; sleep $1", "sh", args[3]}, Env: []string{"PATH=/usr/bin:/bin"}, Stdout: os.Stdout,
		Limits: sandbox.Limits{WallTime: time.Hour},
	})
	t.Fatal("the run ended:", err)
}

// TestKilledHost kills a host with SIGKILL in the middle of a run: nothing stays running, and the next
// start removes what was being made.
func TestKilledHost(t *testing.T) {
	if daemon == nil {
		t.Skip("SKIPPED: " + missing)
	}
	mark := strconv.Itoa(5_000_000 + os.Getpid()) // seconds nobody else sleeps
	cmd := exec.Command("/proc/self/exe", "-test.run=^TestHelperHost$")
	cmd.Env = append(os.Environ(), helperMark+"="+strings.Join([]string{daemon.Host, daemon.Image, daemon.Dir(), mark}, " "))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "started\n" {
		t.Fatalf("%q, %v", line, err)
	}
	await(t, "two sleepers", func() bool { return sleepers(mark) == 2 })
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	await(t, "no sleeper", func() bool { return sleepers(mark) == 0 })
	await(t, "no running container", func() bool { return len(containers(t, false)) == 0 })
	newBackend(t, func(c *docker.Config) { c.NotAhead = true })
	await(t, "no container", func() bool { return len(containers(t, true)) == 0 })
}

// TestLeftContainers: a container whose owner is gone is removed by the next start, that of a living one is not.
func TestLeftContainers(t *testing.T) {
	b := newBackend(t, nil)
	c, err := daemon.Client()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	ids := map[string]string{}
	for name, owner := range map[string]string{"gone": docker.OwnerOf(t, 1<<22), "here": docker.OwnerOf(t, os.Getpid())} {
		made, err := c.ContainerCreate(t.Context(), client.ContainerCreateOptions{
			Config: docker.LeftContainer(daemon.Image, owner),
		})
		if err != nil {
			t.Fatal(err)
		}
		ids[made.ID] = name
	}
	other := newBackend(t, func(c *docker.Config) { c.Slots = 1 })
	for id, name := range ids {
		_, err := c.ContainerInspect(t.Context(), id, client.ContainerInspectOptions{})
		if (name == "here") != (err == nil) {
			t.Errorf("the container whose owner is %s: %v", name, err)
		}
		if err == nil {
			_, _ = c.ContainerRemove(t.Context(), id, client.ContainerRemoveOptions{Force: true})
		}
	}
	if other.Slots() != 1 || b.Slots() != 2 {
		t.Error("slots are wrong")
	}
}

// TestCloseDuringRun: closing cancels what runs, waits for its slot, and leaves no container.
func TestCloseDuringRun(t *testing.T) {
	b := newBackend(t, nil)
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	running, ended := make(chan struct{}), make(chan sandbox.Result)
	go func() {
		defer s.Close()
		res, err := s.Run(context.Background(), sandbox.Spec{
			Args: []string{"/bin/sh", "-c", "echo; exec sleep 1000"}, Env: []string{"PATH=/bin"}, Limits: sandbox.Limits{WallTime: time.Hour}, Stdout: first{running},
		})
		if err != nil {
			t.Error(err)
		}
		ended <- res
	}()
	<-running
	done := make(chan error)
	go func() { done <- b.Close() }()
	if res := <-ended; res.Status != sandbox.Cancelled {
		t.Errorf("got %+v", res)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
	if _, err := b.Open(context.Background()); err == nil {
		t.Error("a closed back end opened a slot")
	}
	await(t, "no container", func() bool { return len(containers(t, true)) == 0 })
}

type first struct{ seen chan struct{} }

func (f first) Write(p []byte) (int, error) {
	close(f.seen)
	return len(p), nil
}

// TestFreshContainers: no two runs share a container or a user, made ahead or not.
func TestFreshContainers(t *testing.T) {
	for name, notAhead := range map[string]bool{"made ahead": false, "made when needed": true} {
		t.Run(name, func(t *testing.T) {
			b := newBackend(t, func(c *docker.Config) { c.NotAhead = notAhead })
			s, err := b.Open(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			seen := map[string]bool{}
			for range 5 {
				var out strings.Builder
				res, err := s.Run(t.Context(), sandbox.Spec{Args: []string{"/bin/sh", "-c", "id -u; grep docker /proc/self/mountinfo | head -1"}, Env: []string{"PATH=/usr/bin:/bin"}, Stdout: &out})
				if err != nil || res.Status != sandbox.OK || seen[out.String()] || out.Len() < 20 {
					t.Errorf("%+v, %v, %q", res, err, out.String())
				}
				seen[out.String()] = true
			}
		})
	}
}

// TestImageIsPinned: what is not named by digest is refused before anything else.
func TestImageIsPinned(t *testing.T) {
	for _, image := range []string{"", "debian", "codecraft-execution:latest", "sha256:abc", "x@sha256:" + strings.Repeat("g", 64)} {
		if _, err := docker.New(t.Context(), docker.Config{Image: image, Dir: "/tmp"}); err == nil || !strings.Contains(err.Error(), "digest") {
			t.Errorf("%q: %v", image, err)
		}
	}
}

func containers(t *testing.T, all bool) []string {
	t.Helper()
	c, err := daemon.Client()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list, err := c.ContainerList(context.Background(), client.ContainerListOptions{All: all})
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, i := range list.Items {
		ids = append(ids, i.ID)
	}
	return ids
}

// await waits for real processes, which announce nothing.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(2 * time.Minute); !done(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func sleepers(mark string) int {
	n := 0
	lines, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range lines {
		if data, _ := os.ReadFile(f); strings.HasPrefix(string(data), "sleep\x00"+mark) {
			n++
		}
	}
	return n
}
