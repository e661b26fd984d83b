package montage

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// codecs is what each format is made with: a film of an hour is to take less than that on two processors.
var codecs = map[Format][]string{
	WebM: {"-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "1500k", "-c:a", "libopus", "-b:a", "64k", "-f", "webm"},
	MP4: {"-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-maxrate", "4M", "-bufsize", "8M", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k",
		"-movflags", "+faststart", "-f", "mp4"},
}

// mostPixels of a picture are decoded: a sender who says that theirs are larger is not shown, and takes no memory.
const mostPixels = 16 << 20

// reading is what FFmpeg is told of every file that it opens: nothing is guessed, nothing else is opened by it, and only what recordings are
// made with is decoded. Pictures may begin long after the voice does, so it looks far for their format (bytes, and microseconds): of those whose
// format it does not know it loses the first. When pictures change their size, as
// they do in calls, those of that track are scaled differently, and the film is not begun anew.
var reading = []string{
	"-protocol_whitelist", "file", "-f", "matroska", "-codec_whitelist", "vp8,opus", "-probesize", "64M", "-analyzeduration", "86400000000",
	"-threads", "1", "-reinit_filter", "0",
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }

// arguments are those of FFmpeg for a film of some tracks, all of which have something in it.
func (f Film) arguments(tracks []Track, out string) []string {
	args := []string{"-hide_banner", "-nostdin", "-loglevel", "error", "-max_error_rate", "1", "-progress", "pipe:1", "-y"}
	g := graph{film: f}
	read := func(t Track, more ...string) {
		args = append(append(append(args, reading...), more...), "-i", "file:"+t.Path)
	}
	var seen []Track
	for _, t := range tracks {
		if t.Pictures {
			read(t, append(begin(f.skip(t)), "-max_pixels", strconv.Itoa(mostPixels))...)
			seen = append(seen, t)
		}
	}
	g.pictures(seen)
	// Pictures and sounds are read apart, a file twice: where one of them is missing for a while, the other would wait for it in memory. Sounds
	// are read from the begin, as files are indexed by their pictures, and may have sounds before the first.
	for _, t := range tracks {
		if t.Sound {
			read(t)
			g.sound(t)
		}
	}
	args = append(args, "-filter_complex", g.String(), "-map", "[film]", "-map", "[voices]", "-map_metadata", "-1", "-metadata", "comment="+f.Mark,
		"-t", seconds(f.To-f.From), "-r", strconv.Itoa(rate), "-threads", "2")
	return append(append(args, codecs[f.Format]...), "-protocol_whitelist", "file", "file:"+out)
}

// skip is how much of a track is before the film.
func (f Film) skip(t Track) time.Duration { return max(0, f.From-t.Offset) }

// begin has a file read from a time on.
func begin(at time.Duration) []string {
	if at == 0 {
		return nil
	}
	return []string{"-ss", seconds(at)}
}

// graph lays pictures over a dark ground and mixes sounds over silence, each from when it begins.
type graph struct {
	film    Film
	inputs  int
	grounds int
	sounds  int
	parts   []string
}

func (g *graph) add(format string, args ...any) {
	g.parts = append(g.parts, fmt.Sprintf(format, args...))
}

// wait is how long after the film a track begins.
func (g *graph) wait(t Track) time.Duration { return max(0, t.Offset-g.film.From) }

// pictures lays those of the next inputs over the ground.
func (g *graph) pictures(tracks []Track) {
	for i, b := range boxes(tracks) {
		t := tracks[i]
		g.add("[%d:v]setpts=PTS+%s/TB,scale=%d:%d:force_original_aspect_ratio=decrease:force_divisible_by=2,pad=%d:%d:(ow-iw)/2:(oh-ih)/2:0x0f1115:eval=frame,setsar=1[picture%d]",
			g.inputs, seconds(g.wait(t)), b.w, b.h, b.w, b.h, g.grounds)
		g.add("[ground%d][picture%d]overlay=%d:%d:eof_action=pass%s[ground%d]", g.grounds, g.grounds, b.x, b.y, shown(g.film.hidden(t)), g.grounds+1)
		g.inputs++
		g.grounds++
	}
}

// shown is when an overlay with gaps is.
func shown(gaps []Gap) string {
	if len(gaps) == 0 {
		return ""
	}
	var within []string
	for _, g := range gaps {
		within = append(within, fmt.Sprintf("between(t,%s,%s)", seconds(g.From), seconds(g.To)))
	}
	return ":enable='not(" + strings.Join(within, "+") + ")'"
}

// sound mixes that of the next input in. What is missing of it is silence of its length.
func (g *graph) sound(t Track) {
	skipped := seconds(g.film.skip(t))
	g.add("[%d:a]atrim=start=%s,asetpts=PTS-%s/TB,aformat=sample_fmts=s16:channel_layouts=mono,aresample=48000:async=1:first_pts=0,adelay=%d:all=1[sound%d]",
		g.inputs, skipped, skipped, g.wait(t).Milliseconds(), g.sounds)
	g.inputs++
	g.sounds++
}

// String is the graph as FFmpeg reads it.
func (g *graph) String() string {
	length, mixed := seconds(g.film.To-g.film.From), "[silence]"
	for i := range g.sounds {
		mixed += fmt.Sprintf("[sound%d]", i)
	}
	return strings.Join(append([]string{
		fmt.Sprintf("color=c=0x0f1115:s=%dx%d:r=%d:d=%s[ground0]", width, height, rate, length),
		fmt.Sprintf("anullsrc=r=48000:cl=mono,atrim=duration=%s[silence]", length),
		fmt.Sprintf("[ground%d]format=yuv420p[film]", g.grounds),
		fmt.Sprintf("%samix=inputs=%d:duration=first:normalize=0[voices]", mixed, g.sounds+1),
	}, g.parts...), ";")
}
