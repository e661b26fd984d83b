package montage_test

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/montage"
)

// maker is the FFmpeg of this machine; in CI there must be one.
func maker(t *testing.T) *montage.Maker {
	t.Helper()
	m, err := montage.Find(t.Context())
	switch {
	case err != nil && os.Getenv("CI") != "":
		t.Fatal(err)
	case err != nil:
		t.Skipf("SKIPPED: %v", err)
	}
	return m
}

// picture is a picture of one colour from a second on.
func picture(colour string, from, seconds int) []string {
	return []string{"-itsoffset", strconv.Itoa(from), "-f", "lavfi", "-i", fmt.Sprintf("color=c=%s:s=320x180:r=10:d=%d", colour, seconds)}
}

// tone is a sound from a second on.
func tone(from, seconds int) []string {
	return []string{"-itsoffset", strconv.Itoa(from), "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=440:duration=%d", seconds)}
}

// recorded is a file like those of a recording.
func recorded(t *testing.T, name string, sources ...[]string) string {
	t.Helper()
	maker(t)
	path := filepath.Join(t.TempDir(), name+".webm")
	var args []string
	for _, s := range sources {
		args = append(args, s...)
	}
	for i := range sources {
		args = append(args, "-map", strconv.Itoa(i))
	}
	ffmpeg(t, append(args, "-c:v", "libvpx", "-deadline", "realtime", "-g", "10", "-c:a", "libopus", "-ac", "2", path)...)
	return path
}

// turned is a file in which pictures change their size after two seconds, as those of a phone do that is turned.
func turned(t *testing.T) string {
	t.Helper()
	upright := []string{"-f", "lavfi", "-i", "color=c=red:s=180x320:r=10:d=2"}
	list := filepath.Join(t.TempDir(), "list")
	text := fmt.Sprintf("file '%s'\nfile '%s'\n", recorded(t, "wide", picture("red", 0, 2)), recorded(t, "upright", upright))
	if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "turned.webm")
	silence := []string{"-f", "lavfi", "-t", "4", "-i", "anullsrc=r=48000:cl=stereo"}
	ffmpeg(t, append([]string{"-f", "concat", "-safe", "0", "-i", list}, append(silence, "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "libopus", path)...)...)
	return path
}

func ffmpeg(t *testing.T, args ...string) string {
	t.Helper()
	return run(t, "ffmpeg", append([]string{"-hide_banner", "-loglevel", "error", "-nostdin"}, args...)...)
}

func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, out)
	}
	return string(out)
}

// probed are the codecs of a file, in order, and how many seconds it lasts.
func probed(t *testing.T, path string) (streams string, length float64) {
	t.Helper()
	streams = run(t, "ffprobe", "-v", "error", "-show_entries", "stream=codec_name", "-of", "csv=p=0", path)
	said := run(t, "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", path)
	length, err := strconv.ParseFloat(strings.TrimSpace(said), 64)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(streams), " "), length
}

// colourAt is the colour of one place of the film at a moment: "red", "blue", or what it is.
func colourAt(t *testing.T, film string, at float64, place string) string {
	t.Helper()
	x, y, _ := strings.Cut(place, ",")
	rgb := ffmpeg(t, "-ss", fmt.Sprint(at), "-i", film, "-frames:v", "1", "-vf", "crop=2:2:iw*"+x+"/16:ih*"+y+"/9,scale=1:1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-")
	if len(rgb) != 3 {
		return fmt.Sprintf("%q", rgb)
	}
	r, g, b := rgb[0], rgb[1], rgb[2]
	switch {
	case r > 180 && g < 80 && b < 80:
		return "red"
	case b > 180 && r < 80 && g < 80:
		return "blue"
	case r < 60 && g < 60 && b < 60:
		return "dark"
	}
	return fmt.Sprint(r, " ", g, " ", b)
}

// loud is whether something is heard in the half second after a moment.
func loud(t *testing.T, film string, at float64) bool {
	t.Helper()
	pcm := []byte(ffmpeg(t, "-ss", fmt.Sprint(at), "-t", "0.5", "-i", film, "-f", "s16le", "-ac", "1", "-ar", "8000", "-"))
	if len(pcm) < 8000/2 {
		t.Errorf("at %v s there are %d bytes of sound", at, len(pcm))
	}
	for i := 0; i+1 < len(pcm); i += 2 {
		if v := int16(binary.LittleEndian.Uint16(pcm[i:])); v > 1000 || v < -1000 { //nolint:gosec // signed samples
			return true
		}
	}
	return false
}
