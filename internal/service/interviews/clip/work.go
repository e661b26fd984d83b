package clip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/engine/media"
	"github.com/codecraft-hq/codecraft/internal/engine/montage"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/recording"
)

const (
	lookEvery = 5 * time.Second  // how often it is looked for films that were asked for elsewhere
	lease     = 30 * time.Second // who makes a film is given up when nothing is heard of them for so long
	tellEvery = time.Second
	mostTries = 3
	releasing = 5 * time.Second // how long a process that shuts down takes to say so
	pieceSize = 8 << 20         // of a blob
)

var (
	// errTaken is that a film is nobody's here any more.
	errTaken   = errors.New("the film was removed, or another makes it")
	errGivenUp = fmt.Errorf("it was begun %d times, and the server ended each time", mostTries)
)

// Work makes films until ctx ends.
func (s *Service) Work(ctx context.Context) error {
	if s.maker == nil {
		return nil
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		if err := s.WorkAll(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("films wait", "error", err)
		}
		select {
		case <-tick.C:
		case <-s.asked:
		case <-ctx.Done():
			return nil
		}
	}
}

// WorkAll makes all films that wait.
func (s *Service) WorkAll(ctx context.Context) error {
	for ctx.Err() == nil {
		c, there, err := s.take(ctx, s.schedule.Now())
		if err != nil || !there {
			return err
		}
		if err := s.work(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

// work makes one, and keeps what became of it. One that is broken off as the process shuts down waits for the next.
func (s *Service) work(ctx context.Context, c Clip) error {
	err := errGivenUp
	if c.Tries <= mostTries {
		err = s.attended(ctx, &c)
	}
	switch {
	case ctx.Err() != nil:
		still, cancel := context.WithTimeout(context.WithoutCancel(ctx), releasing)
		defer cancel()
		return s.release(still, c)
	case errors.Is(err, errTaken):
		return s.forsake(ctx, c)
	case err != nil:
		s.log.Error("a film could not be made", "clip", c.ID, "recording", c.Recording, "error", err)
		c.State, c.Reason, c.Progress, c.Bytes = Failed, reasonOf(err), 0, 0
		c.Pieces.V = []recording.Piece{}
	default:
		c.State, c.Progress = Made, 1000
	}
	if there, err := s.end(ctx, c); err != nil || there {
		return err
	}
	return s.forsake(ctx, c)
}

// forsake removes what was stored already of a film whose recording was removed meanwhile. Otherwise it stays until blobs that nothing names
// are collected: who makes the film now may have stored the same.
func (s *Service) forsake(ctx context.Context, c Clip) error {
	if len(c.Pieces.V) == 0 {
		return nil
	}
	_, err := s.recordings.Whole(ctx, c.Organization, c.Recording)
	if !errs.Is(err, errs.Gone) {
		return err
	}
	for _, p := range c.Pieces.V {
		if err := s.blobs.Delete(ctx, p.Digest); err != nil {
			return fmt.Errorf("remove a film of recording %s: %w", c.Recording, err)
		}
	}
	return nil
}

// reasonOf is what whoever asked is told; what FFmpeg says is for the operator's log.
func reasonOf(err error) string {
	for _, plain := range []error{montage.ErrNothing, montage.ErrTooMany, errGivenUp} {
		if errors.Is(err, plain) {
			return plain.Error()
		}
	}
	var told *errs.Error
	if errors.As(err, &told) {
		return told.Detail
	}
	return "it could not be made of these files: the server's log says why"
}

// attended makes one, while it is told that somebody is at it, and how far it is. It ends when the film is nobody's here any more.
func (s *Service) attended(ctx context.Context, c *Clip) error {
	ctx, cancel := context.WithCancelCause(ctx)
	var progress atomic.Int64
	var telling sync.WaitGroup
	id := *c
	telling.Go(func() {
		if !s.tells(ctx, id, &progress) {
			cancel(errTaken)
		}
	})
	err := s.film(ctx, c, func(part float64) { progress.Store(int64(part * 1000)) })
	if cause := context.Cause(ctx); errors.Is(cause, errTaken) {
		err = cause
	}
	cancel(nil)
	telling.Wait()
	return err
}

// tells keeps how far a film is until ctx ends; false when it is nobody's here any more. While the database does not answer, nobody else
// takes it either, or that is known when it does.
func (s *Service) tells(ctx context.Context, c Clip, progress *atomic.Int64) bool {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return true
		case <-tick.C:
		}
		if there, err := s.tell(ctx, c, progress.Load()); err == nil && !there {
			return false
		}
	}
}

// film makes one, and stores it.
func (s *Service) film(ctx context.Context, c *Clip, done func(part float64)) error {
	r, err := s.recordings.Whole(ctx, c.Organization, c.Recording)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(s.folder, "clip-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is removed when the process starts
	tracks, err := s.fetch(ctx, r, c, dir)
	if err != nil {
		return err
	}
	f := montage.Film{Tracks: tracks, From: span(c.FromMs), To: span(c.ToMs), Format: montage.Format(c.Format), Mark: string(c.ID)}
	out := filepath.Join(dir, "film")
	if err := s.maker.Make(ctx, f, out, done); err != nil {
		return err
	}
	return s.store(ctx, c, out)
}

func span(ms int64) time.Duration { return time.Duration(ms) * time.Millisecond }

// fetch brings the files of a recording that have something in a film into a folder. There they have names of ours.
func (s *Service) fetch(ctx context.Context, r recording.Recording, c *Clip, dir string) (tracks []montage.Track, err error) {
	for i, f := range r.Files.V {
		if f.OffsetMs >= c.ToMs || f.OffsetMs+f.DurationMs <= c.FromMs {
			continue
		}
		t := montage.Track{
			Path: filepath.Join(dir, fmt.Sprintf("%d.webm", i)), Who: string(f.Participant()), Offset: span(f.OffsetMs), Duration: span(f.DurationMs),
			Screen: f.Source == media.Screen, Pictures: f.Pictures > 0, Sound: f.Sounds > 0,
		}
		for _, g := range f.Gaps {
			t.Gaps = append(t.Gaps, montage.Gap{From: span(g.AtMs), To: span(g.AtMs + g.DurationMs)})
		}
		if err := copyOut(s.recordings.Open(ctx, f), t.Path); err != nil {
			return nil, fmt.Errorf("fetch %s of recording %s: %w", f.Name, r.ID, err)
		}
		tracks = append(tracks, t)
	}
	return tracks, nil
}

func copyOut(from io.ReadCloser, path string) error {
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = io.Copy(to, from)
		err = errors.Join(err, to.Close())
	}
	return errors.Join(err, from.Close())
}

// store keeps a film in blobs, where its organization has room for it.
func (s *Service) store(ctx context.Context, c *Clip, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // it was only read
	about, err := file.Stat()
	if err == nil {
		err = s.bytes.Room(ctx, c.Organization, about.Size())
	}
	if err != nil {
		return err
	}
	c.Bytes, c.Pieces.V = about.Size(), nil
	for at := int64(0); at < c.Bytes; at += pieceSize {
		digest, size, err := s.blobs.Put(ctx, io.NewSectionReader(file, at, min(pieceSize, c.Bytes-at)))
		if err != nil {
			return err
		}
		c.Pieces.V = append(c.Pieces.V, recording.Piece{Digest: digest, Size: size})
	}
	return nil
}
