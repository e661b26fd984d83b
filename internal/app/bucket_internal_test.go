package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/app/open"
	"github.com/codecraft-hq/codecraft/internal/app/operations"
	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket/buckettest"
	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func in(d *buckettest.Double) func(*Config) {
	return func(c *Config) {
		c.Services, c.Blobs, c.Patience = []string{"problems"}, "s3", 10*time.Second
		c.BucketConfig = open.BucketConfig{S3Bucket: d.Bucket, S3Prefix: "here", S3Endpoint: d.URL, S3AccessKey: "key", S3SecretKey: "secret"}
	}
}

func away(w http.ResponseWriter, _ *http.Request) bool {
	w.WriteHeader(http.StatusServiceUnavailable)
	return true
}

// A process is ready while its bucket is away, for all would be away with it; operators are told why, and it is used again once it is back.
func TestABucketThatIsAwayIsToldAndComesBack(t *testing.T) {
	d := buckettest.New(t)
	s := opened(t, prometheus.NewRegistry(), in(d))
	s.hide = operations.Hiding(s.config)
	group := lifecycle.New(harness.Log(t), 0)
	tells := func(s *system) (all []operations.Unit) {
		if err := group.Check(t.Context()); err != nil {
			t.Errorf("it is not ready: %v", err)
		}
		for _, u := range s.units(t.Context(), group, nil) {
			if u.Name == operations.BucketUnit {
				all = append(all, u)
			}
		}
		return all
	}
	if got := tells(s); len(got) != 1 || !got[0].Ready {
		t.Fatalf("it tells of %+v", got)
	}
	d.Before(away)
	if got := tells(s); len(got) != 1 || got[0].Ready || !strings.Contains(got[0].Reason, d.Bucket) {
		t.Errorf("while it is away it tells of %+v", got)
	}
	d.Before(nil)
	if got := tells(s); len(got) != 1 || !got[0].Ready {
		t.Errorf("once it is back it tells of %+v", got)
	}
	if _, err := blob.PutBytes(t.Context(), s.blobs, []byte("x")); err != nil {
		t.Error(err)
	}
	if keys := d.Keys(t); len(keys) != 1 || keys[0] != "here/blobs/"+string(blob.Of([]byte("x"))) {
		t.Errorf("in the bucket are %q", keys)
	}
	files := opened(t, prometheus.NewRegistry(), func(c *Config) { c.Services = []string{"problems"} })
	if files.hide = s.hide; len(tells(files)) > 0 {
		t.Error("who has files tells of a bucket")
	}
}

// A start waits for the bucket as for the database, and refuses in a sentence.
func TestAStartWaitsForItsBucket(t *testing.T) {
	d := buckettest.New(t)
	asked := 0
	d.Before(func(w http.ResponseWriter, r *http.Request) bool { asked++; return asked < 3 && away(w, r) })
	opened(t, prometheus.NewRegistry(), in(d))
	if asked < 3 {
		t.Errorf("it was asked %d times", asked)
	}
	storage := open.StorageConfig{Data: t.TempDir(), Blobs: "s3", Patience: -1}
	for words, answer := range map[string]func(http.ResponseWriter, *http.Request) bool{
		"check that this host reaches it": away,
		"refuses s3:ListBucket":           func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusForbidden); return true },
		"there is no bucket":              func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusNotFound); return true },
	} {
		d.Before(answer)
		storage.BucketConfig = open.BucketConfig{S3Bucket: d.Bucket, S3Endpoint: d.URL, S3AccessKey: "key", S3SecretKey: "secret"}
		if _, _, err := open.Blobs(t.Context(), storage, nil, harness.Log(t)); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("it ends with %v, want %q", err, words)
		}
	}
}

func TestTheDoctorLooksAtTheBucket(t *testing.T) {
	d := buckettest.New(t)
	c := Defaults()
	in(d)(&c)
	if f := examineBucket(t.Context(), c); !f.OK || !f.Needed || !strings.Contains(f.Detail, d.Bucket) {
		t.Errorf("it says %+v", f)
	}
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusForbidden)
		}
		return r.Method == http.MethodPut
	})
	if f := examineBucket(t.Context(), c); f.OK || !strings.Contains(f.Detail, "refuses s3:PutObject") || f.Remedy == "" {
		t.Errorf("of one that may not be written it says %+v", f)
	}
}
