package montage_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/montage"
)

// maker is the FFmpeg of this machine; in CI there must be one.
func maker(t *testing.T) *montage.Maker {
	t.Helper()
	m, err := montage.Find()
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal(err)
	case err != nil:
		t.Skipf("SKIPPED: %v", err)
	}
	return m
}

// recorded is a file like those of a recording: a picture of one colour, and a tone.
func recorded(t *testing.T, colour string, seconds int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), colour+".webm")
	length := strconv.Itoa(seconds)
	ffmpeg(t, "-f", "lavfi", "-i", "color=c="+colour+":s=320x180:r=10:d="+length, "-f", "lavfi", "-i", "sine=frequency=440:duration="+length,
		"-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", path)
	return path
}

func ffmpeg(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ffmpeg", append([]string{"-hide_banner", "-loglevel", "error", "-nostdin"}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// colourAt is the colour of one point of the film at a moment: "red", "blue", or what it is.
func colourAt(t *testing.T, film, moment string, x, y int) string {
	t.Helper()
	rgb := ffmpeg(t, "-ss", moment, "-i", film, "-frames:v", "1", "-vf", "crop=2:2:"+strconv.Itoa(x)+":"+strconv.Itoa(y)+",scale=1:1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
	r, g, b := rgb[0], rgb[1], rgb[2]
	switch {
	case r > 180 && g < 80 && b < 80:
		return "red"
	case b > 180 && r < 80 && g < 80:
		return "blue"
	case r < 60 && g < 60 && b < 60:
		return "dark"
	}
	return strings.Join([]string{strconv.Itoa(int(r)), strconv.Itoa(int(g)), strconv.Itoa(int(b))}, " ")
}

func TestAFilmShowsEverybodyFromWhenTheyWereThere(t *testing.T) {
	m := maker(t)
	tracks := []montage.Track{
		{Path: recorded(t, "red", 8), Duration: 8 * time.Second, Pictures: true, Sound: true},
		{Path: recorded(t, "blue", 4), Offset: 4 * time.Second, Duration: 4 * time.Second, Pictures: true, Sound: true},
	}
	for _, format := range []montage.Format{montage.WebM, montage.MP4} {
		film := filepath.Join(t.TempDir(), "film")
		last := 0.0
		err := m.Make(t.Context(), tracks, montage.Cut{From: 2 * time.Second, To: 7 * time.Second}, format, film, func(part float64) { last = part })
		if err != nil {
			t.Fatal(err)
		}
		if last < 0.9 {
			t.Errorf("%s: told of %v", format, last)
		}
		for _, c := range []struct {
			moment string
			x      int
			want   string
		}{{"1", 320, "red"}, {"1", 960, "dark"}, {"4", 320, "red"}, {"4", 960, "blue"}} {
			if got := colourAt(t, film, c.moment, c.x, 360); got != c.want {
				t.Errorf("%s: at %s s and %d there is %s, not %s", format, c.moment, c.x, got, c.want)
			}
		}
		if out := ffmpeg(t, "-i", film, "-map", "0:a", "-f", "null", "-"); strings.Contains(out, "rror") {
			t.Errorf("%s: its sound: %s", format, out)
		}
	}
}

func TestAFilmOfNothingIsRefused(t *testing.T) {
	m := maker(t)
	track := montage.Track{Path: "nowhere.webm", Duration: time.Second, Sound: true}
	err := m.Make(t.Context(), []montage.Track{track}, montage.Cut{From: 2 * time.Second, To: 3 * time.Second}, montage.WebM, filepath.Join(t.TempDir(), "film"), nil)
	if !errors.Is(err, montage.ErrNothing) {
		t.Error(err)
	}
}

func TestAFileThatIsNoRecordingIsAFault(t *testing.T) {
	m := maker(t)
	path := filepath.Join(t.TempDir(), "list.webm")
	// What FFmpeg would follow, if it were asked to find out what this is.
	if err := os.WriteFile(path, []byte("ffconcat version 1.0\nfile /etc/passwd\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	track := montage.Track{Path: path, Duration: time.Second, Sound: true}
	err := m.Make(t.Context(), []montage.Track{track}, montage.Cut{To: time.Second}, montage.WebM, filepath.Join(t.TempDir(), "film"), func(float64) {})
	if err == nil || !strings.Contains(err.Error(), "ffmpeg: ") {
		t.Error(err)
	}
}

func TestAFilmEndsWithWhoAskedForIt(t *testing.T) {
	m := maker(t)
	ctx, cancel := context.WithCancel(t.Context())
	tracks := []montage.Track{{Path: recorded(t, "red", 60), Duration: time.Minute, Pictures: true}}
	err := m.Make(ctx, tracks, montage.Cut{To: time.Minute}, montage.MP4, filepath.Join(t.TempDir(), "film"), func(float64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
