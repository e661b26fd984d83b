package recording

import (
	"context"
	"io"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	engine "github.com/codecraft-hq/codecraft/internal/engine/recording"
)

// Playable is a recording of an interview whose files can be played by who asks, or why it is not.
func (s *Service) Playable(ctx context.Context, id string, interview ids.Interview) (Recording, error) {
	all, err := s.visible(ctx, []string{id})
	switch {
	case err != nil:
		return Recording{}, err
	case len(all) == 0 || all[0].Interview != interview:
		return Recording{}, errs.New(errs.Invalid, "recording_elsewhere", "this interview has no such recording")
	case all[0].State == Removing, all[0].State == Removed:
		return Recording{}, errRemoved
	case all[0].State != Recorded:
		return Recording{}, errUndone
	}
	return all[0], nil
}

// Stay holds a recording whose files are there as it is until the end of the transaction of ctx, or answers that it was removed.
func (s *Service) Stay(ctx context.Context, r Recording) error {
	there, err := s.stay(ctx, r)
	if err == nil && !there {
		err = errRemoved
	}
	return err
}

// Whole is a recording whose files are there, for what is made of it on its own; who may see what is made is its caller's to know.
func (s *Service) Whole(ctx context.Context, organization ids.Organization, id ids.Recording) (Recording, error) {
	found, err := s.byID(ctx, string(id))
	switch {
	case err != nil:
		return Recording{}, err
	case len(found) == 0 || found[0].Organization != organization || found[0].State != Recorded:
		return Recording{}, errRemoved
	}
	return found[0], nil
}

// Length is how long its files last.
func (r Recording) Length() time.Duration { return length(r.Files.V) }

// InPieces is something else that is kept as files of recordings are.
func InPieces(pieces []Piece, bytes int64) File {
	return File{File: engine.File{Bytes: bytes}, Pieces: pieces}
}

// Open reads a file, from any place on.
func (s *Service) Open(ctx context.Context, f File) io.ReadSeekCloser { return s.open(ctx, f) }

// NoteRead keeps that somebody saw a recording, or what was made of it.
func (s *Service) NoteRead(ctx context.Context, r Recording, reader ids.User) error {
	return s.noteRead(ctx, r, string(reader))
}
