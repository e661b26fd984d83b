package docker_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/moby/moby/client"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
)

// leftBy is what runs left of themselves: containers, processes of their users and of the engine, and mounts in its
// namespace. Containers that wait for a run are none of it.
func leftBy(t *testing.T, b *docker.Backend) (left []string) {
	t.Helper()
	ahead, making := b.Ahead()
	if making {
		return []string{"a container is being made"}
	}
	c, err := daemon.Client()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list, err := c.ContainerList(context.Background(), client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", docker.LabelSandbox)})
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range list.Items {
		if !slices.Contains(ahead, i.ID) {
			left = append(left, "container "+i.ID+" "+i.Status)
		}
	}
	for _, folder := range processes() {
		if what := leftProcess(b, folder, ahead); what != "" {
			left = append(left, what)
		}
	}
	return append(left, leftMounts(len(ahead))...)
}

func processes() []string {
	all, _ := filepath.Glob("/proc/[0-9]*")
	return all
}

// leftProcess names a process that is a program's, or the engine's for one container, when that container does not wait.
func leftProcess(b *docker.Backend, folder string, ahead []string) string {
	waits := func(text string) bool {
		return slices.ContainsFunc(ahead, func(id string) bool { return strings.Contains(text, id) })
	}
	line, _ := os.ReadFile(folder + "/cmdline")
	args := strings.ReplaceAll(string(line), "\x00", " ")
	if strings.Contains(args, daemon.Folder()) && strings.Contains(args, " -id ") && !waits(args) {
		return "the engine's " + args
	}
	st, err := os.Stat(folder)
	if err != nil {
		return "" // it has ended
	}
	if owner, ok := st.Sys().(*syscall.Stat_t); !ok || !b.OwnUID(int(owner.Uid)) {
		return ""
	}
	groups, err := os.ReadFile(folder + "/cgroup")
	if err != nil || waits(string(groups)) {
		return ""
	}
	return fmt.Sprintf("the program's %s %q", folder, args)
}

// leftMounts are roots of containers, in the engine's own mount namespace, beyond those of containers that wait.
func leftMounts(ahead int) (left []string) {
	data, err := os.ReadFile("/proc/" + daemon.PID() + "/mountinfo")
	if err != nil {
		return []string{"the engine's mounts cannot be read: " + err.Error()}
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) > 4 && strings.HasPrefix(f[4], daemon.Folder()+"/data/") && strings.HasSuffix(f[4], "/merged") {
			left = append(left, f[4])
		}
	}
	if len(left) <= ahead {
		return nil
	}
	return left
}

// TestWhatIsLeftIsSeen: the look that follows every attack sees a container, its processes, its shim and its root.
func TestWhatIsLeftIsSeen(t *testing.T) {
	b := newBackend(t, func(c *docker.Config) { c.NotAhead = true })
	s, err := b.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	seen := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := s.Run(ctx, sandbox.Spec{Args: []string{"/bin/sh", "-c", "echo; exec sleep 1000"}, Env: []string{"PATH=/bin"}, Stdout: first{seen}})
		done <- err
	}()
	<-seen
	all := strings.Join(leftBy(t, b), "\n")
	for _, want := range []string{"container ", "the engine's ", "sleep", "/merged"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	await(t, "nothing left", func() bool { return len(leftBy(t, b)) == 0 })
}
