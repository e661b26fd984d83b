package bucket_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
)

const keep = time.Hour

// doubted is a blob that a sweep may take.
func doubted(t *testing.T, d *buckettest.Double, s *bucket.Store) blob.Digest {
	t.Helper()
	digest, err := blob.PutBytes(t.Context(), s, []byte("wanted again"))
	check(t, err)
	_, _, err = s.Unneeded(t.Context(), digest, d.Now(), keep)
	check(t, err)
	d.Advance(2 * keep)
	return digest
}

// passed is whether a request is that one.
func passed(r *http.Request, method, folder string) bool {
	return r.Method == method && strings.Contains(r.URL.Path, "/"+folder+"/")
}

// Whoever is first, and wherever the other one comes in between: what was put is there.
func TestASweepAndAPutWaitForOneAnother(t *testing.T) {
	for says, when := range map[string]struct{ method, folder string }{
		"as a sweep says that it goes":      {http.MethodPut, "going"},
		"as it looks whether it is doubted": {http.MethodGet, "unreferenced"},
		"as it looks whether it is there":   {http.MethodHead, "blobs"},
		"as it deletes it":                  {http.MethodDelete, "blobs"},
		"as it ends the doubt":              {http.MethodDelete, "unreferenced"},
		"as it says that it goes no more":   {http.MethodDelete, "going"},
		"when all is over":                  {http.MethodGet, "none"},
	} {
		t.Run(says, func(t *testing.T) {
			d := buckettest.New(t)
			s := d.Store(t, 1<<20)
			digest := doubted(t, d, s)
			var begun atomic.Bool
			ended := make(chan error, 1)
			put := func() { // of another process; it has ended the doubt when this one goes on
				if begun.Swap(true) {
					return
				}
				first := make(chan struct{})
				var once atomic.Bool
				d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
					if passed(r, http.MethodHead, "going") && !once.Swap(true) {
						defer close(first)
					}
					return false
				})
				go func() {
					_, err := blob.PutBytes(context.WithoutCancel(t.Context()), s, []byte("wanted again"))
					ended <- err
				}()
				<-first
			}
			d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
				if passed(r, when.method, when.folder) {
					put()
				}
				return false
			})
			_, _, err := s.Unneeded(t.Context(), digest, d.Now(), keep)
			check(t, err)
			put() // where nothing of that kind was asked
			check(t, <-ended)
			d.Before(nil)
			if there, err := s.Has(t.Context(), digest); err != nil || !there {
				t.Errorf("what was put is gone, %v", err)
			}
			if keys := d.Keys(t); slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(key, "going") }) {
				t.Errorf("left are %q", keys)
			}
		})
	}
}

// A removal that failed may come to its end yet: whoever puts the blob waits until it cannot, and the next sweep ends the wait.
func TestARemovalThatFailedIsWaitedFor(t *testing.T) {
	d := buckettest.New(t)
	s := impatient(t, d)
	digest := doubted(t, d, s)
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if passed(r, http.MethodDelete, "blobs") {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		return false
	})
	if _, deleted, err := s.Unneeded(t.Context(), digest, d.Now(), keep); err == nil || deleted {
		t.Errorf("it is deleted: %t, %v", deleted, err)
	}
	looked := make(chan struct{}, 100)
	d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		if passed(r, http.MethodHead, "going") {
			select {
			case looked <- struct{}{}:
			default:
			}
		}
		return false
	})
	ended := make(chan error, 1)
	go func() {
		_, err := blob.PutBytes(context.WithoutCancel(t.Context()), s, []byte("wanted again"))
		ended <- err
	}()
	<-looked
	<-looked // it looks again
	select {
	case err := <-ended:
		t.Errorf("it does not wait: %v", err)
	default:
	}
	letGo, err := s.Sweeping(t.Context())
	check(t, err)
	check(t, <-ended)
	check(t, letGo())
}

// What a killed process has claimed does not keep others out for ever.
func TestAClaimEndsThatNobodyRenews(t *testing.T) {
	d := buckettest.New(t)
	s := d.Store(t, 1<<20)
	d.Set(t, d.Prefix+"collection/claims/hold-killed", "")
	if _, err := s.Sweeping(t.Context()); !errors.Is(err, blob.ErrHeld) {
		t.Errorf("a moment after it was claimed it is swept: %v", err)
	}
	d.Advance(time.Hour)
	letGo, err := s.Sweeping(t.Context())
	check(t, err)
	check(t, letGo())
	if keys := d.Keys(t); len(keys) > 0 {
		t.Errorf("left are %q", keys)
	}
}
