package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Remote is a store somebody else Serves over the bus: for workers that share no folder with the
// services. Blobs travel in chunks and are checked against their digest on both sides.
//
// Subjects: blob.has, blob.get, blob.begin of whoever serves; blob.chunk.<server> of the one that
// began the upload. That is all a worker needs to be allowed; interviews, which removes recordings, needs blob.delete too.
type Remote struct{ bus *bus.Bus }

// NewRemote reads and writes through b.
func NewRemote(b *bus.Bus) *Remote { return &Remote{b} }

const (
	subjectHas    = "blob.has"
	subjectGet    = "blob.get"
	subjectDelete = "blob.delete"
	subjectBegin  = "blob.begin"
	subjectChunk  = "blob.chunk." // + the server that holds the upload

	chunkSize = 512 << 10
)

type piece struct {
	Digest Digest `json:"digest"`
	Offset int64  `json:"offset"`
}

type upload struct {
	Server string `json:"server"`
	ID     string `json:"id"`
}

// chunk is a part of an upload. Number lets the server tell a repetition; the last one may be empty.
type chunk struct {
	ID     string `json:"id"`
	Number int    `json:"number"`
	Data   []byte `json:"data"`
	Last   bool   `json:"last"`
	Abort  bool   `json:"abort,omitempty"` // the rest will not come
}

type stored struct {
	Digest Digest `json:"digest,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// Put implements Store.
func (r *Remote) Put(ctx context.Context, from io.Reader) (Digest, int64, error) {
	to, err := bus.Request[struct{}, upload](ctx, r.bus, subjectBegin, struct{}{})
	if err != nil {
		return "", 0, fmt.Errorf("begin to store a blob: %w", err)
	}
	sum, buffer := sha256.New(), make([]byte, chunkSize)
	for number := 0; ; number++ {
		n, err := io.ReadFull(from, buffer)
		last := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
		if err != nil && !last {
			// Unanswered, the server gives the upload up by itself in a minute.
			_, _ = bus.Request[chunk, stored](ctx, r.bus, subjectChunk+to.Server, chunk{ID: to.ID, Abort: true})
			return "", 0, fmt.Errorf("read what is to be stored: %w", err)
		}
		sum.Write(buffer[:n])
		answer, err := bus.Request[chunk, stored](ctx, r.bus, subjectChunk+to.Server, chunk{ID: to.ID, Number: number, Data: buffer[:n], Last: last})
		if err != nil {
			return "", 0, fmt.Errorf("store a blob: %w", err)
		}
		if !last {
			continue
		}
		if hex.EncodeToString(sum.Sum(nil)) != string(answer.Digest) {
			return "", 0, errors.New("store a blob: it was damaged on the way")
		}
		return answer.Digest, answer.Size, nil
	}
}

// Get implements Store. The first chunk is fetched here, so that a missing blob is told at once.
func (r *Remote) Get(ctx context.Context, digest Digest) (io.ReadCloser, error) {
	s := &stream{ctx: ctx, bus: r.bus, digest: digest}
	if err := s.fetch(); err != nil {
		return nil, err
	}
	return Verify(s, digest, "as it came over the queue"), nil
}

// Has implements Store.
func (r *Remote) Has(ctx context.Context, digest Digest) (bool, error) {
	return bus.Request[Digest, bool](ctx, r.bus, subjectHas, digest)
}

// Delete implements Store.
func (r *Remote) Delete(ctx context.Context, digest Digest) error {
	_, err := bus.Request[Digest, struct{}](ctx, r.bus, subjectDelete, digest)
	return err
}

// Path implements Store: there is none on this host.
func (r *Remote) Path(context.Context, Digest) (string, bool) { return "", false }

// stream reads a blob chunk by chunk; one that is not full is the last.
type stream struct {
	ctx    context.Context //nolint:containedctx // an io.Reader has no other way to be cancelled
	bus    *bus.Bus
	digest Digest
	offset int64
	chunk  bytes.Reader
	last   bool
}

func (s *stream) fetch() error {
	data, err := bus.Request[piece, []byte](s.ctx, s.bus, subjectGet, piece{s.digest, s.offset})
	if err != nil {
		return err
	}
	if len(data) > chunkSize {
		return errs.New(errs.Internal, "internal", "a chunk of %d bytes", len(data))
	}
	s.offset += int64(len(data))
	s.last = len(data) < chunkSize
	s.chunk.Reset(data)
	return nil
}

func (s *stream) Read(p []byte) (int, error) {
	for s.chunk.Len() == 0 {
		if s.last {
			return 0, io.EOF
		}
		if err := s.fetch(); err != nil {
			return 0, fmt.Errorf("read a blob: %w", err)
		}
	}
	return s.chunk.Read(p)
}

// Seek implements io.Seeker, but not from the end, which is not known.
func (s *stream) Seek(offset int64, whence int) (int64, error) {
	if whence == io.SeekCurrent {
		offset += s.offset - int64(s.chunk.Len())
	}
	if whence == io.SeekEnd || offset < 0 {
		return 0, errors.ErrUnsupported
	}
	s.offset, s.last = offset, false
	s.chunk.Reset(nil)
	return offset, nil
}

func (s *stream) Close() error { return nil }
