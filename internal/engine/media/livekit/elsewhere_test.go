package livekit_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/media/livekit"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// as leaves the settings as they are.
func as(map[string]any) {}

// TestAServerThatIsNotAsRoomsNeedItIsRefused with what is to be done about it.
func TestAServerThatIsNotAsRoomsNeedItIsRefused(t *testing.T) {
	fine, _ := node(t, as)
	room := func(key string, value any) func(map[string]any) {
		return func(all map[string]any) { all["room"].(map[string]any)[key] = value }
	}
	generous, _ := node(t, room("auto_create", true))
	manifold, _ := node(t, room("enabled_codecs", []map[string]any{{"mime": "audio/opus"}, {"mime": "video/VP8"}, {"mime": "video/h264"}}))
	stranger := httptest.NewServer(http.NotFoundHandler())
	defer stranger.Close()
	with := func(s livekit.Server, change func(*livekit.Server)) livekit.Server { change(&s); return s }
	for name, c := range map[string]struct {
		server livekit.Server
		says   string // none: it is fine
	}{
		"as it is shipped":         {fine, ""},
		"a secret of another":      {with(fine, func(s *livekit.Server) { s.Secret += "x" }), "must be a pair under keys in its livekit.yaml"},
		"a key that it has not":    {with(fine, func(s *livekit.Server) { s.Key = "nobodys" }), "must be a pair under keys in its livekit.yaml"},
		"it opens rooms by itself": {generous, "set auto_create: false under room"},
		"it takes other codecs":    {manifold, "video/h264"},
		"it is something else":     {with(fine, func(s *livekit.Server) { s.URL = strings.Replace(stranger.URL, "http", "ws", 1) }), "is no LiveKit server"},
		"nobody is there":          {with(fine, func(s *livekit.Server) { s.URL = "ws://" + harness.FreeAddr(t) }), "does not answer: see that it runs"},
	} {
		t.Run(name, func(t *testing.T) {
			err := livekit.New(c.server, c.server.URL).Check(t.Context())
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if away := name == "nobody is there"; errs.Is(err, errs.Unavailable) != away {
				t.Errorf("it is worth waiting for: %v", !away)
			}
			if err != nil && strings.Contains(err.Error(), fine.Secret) {
				t.Errorf("it tells the secret: %v", err)
			}
		})
	}
}

// TestAServerThatComesBackIsReached: nothing needs to be started again for it.
func TestAServerThatComesBackIsReached(t *testing.T) {
	server, process := node(t, as)
	rooms := livekit.New(server, server.URL)
	if err := rooms.Reach(t.Context()); err != nil {
		t.Fatal(err)
	}
	process.Kill()
	if err := rooms.Reach(t.Context()); !errs.Is(err, errs.Unavailable) {
		t.Fatalf("one that is down: %v", err)
	}
	process.Start()
	if err := rooms.Reach(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := rooms.Open(t.Context(), "again"); err != nil {
		t.Fatal(err)
	}
}
