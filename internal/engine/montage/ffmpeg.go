package montage

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// What no film can be made of.
var (
	ErrNothing = errors.New("nothing was recorded in that stretch")
	ErrTooMany = fmt.Errorf("more than %d files were recorded in that stretch, as when people come again and again: choose a shorter one", mostTracks)
)

// Maker is an FFmpeg that was found.
type Maker struct{ path string }

// needed are the encoders of both formats.
var needed = []string{"libvpx", "libopus", "libx264", "aac"}

// Find looks for an FFmpeg on the PATH that has what it takes.
func Find(ctx context.Context) (*Maker, error) {
	path, err := exec.LookPath("ffmpeg")
	if err != nil {
		return nil, errors.New("there is no ffmpeg on the PATH: on Debian, apt-get install ffmpeg")
	}
	ctx, cancel := context.WithTimeout(ctx, finding)
	defer cancel()
	has, err := exec.CommandContext(ctx, path, "-hide_banner", "-encoders").Output()
	if err != nil {
		return nil, fmt.Errorf("%s does not tell its encoders: %w: install another, as on Debian with apt-get install ffmpeg", path, err)
	}
	for _, encoder := range needed {
		if !slices.Contains(strings.Fields(string(has)), encoder) {
			return nil, fmt.Errorf("%s has no encoder %s: install one that has, as on Debian with apt-get install ffmpeg", path, encoder)
		}
	}
	return &Maker{path}, nil
}

// Path is where it was found.
func (m *Maker) Path() string { return m.path }

const (
	finding    = 20 * time.Second // how long it has to tell what it has
	patience   = 2 * time.Minute  // how long FFmpeg may go without having done anything more
	slowness   = 4                // how many times as long as the film it may take,
	beginning  = 10 * time.Minute // and that much more
	mostMemory = 4 << 30          // bytes
	mostBytes  = 1 << 20          // of a film, for each second of it,
	leastBytes = 64 << 20         // and that much more
	niceness   = 10               // calls come first
	wordsKept  = 2000             // bytes of what it says
)

// Make makes a film in the file out, and tells how much of it is done, 0 to 1, some times a second. It is ended with ctx, when it gets no
// further, and when it takes more time, memory or room than a film does.
func (m *Maker) Make(ctx context.Context, f Film, out string, done func(part float64)) error {
	tracks := f.within()
	switch {
	case len(tracks) == 0:
		return ErrNothing
	case len(tracks) > mostTracks:
		return ErrTooMany
	}
	length := f.To - f.From
	ctx, late := context.WithTimeoutCause(ctx, beginning+slowness*length, errors.New("it took too long"))
	defer late()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stalled := time.AfterFunc(patience, func() { cancel(errors.New("it got no further")) })
	defer stalled.Stop()
	// FFmpeg dies with the thread that starts it.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	words := &beginOf{left: wordsKept}
	cmd := exec.CommandContext(ctx, m.path, f.arguments(tracks, out)...)
	cmd.Env, cmd.Stderr = []string{"LC_ALL=C", "MALLOC_ARENA_MAX=2"}, words
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	told, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start ffmpeg: %w", err)
	}
	if err := bound(cmd.Process.Pid, length); err != nil {
		cancel(err)
	}
	follow(told, func(at time.Duration) {
		stalled.Reset(patience)
		done(min(1, at.Seconds()/length.Seconds()))
	})
	if err := cmd.Wait(); err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return fmt.Errorf("ffmpeg: %w: %s", err, strings.TrimSpace(words.String()))
	}
	return nil
}

// bound holds a process to what a film of a length takes.
func bound(pid int, length time.Duration) error {
	room := leastBytes + mostBytes*uint64(length/time.Second)
	return errors.Join(
		syscall.Setpriority(syscall.PRIO_PROCESS, pid, niceness),
		unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: mostMemory, Max: mostMemory}, nil),
		unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: room, Max: room}, nil),
		unix.Prlimit(pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil),
	)
}

// follow reads how far FFmpeg is, to its end.
func follow(told io.Reader, further func(at time.Duration)) {
	for lines := bufio.NewScanner(told); lines.Scan(); {
		at, isTime := strings.CutPrefix(lines.Text(), "out_time_us=")
		if us, err := strconv.ParseInt(at, 10, 64); isTime && err == nil && us > 0 {
			further(time.Duration(us) * time.Microsecond)
		}
	}
}

// beginOf keeps the begin of what is written to it: of damaged pictures each is complained of.
type beginOf struct {
	strings.Builder
	left int
}

// Write implements io.Writer.
func (b *beginOf) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	b.Builder.Write(p[:n])
	return len(p), nil
}
