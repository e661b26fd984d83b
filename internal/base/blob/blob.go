// Package blob keeps bytes under the name of their SHA-256: what a digest names never changes, the
// same content is stored once, and messages carry digests instead of data.
package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Digest is a SHA-256 in lower-case hexadecimal, 64 characters.
type Digest string

// ErrDamaged says that the bytes are not those of the digest.
var ErrDamaged = errors.New("is damaged")

// Valid reports whether the digest has its form; one that comes from outside must be asked.
func (d Digest) Valid() bool {
	raw, err := hex.DecodeString(string(d))
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == string(d)
}

// Of is the digest of some bytes.
func Of(data []byte) Digest {
	sum := sha256.Sum256(data)
	return Digest(hex.EncodeToString(sum[:]))
}

// Store is where blobs are. All stores pass one conformance suite.
type Store interface {
	// Put stores all of r. When it returns, the blob survives the end of the process. Until a row refers to it, it is kept as one
	// that nothing refers to is (base/collect), counted from the last Put of the same content.
	Put(ctx context.Context, r io.Reader) (Digest, int64, error)
	// Get opens a blob; the caller closes it. Absent is an errs.NotFound. Reading to the end tells
	// when the bytes are not those of the digest.
	Get(ctx context.Context, digest Digest) (io.ReadCloser, error)
	// Has reports whether the blob is there.
	Has(ctx context.Context, digest Digest) (bool, error)
	// Delete forgets a blob; absent is no error. It is for who knows that nobody else has stored the same content: who puts
	// it again at that moment may be told that it is there already.
	Delete(ctx context.Context, digest Digest) error
	// Path is a file of this host that holds the blob, where there is one; it is only read.
	Path(ctx context.Context, digest Digest) (hostPath string, ok bool)
}

// PutBytes stores some bytes.
func PutBytes(ctx context.Context, s Store, data []byte) (Digest, error) {
	digest, _, err := s.Put(ctx, bytes.NewReader(data))
	return digest, err
}

// GetBytes reads a whole blob of at most limit bytes; a larger one is errs.TooLarge.
func GetBytes(ctx context.Context, s Store, digest Digest, limit int64) ([]byte, error) {
	r, err := s.Get(ctx, digest)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, errs.New(errs.TooLarge, "blob_too_large", "the blob is over the limit of %d bytes", limit)
	}
	return data, err
}

func missing(digest Digest) error { return errs.Missing("blob", string(digest)) }
