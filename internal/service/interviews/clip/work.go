package clip

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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
	pieceSize = 8 << 20 // of a blob
)

// errTaken is that a film is nobody's here any more: it was removed, or another makes it.
var errTaken = errors.New("the film was removed, or another makes it")

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

// work makes one, and keeps what became of it. One that was broken off is begun anew once nothing is heard of it.
func (s *Service) work(ctx context.Context, c Clip) error {
	var err error
	if c.Tries > mostTries {
		err = errs.New(errs.Unavailable, "clip_given_up", "it was begun %d times, and the server ended each time", mostTries)
	} else {
		c.Pieces.V, c.Bytes, err = s.film(ctx, c)
	}
	switch {
	case ctx.Err() != nil, errors.Is(err, errTaken):
		return nil
	case err != nil:
		s.log.Error("a film could not be made", "clip", c.ID, "recording", c.Recording, "error", err)
		c.State, c.Reason, c.Progress, c.Bytes = Failed, reasonOf(err), 0, 0
		c.Pieces.V = []recording.Piece{}
	default:
		c.State, c.Progress = Made, 1000
	}
	return s.end(ctx, c)
}

// reasonOf is what whoever asked is told; what FFmpeg says is for the operator's log.
func reasonOf(err error) string {
	var told *errs.Error
	switch {
	case errors.Is(err, montage.ErrNothing):
		return err.Error()
	case errors.As(err, &told):
		return told.Detail
	}
	return "FFmpeg could not make it of these files: the server's log says why"
}

// film makes one, and stores it.
func (s *Service) film(ctx context.Context, c Clip) ([]recording.Piece, int64, error) {
	r, err := s.recordings.Kept(ctx, c.Organization, c.Recording)
	if err != nil {
		return nil, 0, err
	}
	dir, err := os.MkdirTemp(s.folder, "clip-")
	if err != nil {
		return nil, 0, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left is removed when the process starts
	tracks, err := s.fetch(ctx, r, dir)
	if err != nil {
		return nil, 0, err
	}
	cut := montage.Cut{From: time.Duration(c.FromMs) * time.Millisecond, To: time.Duration(c.ToMs) * time.Millisecond}
	out := filepath.Join(dir, "film")
	if err := s.produce(ctx, c, tracks, cut, out); err != nil {
		return nil, 0, err
	}
	return s.store(ctx, c, out)
}

// produce has the film made, tells how far it is, and gives it up when it is nobody's any more.
func (s *Service) produce(ctx context.Context, c Clip, tracks []montage.Track, cut montage.Cut, out string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var told time.Time
	err := s.maker.Make(ctx, tracks, cut, montage.Format(c.Format), out, func(part float64) {
		now := s.schedule.Now()
		if now.Sub(told) < tellEvery {
			return
		}
		told = now
		if there, err := s.tell(ctx, c, int(part*1000)); err == nil && !there {
			cancel(errTaken)
		}
	})
	if cause := context.Cause(ctx); errors.Is(cause, errTaken) {
		return cause
	}
	return err
}

// fetch brings the files of a recording into a folder.
func (s *Service) fetch(ctx context.Context, r recording.Recording, dir string) (tracks []montage.Track, err error) {
	for i, f := range r.Files.V {
		path := filepath.Join(dir, fmt.Sprintf("%d.webm", i))
		if err := copyOut(s.recordings.Open(ctx, f), path); err != nil {
			return nil, fmt.Errorf("fetch %s of recording %s: %w", f.Name, r.ID, err)
		}
		tracks = append(tracks, montage.Track{
			Path: path, Offset: time.Duration(f.OffsetMs) * time.Millisecond, Duration: time.Duration(f.DurationMs) * time.Millisecond,
			Screen: f.Source == media.Screen, Pictures: f.Pictures > 0, Sound: f.Sounds > 0,
		})
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
func (s *Service) store(ctx context.Context, c Clip, path string) (pieces []recording.Piece, size int64, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	about, err := file.Stat()
	if err == nil {
		err = s.room(ctx, c.Organization, about.Size())
	}
	if err != nil {
		return nil, 0, err
	}
	for at := int64(0); at < about.Size(); at += pieceSize {
		var p recording.Piece
		if p.Digest, p.Size, err = s.blobs.Put(ctx, io.NewSectionReader(file, at, min(pieceSize, about.Size()-at))); err != nil {
			return nil, 0, err
		}
		pieces = append(pieces, p)
	}
	return pieces, about.Size(), nil
}
