package montage_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/montage"
)

// made makes a film, and holds it to its length and streams.
func made(t *testing.T, f montage.Film) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "film")
	last := 0.0
	if err := maker(t).Make(t.Context(), f, path, func(part float64) { last = part }); err != nil {
		t.Fatal(err)
	}
	if last < 0.9 {
		t.Errorf("%s: told of %v", f.Format, last)
	}
	want := map[montage.Format]string{montage.WebM: "vp8 opus", montage.MP4: "h264 aac"}[f.Format]
	streams, length := probed(t, path)
	if streams != want {
		t.Errorf("%s: it has %q", f.Format, streams)
	}
	if off := math.Abs(length - (f.To - f.From).Seconds()); off > 1 {
		t.Errorf("%s: it lasts %v s", f.Format, length)
	}
	return path
}

// moment is what a film is like at a time: what is seen in some place, "x,y" of 16 by 9, and whether something is heard.
type moment struct {
	at    float64
	seen  map[string]string
	heard bool
}

func check(t *testing.T, film string, all []moment) {
	t.Helper()
	for _, m := range all {
		for place, want := range m.seen {
			if got := colourAt(t, film, m.at, place); got != want {
				t.Errorf("%s: at %v s and %s there is %s, not %s", filepath.Base(filepath.Dir(film)), m.at, place, got, want)
			}
		}
		if got := loud(t, film, m.at); got != m.heard {
			t.Errorf("at %v s something is heard: %v", m.at, got)
		}
	}
}

func TestAFilmShowsEverybodyFromWhenTheyWereThere(t *testing.T) {
	tracks := []montage.Track{
		{Path: recorded(t, "red", picture("red", 0, 8), tone(0, 8)), Who: "kim", Duration: 8 * time.Second, Pictures: true, Sound: true},
		{Path: recorded(t, "blue", picture("blue", 0, 4), tone(0, 4)), Who: "ada", Offset: 4 * time.Second, Duration: 4 * time.Second, Pictures: true, Sound: true},
	}
	for _, format := range []montage.Format{montage.WebM, montage.MP4} {
		film := made(t, montage.Film{Tracks: tracks, From: 2 * time.Second, To: 7 * time.Second, Format: format, Mark: "one"})
		check(t, film, []moment{
			{1, map[string]string{"4,4": "red", "12,4": "dark"}, true},
			{4, map[string]string{"4,4": "red", "12,4": "blue"}, true},
		})
	}
}

func TestAFilmIsInStepWithItsRecording(t *testing.T) {
	track := func(path string) montage.Track {
		return montage.Track{Path: path, Duration: 4 * time.Second, Pictures: true, Sound: true}
	}
	hidden := track(recorded(t, "gap", picture("red", 0, 4), tone(0, 4)))
	hidden.Gaps = []montage.Gap{{From: time.Second, To: 3 * time.Second}, {From: 3200 * time.Millisecond, To: 3800 * time.Millisecond}}
	again, before := track(recorded(t, "again", picture("blue", 0, 2))), track(recorded(t, "before", picture("red", 0, 2)))
	before.Duration, again.Duration, again.Offset = 2*time.Second, 2*time.Second, 2*time.Second
	before.Sound, again.Sound = false, false
	everywhere := func(colour string) map[string]string { return map[string]string{"8,4": colour} }
	for name, c := range map[string]struct {
		tracks []montage.Track
		from   time.Duration
		want   []moment
	}{
		"whose pictures begin late":                {[]montage.Track{track(recorded(t, "a", picture("red", 2, 2), tone(0, 4)))}, 0, []moment{{1, everywhere("dark"), true}, {3, everywhere("red"), true}}},
		"whose sound begins late":                  {[]montage.Track{track(recorded(t, "b", picture("red", 0, 4), tone(2, 2)))}, 0, []moment{{1, everywhere("red"), false}, {3, everywhere("red"), true}}},
		"whose pictures end early":                 {[]montage.Track{track(recorded(t, "c", picture("red", 0, 2), tone(0, 4)))}, 0, []moment{{1, everywhere("red"), true}, {3, everywhere("dark"), true}}},
		"from the middle, with late sound":         {[]montage.Track{track(recorded(t, "d", picture("red", 0, 4), tone(2, 2)))}, time.Second, []moment{{0.25, everywhere("red"), false}, {2, everywhere("red"), true}}},
		"from where there are no pictures yet":     {[]montage.Track{track(recorded(t, "e", picture("red", 3, 1), tone(0, 4)))}, time.Second, []moment{{1, everywhere("dark"), true}, {2.4, everywhere("red"), true}}},
		"from where there are no pictures left":    {[]montage.Track{track(recorded(t, "f", picture("red", 0, 1), tone(0, 4)))}, 2 * time.Second, []moment{{1, everywhere("dark"), true}}},
		"with long gaps, and short ones":           {[]montage.Track{hidden}, 500 * time.Millisecond, []moment{{0.1, everywhere("red"), true}, {1.5, everywhere("dark"), true}, {2.9, everywhere("red"), true}}},
		"in which pictures change their size":      {[]montage.Track{track(turned(t))}, 0, []moment{{1, map[string]string{"8,4": "red", "1,4": "red"}, false}, {3, map[string]string{"8,4": "red", "1,4": "dark"}, false}}},
		"of one who comes again, in the one place": {[]montage.Track{before, again}, 0, []moment{{1, everywhere("red"), false}, {3, everywhere("blue"), false}}},
	} {
		t.Run(name, func(t *testing.T) {
			check(t, made(t, montage.Film{Tracks: c.tracks, From: c.from, To: 4 * time.Second, Format: montage.WebM}), c.want)
		})
	}
}

