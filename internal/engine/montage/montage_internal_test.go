package montage

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestPicturesHaveTheirPlaces(t *testing.T) {
	face := func(who string) Track { return Track{Pictures: true, Who: who} }
	screen := func(who string) Track { return Track{Pictures: true, Who: who, Screen: true} }
	for name, c := range map[string]struct {
		tracks []Track
		want   []box
	}{
		"one alone":              {[]Track{face("a")}, []box{{0, 0, 1280, 720}}},
		"two side by side":       {[]Track{face("a"), face("b")}, []box{{0, 0, 640, 720}, {640, 0, 640, 720}}},
		"three in two rows":      {[]Track{face("a"), face("b"), face("c")}, []box{{0, 0, 640, 360}, {640, 0, 640, 360}, {320, 360, 640, 360}}},
		"one who came again":     {[]Track{face("a"), face("b"), face("a")}, []box{{0, 0, 640, 720}, {640, 0, 640, 720}, {0, 0, 640, 720}}},
		"a screen beside faces":  {[]Track{face("a"), screen("a"), face("b")}, []box{{960, 0, 320, 180}, {0, 0, 960, 720}, {960, 180, 320, 180}}},
		"a screen alone":         {[]Track{screen("a")}, []box{{0, 0, 1280, 720}}},
		"many faces by a screen": {[]Track{screen("a"), face("a"), face("b"), face("c"), face("d"), face("e")}, []box{{0, 0, 960, 720}, {960, 0, 320, 144}, {960, 144, 320, 144}, {960, 288, 320, 144}, {960, 432, 320, 144}, {960, 576, 320, 144}}},
	} {
		if got := boxes(c.tracks); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestOnlyTracksOfTheFilmAreRead(t *testing.T) {
	all := []Track{
		{Path: "before", Duration: 10 * time.Second, Sound: true},
		{Path: "into", Offset: 5 * time.Second, Duration: 10 * time.Second, Sound: true},
		{Path: "mute", Offset: 12 * time.Second, Duration: time.Second},
		{Path: "from", Offset: 19 * time.Second, Duration: 10 * time.Second, Pictures: true},
		{Path: "after", Offset: 20 * time.Second, Duration: 10 * time.Second, Pictures: true},
	}
	var got []string
	for _, t := range (Film{Tracks: all, From: 10 * time.Second, To: 20 * time.Second}).within() {
		got = append(got, t.Path)
	}
	if want := []string{"into", "from"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestOfManyGapsTheLongestAreHidden(t *testing.T) {
	track := Track{}
	for i := range time.Duration(100) {
		at := i * time.Minute
		track.Gaps = append(track.Gaps, Gap{at, at + i*time.Second/10})
	}
	hidden := (Film{To: 2 * time.Hour}).hidden(track)
	if len(hidden) != mostGaps || hidden[0] != track.Gaps[99] || hidden[mostGaps-1] != track.Gaps[50] {
		t.Errorf("%v", hidden)
	}
}

func TestWhatFFmpegSaysIsKeptInPart(t *testing.T) {
	words := &beginOf{left: 10}
	for range 3 {
		if n, err := words.Write([]byte("damaged")); n != 7 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
	}
	if got := words.String(); got != "damageddam" {
		t.Errorf("%q", got)
	}
}

// A film is of files alone, each of them named by the product; what FFmpeg could be told by anything else is not among its arguments.
func TestEveryFileIsReadAsOne(t *testing.T) {
	tracks := []Track{{Path: "/data/films/0.webm", Who: "'; [a] -i http://x", Pictures: true, Sound: true}}
	args := (Film{Tracks: tracks, To: time.Second, Format: MP4}).arguments(tracks, "/data/films/film")
	files, whitelists := 0, 0
	for i, a := range args {
		switch {
		case strings.Contains(a, "http:"):
			t.Errorf("somebody's name is in %q", a)
		case a == "-i" && strings.HasPrefix(args[i+1], "file:/data/films/"):
			files++
		case a == "-protocol_whitelist" && args[i+1] == "file":
			whitelists++
		}
	}
	if files != 2 || whitelists != 3 || args[len(args)-1] != "file:/data/films/film" {
		t.Errorf("%q", args)
	}
}
