package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"
)

// ErrHeld says that somebody else sweeps the blobs now, or holds them.
var ErrHeld = errors.New("the blobs are held: a backup is being made, or another process sweeps them")

// Keeper is a store that has its blobs itself, so that all of them can be listed, copied and swept. All keepers pass one conformance suite.
type Keeper interface {
	Store
	// Each calls do with every blob that is there and its size, in the order of their digests, and ends with its error. One that
	// comes meanwhile may be left out.
	Each(ctx context.Context, do func(Digest, int64) error) error
	// Place says where a blob is, for people.
	Place(digest Digest) string

	// Sweeping keeps every other sweep out, of other processes too, until it is let go; ErrHeld when there is one, or a Hold.
	Sweeping(ctx context.Context) (letGo func() error, err error)
	// Hold keeps sweeps out until it is let go, so that what a row refers to now is there until then. It waits for one that goes on.
	Hold(ctx context.Context) (letGo func() error, err error)
	// Swept is when the last sweep ended; the zero time when there was none.
	Swept(ctx context.Context) (time.Time, error)
	// SetSwept says when one ended.
	SetSwept(ctx context.Context, at time.Time) error
	// Needed ends the doubt about blobs that were found unreferenced and are not so any more.
	Needed(ctx context.Context, is func(Digest) bool) error
	// Unneeded says that a sweep finds nothing that refers to the blob. It is deleted when every sweep has said so for as long as
	// keep, and nobody has put it meanwhile; then its size is answered.
	Unneeded(ctx context.Context, digest Digest, now time.Time, keep time.Duration) (bytes int64, deleted bool, err error)
}

// Verify reads on from a blob, which is at a place, and fails at its end when that is not what its digest says.
func Verify(from io.ReadCloser, digest Digest, place string) io.ReadCloser {
	return &verified{from: from, sum: sha256.New(), want: digest, place: place}
}

type verified struct {
	from  io.ReadCloser
	sum   hash.Hash
	want  Digest
	place string
}

func (v *verified) Read(p []byte) (int, error) {
	n, err := v.from.Read(p)
	v.sum.Write(p[:n])
	if errors.Is(err, io.EOF) && v.want != "" && hex.EncodeToString(v.sum.Sum(nil)) != string(v.want) {
		return n, fmt.Errorf("the blob %s, %s, %w", v.want, v.place, ErrDamaged)
	}
	return n, err
}

// Seek gives up the check: from there on the digest cannot be known. It serves one chunk of a blob.
func (v *verified) Seek(offset int64, whence int) (int64, error) {
	s, ok := v.from.(io.Seeker)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	v.want = ""
	return s.Seek(offset, whence)
}

func (v *verified) Close() error { return v.from.Close() }
