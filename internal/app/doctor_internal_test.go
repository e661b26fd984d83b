package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
	"github.com/codecraft-hq/codecraft/internal/engine/media/chime/chimetest"
	"github.com/codecraft-hq/codecraft/internal/engine/toolchain"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// What is said after the arrow goes into a shell as it stands, and stands there once.
func TestTheDoctorSaysHowToInstallALanguage(t *testing.T) {
	table := toolchain.DetectIn(t.Context(), t.TempDir(), []toolchain.Language{{
		ID: "klingon", Name: "Klingon", Programs: []string{"no-such-compiler"}, Install: toolchain.Install{NPM: []string{"klingon@1.0.0"}},
	}})
	f := examineLanguages(table)[0]
	if f.OK || f.Detail != "no-such-compiler is not installed" || f.Remedy != "codecraft toolchain install klingon" {
		t.Errorf("it says %+v", f)
	}
	table[0].Language.Install = toolchain.Install{Hint: "buy it from a Klingon"}
	if f := examineLanguages(table)[0]; !strings.Contains(f.Remedy, "buy it") {
		t.Errorf("of one that is not ours to install it says %+v", f)
	}
}

// Whoever looks for a fault runs it beside the product, which has its address; and of a stranger that has it is told, whatever runs beside.
func TestTheDoctorKnowsTheProductThatRunsBesideIt(t *testing.T) {
	mux := http.NewServeMux()
	telemetry.Health(mux, func(context.Context) error { return nil })
	product, stranger := httptest.NewServer(httpx.RequestIDs(mux)), httptest.NewServer(mux)
	secure := httptest.NewTLSServer(httpx.RequestIDs(mux))
	defer product.Close()
	defer stranger.Close()
	defer secure.Close()
	for name, c := range map[string]struct {
		server *httptest.Server
		cert   string
		is     bool
	}{
		"the product":                {product, "", true},
		"the product, behind TLS":    {secure, "a.pem", true},
		"another that is well":       {stranger, "", false},
		"one that does not speak so": {secure, "", false},
	} {
		f := examineAddress(t.Context(), Config{Addr: c.server.Listener.Addr().String(), TLSCert: c.cert, AdminAddr: product.Listener.Addr().String()})
		if want := map[bool]string{true: "codecraft healthcheck", false: "--addr"}[c.is]; f.OK != c.is || !strings.Contains(f.Detail+f.Remedy, want) {
			t.Errorf("beside %s it says %+v", name, f)
		}
	}
}

// A video server that is elsewhere is looked at as at the start.
func TestTheDoctorLooksAtAVideoServerElsewhere(t *testing.T) {
	c := Config{MediaConfig: module.MediaConfig{Media: "livekit", LivekitURL: "ws://" + harness.FreeAddr(t), LivekitKey: "codecraft", LivekitSecret: "of-at-least-32-random-characters"}}
	f := examineVideo(t.Context(), c)
	if f.OK || !f.Needed || !strings.Contains(f.Detail, c.LivekitURL+" does not answer") || !strings.Contains(f.Remedy, "--livekit-url") {
		t.Errorf("it says %+v", f)
	}
}

// So is Amazon, with the credentials that are found here.
func TestTheDoctorAsksAmazon(t *testing.T) {
	service := chimetest.Start(t)
	t.Setenv("AWS_ACCESS_KEY_ID", chimetest.Key.AccessKeyID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", chimetest.Key.SecretAccessKey)
	t.Setenv("AWS_SESSION_TOKEN", chimetest.Key.SessionToken)
	c := Config{MediaConfig: module.MediaConfig{Media: "chime", ChimeRegion: chimetest.Region, ChimeEndpoint: service.URL}}
	if f := examineVideo(t.Context(), c); !f.OK || f.Detail != "Amazon Chime in "+chimetest.Region {
		t.Errorf("of what is fine it says %+v", f)
	}
	t.Setenv("AWS_SECRET_ACCESS_KEY", "another")
	f := examineVideo(t.Context(), c)
	if f.OK || !f.Needed || !strings.Contains(f.Detail, "AWS does not accept these credentials") || !strings.Contains(f.Remedy, "--chime-region") {
		t.Errorf("it says %+v", f)
	}
}

// Without FFmpeg the product does all else, and the doctor says what to install.
func TestTheDoctorLooksForWhatMakesFilms(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if f := examineFilms(t.Context()); f.OK || f.Needed || !strings.Contains(f.Remedy, "apt-get install ffmpeg") {
		t.Errorf("it says %+v", f)
	}
}
