package montage

import (
	"slices"
	"testing"
	"time"
)

func TestPicturesHaveTheirPlaces(t *testing.T) {
	face, screen := Track{Pictures: true}, Track{Pictures: true, Screen: true}
	for name, c := range map[string]struct {
		tracks []Track
		want   []box
	}{
		"one alone":              {[]Track{face}, []box{{0, 0, 1280, 720}}},
		"two side by side":       {[]Track{face, face}, []box{{0, 0, 640, 720}, {640, 0, 640, 720}}},
		"three in two rows":      {[]Track{face, face, face}, []box{{0, 0, 640, 360}, {640, 0, 640, 360}, {0, 360, 640, 360}}},
		"a screen beside faces":  {[]Track{face, screen, face}, []box{{960, 0, 320, 180}, {0, 0, 960, 720}, {960, 180, 320, 180}}},
		"a screen alone":         {[]Track{screen}, []box{{0, 0, 1280, 720}}},
		"many faces by a screen": {[]Track{screen, face, face, face, face, face}, []box{{0, 0, 960, 720}, {960, 0, 320, 144}, {960, 144, 320, 144}, {960, 288, 320, 144}, {960, 432, 320, 144}, {960, 576, 320, 144}}},
	} {
		if got := boxes(c.tracks); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

func TestOnlyTracksOfTheCutAreRead(t *testing.T) {
	all := []Track{
		{Path: "before", Duration: 10 * time.Second, Sound: true},
		{Path: "into", Offset: 5 * time.Second, Duration: 10 * time.Second, Sound: true},
		{Path: "mute", Offset: 12 * time.Second, Duration: time.Second},
		{Path: "from", Offset: 19 * time.Second, Duration: 10 * time.Second, Pictures: true},
		{Path: "after", Offset: 20 * time.Second, Duration: 10 * time.Second, Pictures: true},
	}
	var got []string
	for _, t := range within(all, Cut{10 * time.Second, 20 * time.Second}) {
		got = append(got, t.Path)
	}
	if want := []string{"into", "from"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
