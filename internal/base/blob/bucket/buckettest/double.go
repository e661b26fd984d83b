// Package buckettest is an S3 in the test's process, which can be made to fail.
package buckettest

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
)

// Double has one bucket, and listens until the test has ended.
type Double struct {
	URL, Bucket, Prefix string

	objects *s3mem.Backend
	serve   http.Handler
	mu      sync.Mutex
	ahead   time.Duration
	before  func(http.ResponseWriter, *http.Request) (answered bool)
}

// New is a double whose bucket is empty.
func New(t testing.TB) *Double {
	t.Helper()
	d := &Double{Bucket: "blobs-of-tests", Prefix: "codecraft/"}
	d.objects = s3mem.New(s3mem.WithTimeSource(d))
	if err := d.objects.CreateBucket(d.Bucket); err != nil {
		t.Fatal(err)
	}
	d.serve = gofakes3.New(d.objects, gofakes3.WithTimeSource(d), gofakes3.WithTimeSkewLimit(0)).Server()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.mu.Lock()
		before := d.before
		d.mu.Unlock()
		if before == nil || !before(w, r) {
			d.Serve(w, r)
		}
	}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	d.URL = server.URL
	return d
}

// Config names the bucket, with little patience.
func (d *Double) Config(t testing.TB) bucket.Config {
	t.Helper()
	return bucket.Config{
		Bucket: d.Bucket, Prefix: d.Prefix, Endpoint: d.URL, AccessKey: "key", SecretKey: "secret", MaxBytes: 1 << 30, Folder: t.TempDir(), Silent: 5 * time.Second,
	}
}

// Store is one of a process, which takes blobs of at most so many bytes.
func (d *Double) Store(t testing.TB, maxBytes int64) *bucket.Store {
	t.Helper()
	c := d.Config(t)
	c.MaxBytes = maxBytes
	s, err := bucket.New(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Before is asked about every request from now on, whether it has answered it itself; nil: nobody is.
func (d *Double) Before(do func(http.ResponseWriter, *http.Request) (answered bool)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.before = do
}

// Serve does what a request asks for, of which somebody else may tell something else.
func (d *Double) Serve(w http.ResponseWriter, r *http.Request) { d.serve.ServeHTTP(w, r) }

// Advance moves the double's clock.
func (d *Double) Advance(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.ahead += by
}

// Now is what its clock shows.
func (d *Double) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return time.Now().Add(d.ahead)
}

// Since makes it a clock for what keeps the objects.
func (d *Double) Since(at time.Time) time.Duration { return d.Now().Sub(at) }

// Set puts an object in the bucket, past every request.
func (d *Double) Set(t testing.TB, key, content string) {
	t.Helper()
	if _, err := d.objects.PutObject(d.Bucket, key, map[string]string{}, strings.NewReader(content), int64(len(content)), nil); err != nil {
		t.Fatal(err)
	}
}

// Keys are those of all objects, without the prefix.
func (d *Double) Keys(t testing.TB) (keys []string) {
	t.Helper()
	all, err := d.objects.ListBucket(d.Bucket, nil, gofakes3.ListBucketPage{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range all.Contents {
		keys = append(keys, strings.TrimPrefix(o.Key, d.Prefix))
	}
	return keys
}
