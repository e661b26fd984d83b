package bucket_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// every is each thing that is asked of a bucket.
func every(ctx context.Context, s *bucket.Store) map[string]error {
	digest := blob.Of([]byte("small"))
	_, put := blob.PutBytes(ctx, s, []byte("small"))
	_, large := blob.PutBytes(ctx, s, text(9<<20))
	_, get := blob.GetBytes(ctx, s, digest, 1<<10)
	_, has := s.Has(ctx, digest)
	_, hold := s.Hold(ctx)
	return map[string]error{
		"put": put, "put what is large": large, "get": get, "has": has, "delete": s.Delete(ctx, digest), "ready": s.Ready(ctx), "try": s.Try(ctx),
		"each": s.Each(ctx, func(blob.Digest, int64) error { return nil }), "hold": hold,
	}
}

func TestWhatFailsAFewTimesIsRepeated(t *testing.T) {
	d := buckettest.New(t)
	s := within(t, d, 250*time.Millisecond)
	var n atomic.Int64
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/"+d.Bucket || r.Method == http.MethodHead && strings.HasSuffix(r.URL.Path, d.Bucket+"/") || n.Add(1)%2 == 0 {
			return false // whether it is ready is asked once
		}
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader([]int{500, 503}[n.Load()/2%2])
		return true
	})
	for what, err := range every(t.Context(), s) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A bucket that hangs, or always fails, ends every request with what to do, in a bounded time.
func TestABucketThatIsAwayIsTold(t *testing.T) {
	for says, answer := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"it hangs": func(_ http.ResponseWriter, r *http.Request) bool {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
			return true
		},
		"it fails": func(w http.ResponseWriter, r *http.Request) bool {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		},
		"it ends connections": func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) },
	} {
		t.Run(says, func(t *testing.T) {
			d := buckettest.New(t)
			s := impatient(t, d)
			d.Before(answer)
			for what, err := range every(t.Context(), s) {
				if !errs.Is(err, errs.Unavailable) {
					t.Errorf("%s: %v", what, err)
					continue
				}
				for _, word := range []string{"try again soon", strconv.Quote(d.Bucket), d.URL, "--s3-endpoint"} {
					if !strings.Contains(err.Error(), word) {
						t.Errorf("%s: %v lacks %q", what, err, word)
					}
				}
				if shown := errs.Of(err).Detail; strings.Contains(shown, d.URL) || strings.Contains(shown, d.Bucket) {
					t.Errorf("%s: people are shown %q", what, shown)
				}
			}
			d.Before(nil)
			for what, err := range every(t.Context(), d.Store(t, 1<<30)) {
				if err != nil {
					t.Errorf("once it is back, %s: %v", what, err)
				}
			}
		})
	}
}

func TestWhoGivesUpIsNotToldOfTheBucket(t *testing.T) {
	d := buckettest.New(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for what, err := range every(gone, d.Store(t, 1<<30)) {
		if !errors.Is(err, context.Canceled) || errs.Is(err, errs.Unavailable) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestARefusalSaysWhichPermissionOrSetting(t *testing.T) {
	d := buckettest.New(t)
	s := impatient(t, d)
	xml := func(status int, code string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			_, _ = io.Copy(io.Discard, r.Body)
			w.Header().Set("Content-Type", "application/xml")
			w.Header().Set("X-Amz-Bucket-Region", "eu-central-1")
			w.WriteHeader(status)
			if r.Method != http.MethodHead {
				_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>so it is</Message></Error>", code)
			}
			return true
		}
	}
	for says, c := range map[string]struct {
		answer func(http.ResponseWriter, *http.Request) bool
		words  map[string]string
	}{
		"no permission": {xml(403, "AccessDenied"), map[string]string{
			"put": "s3:DeleteObject", "get": "s3:GetObject", "has": "s3:ListBucket", "delete": "refuses s3:DeleteObject (AccessDenied): allow it", "ready": "s3:ListBucket", "each": "arn:aws:s3:::blobs-of-tests/codecraft/*", "hold": "s3:PutObject",
		}},
		"no such bucket": {xml(404, "NoSuchBucket"), map[string]string{
			"put": "--s3-bucket", "get": `there is no bucket "blobs-of-tests"`, "each": "--s3-bucket", "ready": "--s3-bucket",
		}},
		"another region": {xml(301, "PermanentRedirect"), map[string]string{"put": "--s3-region", "ready": "eu-central-1", "each": "--s3-region, which would be eu-central-1"}},
		"another key":    {xml(403, "InvalidAccessKeyId"), map[string]string{"put": "--s3-access-key", "each": "--s3-access-key"}},
		"a wrong secret": {xml(403, "SignatureDoesNotMatch"), map[string]string{"each": "--s3-secret-key"}},
	} {
		d.Before(c.answer)
		got := every(t.Context(), s)
		for what, word := range c.words {
			if err := got[what]; err == nil || !strings.Contains(err.Error(), word) || errs.Is(err, errs.Unavailable) || errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %s: %v, want %q", says, what, err, word)
			}
		}
	}
}
