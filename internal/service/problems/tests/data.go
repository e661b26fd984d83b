package tests

import (
	"context"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
)

// Kept is the size and the beginning of data that is kept as a blob.
type Kept struct {
	Bytes int64
	Head  string
}

// Keep stores data as a blob while it is read.
func (s *Service) Keep(ctx context.Context, data io.Reader) (blob.Digest, Kept, error) {
	begin := &beginning{}
	digest, n, err := s.blobs.Put(ctx, io.TeeReader(data, begin))
	return digest, Kept{n, head(begin.data)}, err
}

// beginning keeps a little more than the head of what is written to it.
type beginning struct{ data []byte }

func (b *beginning) Write(p []byte) (int, error) {
	room := max(0, HeadBytes+4-len(b.data))
	b.data = append(b.data, p[:min(room, len(p))]...)
	return len(p), nil
}

// Heads are the sizes and beginnings of a plan's inputs and answers: from the draft's tests where it still has them.
func (s *Service) Heads(ctx context.Context, organization ids.Organization, id ids.Problem, plan judge.Plan) (map[string]Kept, error) {
	tests, err := s.Tests(ctx, organization, id)
	if err != nil {
		return nil, err
	}
	kept := map[string]Kept{}
	for _, t := range tests {
		kept[string(t.InputDigest)] = Kept{t.InputBytes, t.InputHead}
		kept[string(t.AnswerDigest)] = Kept{t.AnswerBytes, t.AnswerHead}
	}
	for _, group := range plan.Groups {
		for _, test := range group.Tests {
			for _, digest := range []string{test.Input, test.Answer} {
				if _, is := kept[digest]; is {
					continue
				}
				if kept[digest], err = s.headOf(ctx, blob.Digest(digest)); err != nil {
					return nil, err
				}
			}
		}
	}
	return kept, nil
}

func (s *Service) headOf(ctx context.Context, digest blob.Digest) (Kept, error) {
	r, err := s.blobs.Get(ctx, digest)
	if err != nil {
		return Kept{}, err
	}
	defer r.Close() //nolint:errcheck // read only
	begin := &beginning{}
	n, err := io.Copy(begin, r)
	return Kept{n, head(begin.data)}, err
}
