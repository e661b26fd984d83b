package recording

import (
	"context"
	"errors"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// content reads a file from the blobs that it is made of, from any place on. Without a jump into the middle of a blob, that is checked.
type content struct {
	ctx   context.Context //nolint:containedctx // an io.Reader has no other way to be cancelled
	blobs blob.Store
	file  File
	at    int64
	next  int           // the piece after the one that is open
	open  io.ReadCloser // nil: none is
}

func (s *Service) open(ctx context.Context, f File) *content {
	return &content{ctx: ctx, blobs: s.blobs, file: f}
}

// Read implements io.Reader.
func (c *content) Read(p []byte) (int, error) {
	for {
		if c.open == nil {
			if c.next == len(c.file.Pieces) {
				return 0, io.EOF
			}
			if err := c.begin(c.next, 0); err != nil {
				return 0, err
			}
		}
		n, err := c.open.Read(p)
		c.at += int64(n)
		if errors.Is(err, io.EOF) {
			err = c.Close()
		}
		if n > 0 || err != nil {
			return n, err
		}
	}
}

// begin opens a piece from a place on.
func (c *content) begin(piece int, from int64) (err error) {
	if c.open, err = c.blobs.Get(c.ctx, c.file.Pieces[piece].Digest); err != nil {
		c.open = nil
		return err
	}
	c.next = piece + 1
	if from == 0 {
		return nil
	}
	if s, ok := c.open.(io.Seeker); ok {
		_, err = s.Seek(from, io.SeekStart)
		return err
	}
	_, err = io.CopyN(io.Discard, c.open, from)
	return err
}

// Seek implements io.Seeker.
func (c *content) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.at
	case io.SeekEnd:
		offset += c.file.Bytes
	}
	if offset < 0 || offset > c.file.Bytes {
		return 0, errors.New("a place outside of the file")
	}
	if err := c.Close(); err != nil {
		return 0, err
	}
	c.at, c.next = offset, 0
	for ; c.next < len(c.file.Pieces) && offset >= c.file.Pieces[c.next].Size; c.next++ {
		offset -= c.file.Pieces[c.next].Size
	}
	if offset == 0 {
		return c.at, nil
	}
	return c.at, c.begin(c.next, offset)
}

// Close implements io.Closer.
func (c *content) Close() (err error) {
	if c.open != nil {
		err, c.open = c.open.Close(), nil
	}
	return err
}
