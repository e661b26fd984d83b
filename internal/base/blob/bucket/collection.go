package bucket

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

const (
	goingFor  = time.Minute            // a removal ends in it, whatever comes of it
	lookAgain = 200 * time.Millisecond // whether it has ended
)

func (s *Store) collection(name string) string { return s.Prefix + "collection/" + name }

func (s *Store) doubt(digest blob.Digest) string {
	return s.collection("unreferenced/" + string(digest))
}

func (s *Store) going(digest blob.Digest) string { return s.collection("going/" + string(digest)) }

// list calls do with every object below a folder, by its name there, page by page.
func (s *Store) list(ctx context.Context, folder string, do func(name string, o types.Object) error) error {
	in := &s3.ListObjectsV2Input{Bucket: &s.Bucket, Prefix: &folder}
	for {
		page, err := ask(ctx, s, "s3:ListBucket", s.client.ListObjectsV2, in)
		if err != nil {
			return err
		}
		for _, o := range page.Contents {
			if err := do(strings.TrimPrefix(aws.ToString(o.Key), folder), o); err != nil {
				return err
			}
		}
		if !aws.ToBool(page.IsTruncated) || aws.ToString(page.NextContinuationToken) == "" {
			return nil
		}
		in.ContinuationToken = page.NextContinuationToken
	}
}

// Each implements blob.Keeper.
func (s *Store) Each(ctx context.Context, do func(blob.Digest, int64) error) error {
	err := s.list(ctx, s.blob(""), func(name string, o types.Object) error {
		if digest := blob.Digest(name); digest.Valid() {
			return do(digest, aws.ToInt64(o.Size))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("list the blobs: %w", err)
	}
	return nil
}

// Swept implements blob.Keeper.
func (s *Store) Swept(ctx context.Context) (time.Time, error) {
	return s.noted(ctx, s.collection("swept"))
}

// SetSwept implements blob.Keeper.
func (s *Store) SetSwept(ctx context.Context, at time.Time) error {
	return s.note(ctx, s.collection("swept"), at)
}

// noted is the time that an object tells; the zero time when there is none.
func (s *Store) noted(ctx context.Context, key string) (time.Time, error) {
	text, err := s.read(ctx, key)
	if errors.Is(err, errAbsent) {
		return time.Time{}, nil
	}
	var at time.Time
	if err == nil {
		at, err = time.Parse(time.RFC3339Nano, text)
	}
	if err != nil {
		return at, fmt.Errorf("read what the last sweep has written, %s: %w", key, err)
	}
	return at, nil
}

func (s *Store) note(ctx context.Context, key string, at time.Time) error {
	if err := s.write(ctx, key, at.UTC().Format(time.RFC3339Nano)); err != nil {
		return fmt.Errorf("note what a sweep has found: %w", err)
	}
	return nil
}

// Needed implements blob.Keeper.
func (s *Store) Needed(ctx context.Context, is func(blob.Digest) bool) error {
	err := s.list(ctx, s.doubt(""), func(name string, _ types.Object) error {
		if digest := blob.Digest(name); is(digest) {
			return s.remove(ctx, s.doubt(digest))
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("end the doubt about blobs: %w", err)
	}
	return nil
}

// Unneeded implements blob.Keeper.
func (s *Store) Unneeded(ctx context.Context, digest blob.Digest, now time.Time, keep time.Duration) (int64, bool, error) {
	since, err := s.noted(ctx, s.doubt(digest))
	if err != nil {
		return 0, false, err
	}
	if since.IsZero() {
		return 0, false, s.note(ctx, s.doubt(digest), now)
	}
	if now.Sub(since) < keep {
		return 0, false, nil
	}
	bounded, cancel := context.WithTimeout(ctx, goingFor)
	defer cancel()
	bytes, deleted, err := s.collect(bounded, digest, since)
	if err != nil {
		return 0, false, fmt.Errorf("collect a blob: %w", err)
	}
	return bytes, deleted, nil
}

// collect removes a blob unless the doubt about it is not the same any more: then somebody has put it. When it fails it leaves word that
// the blob is going, for it may go yet.
func (s *Store) collect(ctx context.Context, digest blob.Digest, since time.Time) (bytes int64, deleted bool, err error) {
	if err := s.note(ctx, s.going(digest), since); err != nil {
		return 0, false, err
	}
	again, err := s.noted(ctx, s.doubt(digest))
	if err != nil {
		return 0, false, err
	}
	if again.Equal(since) {
		if bytes, deleted, err = s.look(ctx, s.blob(digest)); err != nil {
			return 0, false, err
		}
		if err := errors.Join(s.remove(ctx, s.blob(digest)), s.remove(ctx, s.doubt(digest))); err != nil {
			return 0, false, err
		}
	}
	return bytes, deleted, s.remove(ctx, s.going(digest))
}

// spare ends the doubt about what is about to be put, and waits until nobody removes it any more.
func (s *Store) spare(ctx context.Context, digest blob.Digest) error {
	if err := s.remove(ctx, s.doubt(digest)); err != nil {
		return err
	}
	look := time.NewTicker(lookAgain)
	defer look.Stop()
	for end := time.Now().Add(goingFor); time.Now().Before(end); {
		_, going, err := s.look(ctx, s.going(digest))
		if err != nil || !going {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-look.C:
		}
	}
	return nil // whoever began to remove it has given up by now
}
