package module

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/config"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime/chimetest"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// TestAmazonIsAskedAtTheStart whether it knows who asks, and makes a meeting with what it is told here.
func TestAmazonIsAskedAtTheStart(t *testing.T) {
	service := chimetest.Start(t)
	t.Setenv("AWS_ACCESS_KEY_ID", chimetest.Key.AccessKeyID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", chimetest.Key.SecretAccessKey)
	t.Setenv("AWS_SESSION_TOKEN", chimetest.Key.SessionToken)
	c := MediaConfig{Media: "chime", ChimeRegion: chimetest.Region, ChimeEndpoint: service.URL}
	given := Given{Log: harness.Log(t), Bus: harness.Bus(t)}
	video, err := c.carry(t.Context(), given, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := video.rooms.Ticket(t.Context(), "room", media.Person{Identity: "ada"})
	if err != nil || ticket.Provider != "chime" || video.recorder != nil {
		t.Errorf("%+v, %v of %+v", ticket, err, video)
	}
	if _, err := service.Join(ticket.Token); err != nil {
		t.Error(err)
	}
	t.Setenv("AWS_SECRET_ACCESS_KEY", "another")
	_, err = c.carry(t.Context(), given, -1)
	for _, says := range []string{"--media=chime", "AWS does not accept these credentials", "--media none"} {
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
	}
}

// TestVideoElsewhereIsCheckedAtTheStart: people are sent there once it is as it must be. What is wrong with it is said with what to do.
func TestVideoElsewhereIsCheckedAtTheStart(t *testing.T) {
	server, err := livekit.Start(t.Context(), livekit.Config{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	over := make(chan error, 1)
	go func() { over <- server.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	fine := MediaConfig{Media: "livekit", LivekitURL: strings.Replace(server.URL, "http", "ws", 1), LivekitKey: server.Key, LivekitSecret: config.Secret(server.Secret)}
	given := Given{Log: harness.Log(t)}
	video, err := fine.carry(t.Context(), given, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	ticket, err := video.rooms.Ticket(t.Context(), "room", media.Person{Identity: "ada"})
	if err != nil || ticket.Address != fine.LivekitURL || video.recorder == nil || video.outside != nil || video.run != nil {
		t.Errorf("%+v, %v of %+v", ticket, err, video)
	}
	if err := video.reach(t.Context()); err != nil {
		t.Error(err)
	}
	if err := fine.ExamineVideo(t.Context()); err != nil {
		t.Error(err)
	}
	stranger, nobody := fine, fine
	stranger.LivekitSecret = "of-another-server-and-32-characters-long"
	nobody.LivekitURL = "ws://" + harness.FreeAddr(t)
	for says, c := range map[string]MediaConfig{"must be a pair under keys in its livekit.yaml": stranger, "does not answer: see that it runs": nobody} {
		_, err := c.carry(t.Context(), given, -1)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "--media none") {
			t.Errorf("got %v, want %q", err, says)
		}
		if err := c.ExamineVideo(t.Context()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("looked at: %v, want %q", err, says)
		}
	}
}
