package montage

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Track is a file of a recording.
type Track struct {
	Path     string        // a WebM
	Offset   time.Duration // when it begins on the recording's clock
	Duration time.Duration
	Screen   bool
	Pictures bool
	Sound    bool
}

// Cut is the stretch of the recording that is shown.
type Cut struct{ From, To time.Duration }

// Format is how the film is kept.
type Format string

// The formats.
const (
	WebM Format = "webm" // VP8 and Opus
	MP4  Format = "mp4"  // H.264 and AAC, which every program plays
)

// Of the film.
const (
	width, height = 1280, 720
	rate          = 25
)

// codecs is what each format is made with: a film of an hour is to take less than that on two processors.
var codecs = map[Format][]string{
	WebM: {"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-c:a", "libopus", "-b:a", "64k", "-f", "webm"},
	MP4:  {"-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k", "-movflags", "+faststart", "-f", "mp4"},
}

// box is where a track's pictures are.
type box struct{ x, y, w, h int }

// boxes places tracks with pictures: all of one size, or screens large at the left and faces in a column beside them.
func boxes(tracks []Track) []box {
	screens := 0
	for _, t := range tracks {
		if t.Screen {
			screens++
		}
	}
	if screens == 0 || screens == len(tracks) {
		return grid(len(tracks), box{0, 0, width, height})
	}
	large := grid(screens, box{0, 0, width * 3 / 4, height})
	faces := len(tracks) - screens
	small := make([]box, faces)
	h := min(height/faces, width/4*9/16) &^ 1
	for i := range small {
		small[i] = box{width * 3 / 4, i * h, width / 4, h}
	}
	out := make([]box, len(tracks))
	for i, t := range tracks {
		from := &small
		if t.Screen {
			from = &large
		}
		out[i], *from = (*from)[0], (*from)[1:]
	}
	return out
}

// grid parts a place into n boxes of one size, row by row.
func grid(n int, in box) []box {
	if n == 0 {
		return nil
	}
	columns := int(math.Ceil(math.Sqrt(float64(n))))
	rows := (n + columns - 1) / columns
	w, h := in.w/columns&^1, in.h/rows&^1
	out := make([]box, n)
	for i := range out {
		out[i] = box{in.x + i%columns*w, in.y + i/columns*h, w, h}
	}
	return out
}

// within are the tracks that have something in a cut.
func within(tracks []Track, c Cut) (out []Track) {
	for _, t := range tracks {
		if t.Offset < c.To && t.Offset+t.Duration > c.From && (t.Pictures || t.Sound) {
			out = append(out, t)
		}
	}
	return out
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// arguments are those of FFmpeg for a film of some tracks, all of which have something in the cut.
func arguments(tracks []Track, c Cut, f Format, out string) []string {
	args := []string{"-hide_banner", "-nostdin", "-loglevel", "error", "-progress", "pipe:1", "-y"}
	var seen []Track
	for _, t := range tracks {
		args = append(args, "-protocol_whitelist", "file", "-f", "matroska", "-ss", seconds(max(0, c.From-t.Offset)), "-i", t.Path)
		if t.Pictures {
			seen = append(seen, t)
		}
	}
	args = append(args, "-filter_complex", filters(tracks, boxes(seen), c), "-map", "[film]", "-map", "[sound]", "-t", seconds(c.To-c.From), "-r", fmt.Sprint(rate))
	return append(append(args, codecs[f]...), "-protocol_whitelist", "file", out)
}

// filters lays pictures over a dark ground and mixes sounds over silence, each from when it begins.
func filters(tracks []Track, places []box, c Cut) string {
	length := seconds(c.To - c.From)
	parts := []string{
		fmt.Sprintf("color=c=0x0f1115:s=%dx%d:r=%d:d=%s[ground0]", width, height, rate, length),
		fmt.Sprintf("anullsrc=r=48000:cl=mono,atrim=duration=%s[silence]", length),
	}
	sounds, shown := "[silence]", 0
	for i, t := range tracks {
		wait := max(0, t.Offset-c.From)
		if t.Pictures {
			b := places[shown]
			parts = append(parts,
				fmt.Sprintf("[%d:v]setpts=PTS-STARTPTS+%s/TB,scale=%d:%d:force_original_aspect_ratio=decrease:force_divisible_by=2,pad=%d:%d:(ow-iw)/2:(oh-ih)/2:0x0f1115,setsar=1[picture%d]", i, seconds(wait), b.w, b.h, b.w, b.h, i),
				fmt.Sprintf("[ground%d][picture%d]overlay=%d:%d:eof_action=pass[ground%d]", shown, i, b.x, b.y, shown+1))
			shown++
		}
		if t.Sound {
			parts = append(parts, fmt.Sprintf("[%d:a]aresample=48000:async=1,aformat=channel_layouts=mono,adelay=%d:all=1[sound%d]", i, wait.Milliseconds(), i))
			sounds += fmt.Sprintf("[sound%d]", i)
		}
	}
	return strings.Join(append(parts,
		fmt.Sprintf("[ground%d]format=yuv420p[film]", shown),
		fmt.Sprintf("%samix=inputs=%d:duration=first:normalize=0[sound]", sounds, strings.Count(sounds, "[")),
	), ";")
}