func TestNoTwoFilmsAreTheSame(t *testing.T) {
	tracks := []montage.Track{{Path: recorded(t, "red", picture("red", 0, 1)), Duration: time.Second, Pictures: true}}
	for _, format := range []montage.Format{montage.WebM, montage.MP4} {
		var films [2][]byte
		for i := range films {
			var err error
			if films[i], err = os.ReadFile(made(t, montage.Film{Tracks: tracks, To: time.Second, Format: format, Mark: "film-" + strconv.Itoa(i)})); err != nil {
				t.Fatal(err)
			}
		}
		if !strings.Contains(string(films[0]), "film-0") || !strings.Contains(string(films[1]), "film-1") {
			t.Errorf("%s: they have no mark", format)
		}
	}
}

// program is an ffmpeg alone on the PATH that says something.
func program(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "ffmpeg"), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
}

func TestAnFFmpegHasWhatItTakes(t *testing.T) {
	for says, c := range map[string]struct{ script, wants string }{
		"one that has all":    {"echo ' V..... libvpx'; echo ' V..... libx264 H.264'; echo ' A..... aac'; echo ' A..... libopus'", ""},
		"one without H.264":   {"echo ' V..... libvpx'; echo ' V..... libx264rgb'; echo ' A..... aac'; echo ' A..... libopus'", "has no encoder libx264"},
		"one that is no more": {"exit 1", "does not tell its encoders"},
	} {
		program(t, c.script)
		if _, err := montage.Find(t.Context()); (err == nil) != (c.wants == "") || err != nil && !strings.Contains(err.Error(), c.wants) {
			t.Errorf("%s: %v", says, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := montage.Find(t.Context()); err == nil || !strings.Contains(err.Error(), "apt-get install ffmpeg") {
		t.Errorf("where there is none: %v", err)
	}
}

func TestFilmsThatAreRefused(t *testing.T) {
	one := montage.Track{Path: "nowhere.webm", Duration: time.Second, Sound: true}
	for want, f := range map[error]montage.Film{
		montage.ErrNothing: {Tracks: []montage.Track{one}, From: 2 * time.Second, To: 3 * time.Second},
		montage.ErrTooMany: {Tracks: many(one, 101), To: time.Second},
	} {
		if err := new(montage.Maker).Make(t.Context(), f, filepath.Join(t.TempDir(), "film"), nil); !errors.Is(err, want) {
			t.Errorf("%v is %v", want, err)
		}
	}
}

func TestAFileThatIsNoRecordingIsAFault(t *testing.T) {
	m := maker(t)
	secret := filepath.Join(t.TempDir(), "secret.webm")
	if err := os.Rename(recorded(t, "red", picture("red", 0, 1)), secret); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{ // which FFmpeg would follow, if it were to find out what they are
		"a list":          "ffconcat version 1.0\nfile " + secret + "\n",
		"a playlist":      "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + secret + "\n#EXT-X-ENDLIST\n",
		"nothing":         "",
		"what it may be?": "\x1aE\xdf\xa3 and so on",
	} {
		path := filepath.Join(t.TempDir(), "list.webm")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		track := montage.Track{Path: path, Duration: time.Second, Pictures: true}
		err := m.Make(t.Context(), montage.Film{Tracks: []montage.Track{track}, To: time.Second, Format: montage.WebM}, filepath.Join(t.TempDir(), "film"), func(float64) {})
		if err == nil || !strings.Contains(err.Error(), "ffmpeg: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAFilmIsOfWhatRecordingsAreMadeWith(t *testing.T) {
	path := filepath.Join(t.TempDir(), "other.webm")
	ffmpeg(t, "-f", "lavfi", "-i", "color=c=red:s=320x180:r=10:d=1", "-c:v", "mpeg4", "-f", "matroska", path)
	track := montage.Track{Path: path, Duration: time.Second, Pictures: true}
	err := maker(t).Make(t.Context(), montage.Film{Tracks: []montage.Track{track}, To: time.Second, Format: montage.WebM}, filepath.Join(t.TempDir(), "film"), func(float64) {})
	if err == nil {
		t.Error("it decodes MPEG-4")
	}
}

func TestAFilmEndsWithWhoAskedForIt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	tracks := []montage.Track{{Path: recorded(t, "red", picture("red", 0, 60)), Duration: time.Minute, Pictures: true}}
	err := maker(t).Make(ctx, montage.Film{Tracks: tracks, To: time.Minute, Format: montage.MP4}, filepath.Join(t.TempDir(), "film"), func(float64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func many(one montage.Track, n int) (all []montage.Track) {
	for range n {
		all = append(all, one)
	}
	return all
}
