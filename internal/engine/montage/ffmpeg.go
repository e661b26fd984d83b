package montage

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// ErrNothing is told of a cut in which nothing was recorded.
var ErrNothing = errors.New("nothing was recorded in that stretch")

// Maker is an FFmpeg that was found.
type Maker struct{ path string }

// Find looks for FFmpeg on the PATH.
func Find() (*Maker, error) {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil, errors.New("there is no ffmpeg on the PATH: on Debian, apt-get install ffmpeg")
	}
	return &Maker{path}, nil
}

// Path is where it was found.
func (m *Maker) Path() string { return m.path }

// patience is how long FFmpeg may go without having done anything more.
const patience = 2 * time.Minute

// Make makes a film in the file out, and tells how much of it is done, 0 to 1, some times a second. It is ended with ctx, and when it gets no
// further.
func (m *Maker) Make(ctx context.Context, tracks []Track, c Cut, f Format, out string, done func(part float64)) error {
	tracks = within(tracks, c)
	if len(tracks) == 0 {
		return ErrNothing
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(patience, func() { cancel(errors.New("ffmpeg got no further")) })
	defer stalled.Stop()
	cmd := exec.CommandContext(ctx, m.path, arguments(tracks, c, f, out)...)
	cmd.Env = []string{"PATH=/usr/bin:/bin", "LC_ALL=C"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var words bytes.Buffer
	cmd.Stderr = &words
	told, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start ffmpeg: %w", err)
	}
	if err := syscall.Setpriority(syscall.PRIO_PROCESS, cmd.Process.Pid, 10); err != nil { // calls come first
		cancel(err)
	}
	for lines := bufio.NewScanner(told); lines.Scan(); {
		at, isTime := strings.CutPrefix(lines.Text(), "out_time_us=")
		if us, err := strconv.ParseInt(at, 10, 64); isTime && err == nil && us > 0 {
			stalled.Reset(patience)
			done(min(1, float64(us)/float64((c.To-c.From).Microseconds())))
		}
	}
	if err := cmd.Wait(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return fmt.Errorf("ffmpeg: %w: %.2000s", err, strings.TrimSpace(words.String()))
	}
	return nil
}
