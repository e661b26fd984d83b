package app

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app/module"
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

// Whoever looks for a fault runs it beside the product, which has its address.
func TestTheDoctorKnowsTheProductThatRunsBesideIt(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	answer := "# TYPE codecraft_build_info gauge\ncodecraft_build_info{version=\"1\"} 1\n"
	admin := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) }))
	defer admin.Close()
	c := Config{Addr: taken.Addr().String(), AdminAddr: strings.TrimPrefix(admin.URL, "http://")}
	if f := examineAddress(t.Context(), c); !f.OK || !strings.Contains(f.Detail, "codecraft healthcheck") {
		t.Errorf("beside the product it says %+v", f)
	}
	answer = "another_build_info 1\n"
	if f := examineAddress(t.Context(), c); f.OK || !strings.Contains(f.Remedy, "--addr") {
		t.Errorf("beside a stranger it says %+v", f)
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
