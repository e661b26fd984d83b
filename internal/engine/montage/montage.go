package montage

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Film is what is to be made.
type Film struct {
	Tracks   []Track
	From, To time.Duration // the stretch of the recording that is shown
	Format   Format
	Mark     string // is kept in the film, so that no two are the same, whatever they show
}

// Track is a file of a recording.
type Track struct {
	Path     string        // a WebM with VP8, Opus, or both
	Who      string        // whom it is of: one's pictures are in one place, also of one who came again
	Offset   time.Duration // when it begins on the recording's clock
	Duration time.Duration
	Screen   bool
	Pictures bool
	Sound    bool
	Gaps     []Gap // where it has no pictures
}

// Gap is a stretch on the recording's clock.
type Gap struct{ From, To time.Duration }

// Format is how the film is kept.
type Format string

// The formats.
const (
	WebM Format = "webm" // VP8 and Opus
	MP4  Format = "mp4"  // H.264 and AAC, which every program plays
)

const (
	width, height = 1280, 720 // of the film
	rate          = 25        // pictures a second

	mostTracks = 100             // that are mixed: each is read by threads of its own
	longGap    = 2 * time.Second // from which on nothing is shown, rather than the last picture
	mostGaps   = 50              // of a track, the longest: they have to fit into an argument
)

// box is where pictures are.
type box struct{ x, y, w, h int }

// place is what has a box of its own.
type place struct {
	who    string
	screen bool
}

func placeOf(t Track) place { return place{t.Who, t.Screen} }

// boxes places tracks with pictures.
func boxes(tracks []Track) []box {
	var places []place
	for _, t := range tracks {
		if p := placeOf(t); !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	laid := laidOut(places)
	out := make([]box, len(tracks))
	for i, t := range tracks {
		out[i] = laid[slices.Index(places, placeOf(t))]
	}
	return out
}

// laidOut gives each place its box: all of one size, or screens large at the left and faces in a column beside them.
func laidOut(places []place) []box {
	screens := 0
	for _, p := range places {
		if p.screen {
			screens++
		}
	}
	faces := len(places) - screens
	if screens == 0 || faces == 0 {
		return grid(len(places), box{0, 0, width, height})
	}
	large := grid(screens, box{0, 0, width * 3 / 4, height})
	small := make([]box, faces)
	h := min(height/faces, width/4*9/16) &^ 1
	for i := range small {
		small[i] = box{width * 3 / 4, i * h, width / 4, h}
	}
	out := make([]box, len(places))
	for i, p := range places {
		from := &small
		if p.screen {
			from = &large
		}
		out[i], *from = (*from)[0], (*from)[1:]
	}
	return out
}

// grid parts a place into n boxes of one size, row by row; the last row is in the middle.
func grid(n int, in box) []box {
	columns := int(math.Ceil(math.Sqrt(float64(n))))
	rows := (n + columns - 1) / columns
	w, h := in.w/columns&^1, in.h/rows&^1
	out := make([]box, n)
	for i := range out {
		row := i / columns
		spare := in.w - min(columns, n-row*columns)*w
		out[i] = box{in.x + spare/2&^1 + i%columns*w, in.y + row*h, w, h}
	}
	return out
}

// within are the tracks that have something in the film.
func (f Film) within() (out []Track) {
	for _, t := range f.Tracks {
		if t.Offset < f.To && t.Offset+t.Duration > f.From && (t.Pictures || t.Sound) {
			out = append(out, t)
		}
	}
	return out
}

// hidden are the gaps of a track in which nothing is shown, on the film's clock.
func (f Film) hidden(t Track) (out []Gap) {
	for _, g := range t.Gaps {
		if g.To-g.From >= longGap && g.From < f.To && g.To > f.From {
			out = append(out, Gap{g.From - f.From, g.To - f.From})
		}
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return cmp.Compare(b.To-b.From, a.To-a.From) })
	return out[:min(len(out), mostGaps)]
}
