package bucket

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

const (
	claimLives = 10 * time.Minute // without being renewed
	claimRenew = time.Minute
	holdAgain  = time.Second // a Hold asks whether the sweep is over

	sweeps = "sweep"
	holds  = "hold"
)

func newID() string { return uuid.NewString() }

// claim says that this process sweeps, or keeps sweeps out, until it is let go.
func (s *Store) claim(ctx context.Context, kind string) (key string, letGo func() error, err error) {
	key = s.collection("claims/" + kind + "-" + newID())
	lasting := context.WithoutCancel(ctx)
	if err := s.write(ctx, key, ""); err != nil {
		return "", nil, errors.Join(fmt.Errorf("claim the blobs: %w", err), s.remove(lasting, key)) // it may have come all the same
	}
	renewing, stop := context.WithCancel(lasting)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		again := time.NewTicker(claimRenew)
		defer again.Stop()
		for {
			select {
			case <-renewing.Done():
				return
			case <-again.C:
				_ = s.write(renewing, key, "") // the next one is in time, too
			}
		}
	}()
	return key, func() error {
		stop()
		<-ended
		return s.remove(lasting, key)
	}, nil
}

// others tells whether anybody else has a claim of such a kind; those of processes that were killed are removed.
func (s *Store) others(ctx context.Context, own, kind string) (there bool, err error) {
	folder, seen := s.collection("claims/"), map[string]time.Time{}
	err = s.list(ctx, folder, func(name string, o types.Object) error {
		seen[folder+name] = aws.ToTime(o.LastModified)
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("look who has the blobs: %w", err)
	}
	now, ok := seen[own]
	if !ok {
		return false, fmt.Errorf("look who has the blobs: this process's claim %s is gone, or the bucket does not list what was just written", own)
	}
	for key, at := range seen {
		switch {
		case key == own:
		case now.Sub(at) > claimLives:
			err = errors.Join(err, s.remove(ctx, key))
		case strings.HasPrefix(key, folder+kind):
			there = true
		}
	}
	return there, err
}

// Sweeping implements blob.Keeper.
func (s *Store) Sweeping(ctx context.Context) (letGo func() error, err error) {
	own, letGo, err := s.claim(ctx, sweeps)
	if err != nil {
		return nil, err
	}
	there, err := s.others(ctx, own, "")
	if err == nil && there {
		err = blob.ErrHeld
	}
	if err == nil { // what a sweep was removing when it was killed is there or gone by now
		err = s.list(ctx, s.going(""), func(name string, _ types.Object) error { return s.remove(ctx, s.going(blob.Digest(name))) })
	}
	if err != nil {
		return nil, errors.Join(err, letGo())
	}
	return letGo, nil
}

// Hold implements blob.Keeper.
func (s *Store) Hold(ctx context.Context) (letGo func() error, err error) {
	own, letGo, err := s.claim(ctx, holds)
	if err != nil {
		return nil, err
	}
	again := time.NewTicker(holdAgain)
	defer again.Stop()
	for {
		there, err := s.others(ctx, own, sweeps)
		if err == nil && !there {
			return letGo, nil
		}
		if err != nil {
			return nil, errors.Join(err, letGo())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), letGo())
		case <-again.C:
		}
	}
}
