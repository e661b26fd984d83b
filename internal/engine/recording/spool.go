package recording

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/media"
)

// Manifest is what a recording is made of. Times are in milliseconds on its clock, which is the server's and begins with it.
type Manifest struct {
	BeganAt time.Time `json:"beganAt"`
	Files   []File    `json:"files"`
}

// File is the sound and the pictures of one person's camera and microphone, or of their screen.
type File struct {
	Name       string       `json:"name"`
	Identity   string       `json:"identity"`
	Source     media.Source `json:"source"` // camera, which goes with the microphone, or screen
	OffsetMs   int64        `json:"offsetMs"`
	DurationMs int64        `json:"durationMs"`
	Bytes      int64        `json:"bytes"`
	SHA256     string       `json:"sha256"`
	Sounds     int          `json:"sounds"`   // frames of 20 ms
	Pictures   int          `json:"pictures"` // and how many of them stand alone:
	KeyFrames  int          `json:"keyFrames"`
	Width      int          `json:"width"` // of the first
	Height     int          `json:"height"`
	Gaps       []Gap        `json:"gaps"`
}

// Gap is where pictures are missing, on the recording's clock: they were lost on their way, or their sender was away.
type Gap struct {
	AtMs       int64 `json:"atMs"`
	DurationMs int64 `json:"durationMs"`
}

// Spool is a folder in which recordings are made, each in a folder of its own.
type Spool struct{ dir, id string }

// OpenSpool makes the folder.
func OpenSpool(dir string) (*Spool, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of recordings: %w", err)
	}
	s := &Spool{dir: dir}
	name := filepath.Join(dir, idFile)
	err := read(name, &s.id)
	if errors.Is(err, fs.ErrNotExist) {
		s.id = rand.Text()
		err = keep(name, s.id)
	}
	if err != nil {
		return nil, fmt.Errorf("name the folder of recordings: %w", err)
	}
	return s, nil
}

// ID tells this spool from others, and stays.
func (s *Spool) ID() string { return s.id }

const idFile = "spool.json"

const begunFile = "begun.json"

// Begin makes room for a recording, which takes in who is wanted.
func (s *Spool) Begin(id string, now time.Time, wants func(identity string) bool) (*Take, error) {
	dir := filepath.Join(s.dir, id)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("begin a recording: %w", err)
	}
	if err := keep(filepath.Join(dir, begunFile), Manifest{BeganAt: now}); err != nil {
		return nil, fmt.Errorf("begin a recording: %w", err)
	}
	return &Take{dir: dir, zero: now, wants: wants, files: map[key]*file{}, health: &health{watches: map[*watch]struct{}{}}}, nil
}

// List names the recordings that are here.
func (s *Spool) List() (all []string, err error) {
	found, err := os.ReadDir(s.dir)
	for _, f := range found {
		if f.IsDir() {
			all = append(all, f.Name())
		}
	}
	return all, err
}

// Finish makes files that play of a recording that goes on no more, however it ended, and says what there is. It may be asked again.
// Absent is fs.ErrNotExist.
func (s *Spool) Finish(id string) (m Manifest, err error) {
	dir := filepath.Join(s.dir, id)
	if err := read(filepath.Join(dir, begunFile), &m); err != nil {
		return m, err
	}
	m.Files = []File{}
	notes, err := filepath.Glob(filepath.Join(dir, "*"+noteSuffix))
	if err != nil {
		return m, err
	}
	slices.Sort(notes)
	for _, note := range notes {
		var f File
		if err := read(note, &f); err != nil {
			return m, err
		}
		err := finish(filepath.Join(dir, f.Name), &f)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it was to be made when the process ended
		}
		if err != nil {
			return m, fmt.Errorf("finish %s of a recording: %w", f.Name, err)
		}
		if f.Sounds+f.Pictures > 0 {
			m.Files = append(m.Files, f)
		}
	}
	return m, nil
}

// Open opens a file of a recording.
func (s *Spool) Open(id string, f File) (*os.File, error) {
	return os.Open(filepath.Join(s.dir, id, filepath.Base(f.Name)))
}

// Forget removes a recording.
func (s *Spool) Forget(id string) error { return os.RemoveAll(filepath.Join(s.dir, id)) }

// noteSuffix is of what the manifest will say of a file, which lies beside it.
const noteSuffix = ".webm.json"

func read(path string, v any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

// keep writes a file whole or not at all.
func keep(path string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}
