package bucket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

// Get implements blob.Store. What it answers seeks, too.
func (s *Store) Get(ctx context.Context, digest blob.Digest) (io.ReadCloser, error) {
	if !digest.Valid() {
		return nil, missing(digest)
	}
	o, err := s.object(ctx, s.blob(digest))
	if errors.Is(err, errAbsent) {
		return nil, missing(digest)
	}
	if err != nil {
		return nil, fmt.Errorf("read a blob: %w", err)
	}
	return blob.Verify(o, digest, s.Place(digest)), nil
}

// read answers a small object's text.
func (s *Store) read(ctx context.Context, key string) (string, error) {
	o, err := s.object(ctx, key)
	if err != nil {
		return "", err
	}
	defer o.Close() //nolint:errcheck // it never fails
	text, err := io.ReadAll(io.LimitReader(o, 1<<10))
	return string(text), err
}

// firstPiece is how much is asked for before it is known what is read: who jumps to a place in a recording has not asked for all of it, and
// most blobs are smaller.
const firstPiece = 256 << 10

// maxFaults is how often in a row a reader begins anew where it was.
const maxFaults = 4

// object reads one from any place on. Where the connection ends too soon, or says nothing for long, it goes on with another one.
type object struct {
	ctx    context.Context //nolint:containedctx // an io.Reader has no other way to be cancelled
	store  *Store
	key    string
	at     int64
	size   int64         // -1: the server did not say yet
	body   io.ReadCloser // nil: it is opened with the next read
	stop   context.CancelFunc
	faults int
}

func (s *Store) object(ctx context.Context, key string) (*object, error) {
	o := &object{ctx: ctx, store: s, key: key, size: -1}
	return o, o.open()
}

func (o *object) open() error {
	ctx, stop := context.WithCancel(o.ctx)
	in := &s3.GetObjectInput{Bucket: &o.store.Bucket, Key: &o.key}
	switch {
	case o.at > 0:
		in.Range = aws.String(fmt.Sprintf("bytes=%d-", o.at))
	case o.size < 0:
		in.Range = aws.String(fmt.Sprintf("bytes=0-%d", firstPiece-1))
	}
	late := time.AfterFunc(2*attempts*o.store.Silent, stop)
	out, err := o.store.client.GetObject(ctx, in)
	late.Stop()
	if _, status := said(err); status == http.StatusRequestedRangeNotSatisfiable && o.at == 0 {
		stop()
		o.size = 0 // of what is empty there is no first piece
		return nil
	}
	if err != nil {
		stop()
		return o.store.fault(o.ctx, "s3:GetObject, or of what is not there s3:ListBucket", err)
	}
	o.body, o.stop = out.Body, stop
	if o.at == 0 {
		o.size = sizeOf(out)
	}
	if o.at > 0 && !strings.HasPrefix(aws.ToString(out.ContentRange), fmt.Sprintf("bytes %d-", o.at)) {
		o.shut()
		return fmt.Errorf("the bucket %q answers the whole of an object where a range was asked for: a proxy in front of it takes the header Range away", o.store.Bucket)
	}
	return nil
}

// sizeOf is how large an object is of which all was asked for, or the first piece; -1 when the answer does not say.
func sizeOf(out *s3.GetObjectOutput) int64 {
	_, total, part := strings.Cut(aws.ToString(out.ContentRange), "/")
	if size, err := strconv.ParseInt(total, 10, 64); part && err == nil {
		return size
	}
	if !part && out.ContentLength != nil {
		return *out.ContentLength
	}
	return -1
}

func (o *object) shut() {
	if o.body != nil {
		o.stop()
		_ = o.body.Close() // of a request that is over
		o.body = nil
	}
}

func (o *object) Read(p []byte) (int, error) {
	for len(p) > 0 {
		if o.size >= 0 && o.at >= o.size {
			return 0, io.EOF
		}
		if o.body == nil {
			if err := o.open(); err != nil {
				return 0, err
			}
		}
		silent := time.AfterFunc(o.store.Silent, o.stop)
		n, err := o.body.Read(p)
		silent.Stop()
		o.at += int64(n)
		if errors.Is(err, io.EOF) && o.size < 0 {
			return n, io.EOF
		}
		if err != nil {
			o.shut()
		}
		if n > 0 {
			o.faults = 0
			return n, nil
		}
		if err != nil {
			if o.faults++; o.faults > maxFaults || o.ctx.Err() != nil {
				return 0, o.store.fault(o.ctx, "s3:GetObject", fmt.Errorf("what was read ended after %d bytes: %w", o.at, err))
			}
		}
	}
	return 0, nil
}

func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch {
	case whence == io.SeekCurrent:
		offset += o.at
	case whence == io.SeekEnd && o.size >= 0:
		offset += o.size
	case whence == io.SeekEnd:
		return 0, errors.ErrUnsupported
	}
	if offset < 0 {
		return 0, errors.New("a place before the beginning")
	}
	if offset != o.at {
		o.shut()
		o.at = offset
	}
	return offset, nil
}

func (o *object) Close() error {
	o.shut()
	return nil
}
