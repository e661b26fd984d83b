package app

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// Every service that the collector asks answers it, so that what nothing refers to goes in the end.
func TestTheProductCollectsBlobs(t *testing.T) {
	s := opened(t, prometheus.NewRegistry(), func(c *Config) {
		c.Services, c.Media = []string{"auth", "problems", "execution", "assessments", "interviews"}, "none"
	})
	parts, err := newWiring(modules(), s.config.runs, s.bus).build(t.Context(), s.config, s.given)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	running, ctx := errgroup.WithContext(ctx)
	for _, p := range parts {
		running.Go(func() error { return p.Run(ctx) })
	}
	t.Cleanup(func() {
		cancel()
		if err := running.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	stray, err := blob.PutBytes(t.Context(), s.blobs, []byte("nothing refers to this"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := s.collector()
	if err != nil || c == nil {
		t.Fatalf("there is no collector: %v", err)
	}
	for range 2 {
		harness.Eventually(t, 20*time.Second, func() error { // a service may not listen yet
			swept, err := c.Sweep(t.Context())
			if err == nil && !swept.Done {
				t.Fatal("it is not due")
			}
			return err
		})
		harness.Age(t, s.config.Folder("blobs"), 2*s.config.BlobKeep)
	}
	if _, err := c.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if there, err := s.blobs.Has(t.Context(), stray); there || err != nil {
		t.Errorf("what nothing refers to is there still, %v", err)
	}
}

func TestWhoCollectsBlobs(t *testing.T) {
	for says, c := range map[string]struct {
		change func(*Config)
		want   bool
	}{
		"who has the files":         {func(c *Config) { c.Services = []string{"problems"} }, true},
		"a worker with files":       {func(c *Config) { c.Services = []string{"worker"} }, false},
		"who keeps blobs for ever":  {func(c *Config) { c.Services, c.BlobKeep = []string{"problems"}, 0 }, false},
		"who has a bucket":          {func(c *Config) { in(buckettest.New(t))(c) }, true},
		"who asks others for blobs": {func(c *Config) { c.Services, c.Blobs = []string{"problems"}, "queue" }, false},
	} {
		s := opened(t, prometheus.NewRegistry(), c.change)
		if got, err := s.collector(); err != nil || (got != nil) != c.want {
			t.Errorf("%s collects: %t, %v", says, got != nil, err)
		}
	}
}
