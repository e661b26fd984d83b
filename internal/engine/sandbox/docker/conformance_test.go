package docker_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/dockertest"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/sandboxtest"
)

// daemon is one engine for all tests; nil when there is none, for the reason in missing.
var (
	daemon  *dockertest.Daemon
	missing string
)

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if missing = dockertest.Missing(); missing == "" && os.Getenv("CODECRAFT_DOCKER") == "" {
		missing = "starting an engine and making its image takes minutes: make test-docker-short, or make test-docker"
	}
	if missing == "" && os.Getenv(helperMark) == "" {
		kind := dockertest.Full
		if os.Getenv("CODECRAFT_DOCKER") == "short" {
			kind = dockertest.Short
		}
		d, err := dockertest.Start(context.Background(), kind)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer d.Stop()
		daemon = d
	}
	return m.Run()
}

func newBackend(t *testing.T, change func(*docker.Config)) *docker.Backend {
	t.Helper()
	if daemon == nil {
		t.Skip("SKIPPED: " + missing)
	}
	cfg := docker.Config{Slots: 2, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Host: daemon.Host, Image: daemon.Image, Dir: daemon.Dir()}
	if change != nil {
		change(&cfg)
	}
	b, err := docker.New(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// TestConformance runs the suite, every program in a container of its own.
func TestConformance(t *testing.T) {
	b := newBackend(t, nil)
	for _, p := range b.Protections() {
		t.Logf("%-24s %-5v %s", p.Name, p.On, p.Detail)
	}
	sandboxtest.Run(t, b, sandboxtest.Container, func() []string { return leftBy(t, b) })
}

var _ sandbox.Backend = (*docker.Backend)(nil)
