package recording

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
)

const (
	deliverEvery = 30 * time.Second // how often it is tried again what could not be stored
	pieceSize    = 8 << 20          // of a blob: players jump to a moment, and need not fetch all before it
)

// spoolless are the states in which nothing is kept on a disk of ours.
var spoolless = []string{Recorded, Removing, Removed}

// Deliver stores what has ended, until ctx ends.
func (s *Service) Deliver(ctx context.Context) error {
	if !s.Records() {
		return nil
	}
	tick := time.NewTicker(deliverEvery)
	defer tick.Stop()
	for {
		if err := s.DeliverAll(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("recordings wait in the spool", "error", err)
		}
		select {
		case <-tick.C:
		case <-s.ended:
		case <-ctx.Done():
			return nil
		}
	}
}

// DeliverAll stores all that has ended and is here.
func (s *Service) DeliverAll(ctx context.Context) error {
	left, err := s.spool.List()
	for _, id := range left {
		if !slices.ContainsFunc(s.takes(), func(t *take) bool { return string(t.recording.ID) == id }) {
			err = errors.Join(err, s.deliver(ctx, id))
		}
	}
	return err
}

func (s *Service) deliver(ctx context.Context, id string) error {
	found, err := s.byID(ctx, id)
	switch {
	case err != nil:
		return err
	case len(found) == 0, slices.Contains(spoolless, found[0].State): // its interview was erased, or the process ended just then
		return s.spool.Forget(id)
	case found[0].State != Verifying:
		return nil
	}
	r := found[0]
	files, why, err := s.verified(id)
	if err == nil && why == "" {
		err = s.upload(ctx, id, files)
	}
	if err != nil {
		r.Reason = "the files are not stored yet: that is tried again by itself"
		return errors.Join(err, s.change(ctx, r, r, ""))
	}
	r.State, r.Reason, r.Files.V = Recorded, why, files
	switch {
	case why != "":
		r.State = Failed
	case len(files) == 0:
		r.Reason = "nobody sent a picture or a sound"
	}
	if r.EndedAt == nil {
		end := r.StartedAt.Add(length(files))
		r.EndedAt = &end
	}
	if err := s.change(ctx, r, r, ""); err != nil || r.State == Failed {
		return err // files that are not as they should be are kept where they are
	}
	return s.spool.Forget(id)
}

// length is how long the files last that are longest.
func length(files []File) (longest time.Duration) {
	for _, f := range files {
		longest = max(longest, time.Duration(f.OffsetMs+f.DurationMs)*time.Millisecond)
	}
	return longest
}

// verified finishes the files of a recording and looks through them; why says what is wrong with them.
func (s *Service) verified(id string) (files []File, why string, err error) {
	m, err := s.spool.Finish(id)
	if err != nil {
		return nil, "", err
	}
	files = []File{}
	for _, f := range m.Files {
		files = append(files, File{File: f, Pieces: []Piece{}})
		file, err := s.spool.Open(id, f)
		if err != nil {
			return nil, "", err
		}
		wrong := engine.Check(file, f)
		if err := file.Close(); err != nil {
			return nil, "", err
		}
		if wrong != nil {
			s.log.Error("a file of a recording is not as it should be", "recording", id, "file", f.Name, "error", wrong)
			why = "a file cannot be played: it is kept on the server"
		}
	}
	return files, why, nil
}

// upload stores files, and reads back what it stored.
func (s *Service) upload(ctx context.Context, id string, files []File) error {
	for i := range files {
		f := &files[i]
		if err := s.pieces(ctx, id, f); err != nil {
			return fmt.Errorf("store %s of recording %s: %w", f.Name, id, err)
		}
		sum := sha256.New()
		n, err := io.Copy(sum, s.open(ctx, *f))
		if err == nil && (n != f.Bytes || hex.EncodeToString(sum.Sum(nil)) != f.SHA256) {
			err = errors.New("other bytes came back than were stored")
		}
		if err != nil {
			return fmt.Errorf("read back %s of recording %s: %w", f.Name, id, err)
		}
	}
	return nil
}

// pieces stores a file.
func (s *Service) pieces(ctx context.Context, id string, f *File) error {
	file, err := s.spool.Open(id, f.File)
	if err != nil {
		return err
	}
	for at := int64(0); at < f.Bytes && err == nil; at += pieceSize {
		var p Piece
		if p.Digest, p.Size, err = s.blobs.Put(ctx, io.NewSectionReader(file, at, min(pieceSize, f.Bytes-at))); err == nil {
			f.Pieces = append(f.Pieces, p)
		}
	}
	return errors.Join(err, file.Close())
}
