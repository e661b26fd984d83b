package bucket

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	inMemory = 1 << 20 // bytes of a blob on its way; the rest is in a file
	partSize = 8 << 20 // of what is uploaded in parts, which S3 wants to have at least 5 MiB
)

// Put implements blob.Store.
func (s *Store) Put(ctx context.Context, r io.Reader) (blob.Digest, int64, error) {
	c, err := s.take(r)
	if err != nil {
		return "", 0, err
	}
	defer c.drop()
	if err := s.spare(ctx, c.digest); err != nil {
		return "", 0, fmt.Errorf("store a blob: %w", err)
	}
	there, err := s.Has(ctx, c.digest)
	if err == nil && !there {
		err = s.upload(ctx, s.blob(c.digest), c)
	}
	if err != nil {
		return "", 0, fmt.Errorf("store a blob: %w", err)
	}
	return c.digest, c.size, nil
}

// content is a blob on its way.
type content struct {
	io.ReaderAt
	digest blob.Digest
	size   int64
	file   *os.File // nil: it is small
}

func (c content) drop() {
	if c.file != nil {
		_ = c.file.Close() // it has no name any more, so that this is its end
	}
}

// take reads it all, since its name is known at its end.
func (s *Store) take(r io.Reader) (c content, err error) {
	sum := sha256.New()
	from := io.TeeReader(io.LimitReader(r, s.MaxBytes+1), sum)
	var begin bytes.Buffer
	if c.size, err = io.Copy(&begin, io.LimitReader(from, inMemory)); err != nil {
		return c, fmt.Errorf("read what is to be stored: %w", err)
	}
	c.ReaderAt = bytes.NewReader(begin.Bytes())
	if c.size == inMemory {
		if c.file, err = s.file(); err != nil {
			return c, err
		}
		c.ReaderAt = c.file
		if c.size, err = io.Copy(c.file, io.MultiReader(&begin, from)); err != nil {
			c.drop()
			return c, fmt.Errorf("read what is to be stored: %w", err)
		}
	}
	if c.size > s.MaxBytes {
		c.drop()
		return c, errs.New(errs.TooLarge, "blob_too_large", "a file is over the limit of %d bytes", s.MaxBytes)
	}
	c.digest = blob.Digest(hex.EncodeToString(sum.Sum(nil)))
	return c, nil
}

// file is one that is gone when it is closed, or the process has ended.
func (s *Store) file() (*os.File, error) {
	if err := os.MkdirAll(s.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for what is on its way: %w", err)
	}
	file, err := os.CreateTemp(s.Folder, "*")
	if err != nil {
		return nil, fmt.Errorf("keep what is on its way: %w", err)
	}
	if err := os.Remove(file.Name()); err != nil {
		return nil, errors.Join(fmt.Errorf("keep what is on its way: %w", err), file.Close())
	}
	return file, nil
}

func (s *Store) upload(ctx context.Context, key string, c content) error {
	if c.size > partSize {
		return s.inParts(ctx, key, c)
	}
	_, err := ask(ctx, s, "s3:PutObject", s.client.PutObject, &s3.PutObjectInput{Bucket: &s.Bucket, Key: &key, Body: io.NewSectionReader(c, 0, c.size), ContentLength: &c.size})
	return err
}

// inParts uploads one part after the other. What fails takes its parts with it; what is killed leaves them to a rule of the bucket.
func (s *Store) inParts(ctx context.Context, key string, c content) (err error) {
	begun, err := ask(ctx, s, "s3:PutObject", s.client.CreateMultipartUpload, &s3.CreateMultipartUploadInput{Bucket: &s.Bucket, Key: &key})
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, gone := ask(context.WithoutCancel(ctx), s, "s3:AbortMultipartUpload", s.client.AbortMultipartUpload, &s3.AbortMultipartUploadInput{Bucket: &s.Bucket, Key: &key, UploadId: begun.UploadId})
			if !errors.Is(gone, errAbsent) {
				err = errors.Join(err, gone)
			}
		}
	}()
	var done types.CompletedMultipartUpload
	for at := int64(0); at < c.size; at += partSize {
		length := min(partSize, c.size-at)
		number := aws.Int32(int32(at/partSize) + 1)
		part, err := ask(ctx, s, "s3:PutObject", s.client.UploadPart, &s3.UploadPartInput{
			Bucket: &s.Bucket, Key: &key, UploadId: begun.UploadId, PartNumber: number, Body: io.NewSectionReader(c, at, length), ContentLength: &length,
		})
		if err != nil {
			return err
		}
		done.Parts = append(done.Parts, types.CompletedPart{ETag: part.ETag, PartNumber: number})
	}
	_, err = ask(ctx, s, "s3:PutObject", s.client.CompleteMultipartUpload, &s3.CompleteMultipartUploadInput{
		Bucket: &s.Bucket, Key: &key, UploadId: begun.UploadId, MultipartUpload: &done,
	})
	if errors.Is(err, errAbsent) { // it was completed before, and the answer was lost
		if size, _, look := s.look(ctx, key); look != nil || size == c.size {
			return look
		}
		err = fmt.Errorf("the bucket %q does not know an upload that it was sent all parts of", s.Bucket)
	}
	return err
}

// write is for what the collection keeps, and for a trial.
func (s *Store) write(ctx context.Context, key, text string) error {
	_, err := ask(ctx, s, "s3:PutObject", s.client.PutObject, &s3.PutObjectInput{Bucket: &s.Bucket, Key: &key, Body: strings.NewReader(text)})
	return err
}
