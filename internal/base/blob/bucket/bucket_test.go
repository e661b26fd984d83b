package bucket_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
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

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// impatient gives up what says nothing for a moment, and repeats it soon.
func impatient(t *testing.T, d *buckettest.Double) *bucket.Store {
	return within(t, d, 100*time.Millisecond)
}

func within(t *testing.T, d *buckettest.Double, silent time.Duration) *bucket.Store {
	t.Helper()
	c := d.Config(t)
	c.Silent = silent
	s, err := bucket.New(t.Context(), c)
	check(t, err)
	return s
}

func text(size int) []byte { return bytes.Repeat([]byte("0123456789abcde\n"), size/16+1)[:size] }

// cut answers half of what is asked for, and ends the connection then; further on it may only do the latter.
func cut(content []byte, goesOn bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		if !passed(r, http.MethodGet, "blobs") {
			return false
		}
		from, status := 0, http.StatusOK
		if _, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from); err == nil {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(content)-1, len(content)))
			status = http.StatusPartialContent
		}
		if from > 0 && !goesOn {
			panic(http.ErrAbortHandler)
		}
		rest := content[from:]
		w.Header().Set("Content-Length", strconv.Itoa(len(rest)))
		w.WriteHeader(status)
		if len(rest) < 1000 {
			_, _ = w.Write(rest)
			return true
		}
		_, _ = w.Write(rest[:len(rest)/2])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func TestABodyThatIsCutShortIsReadOn(t *testing.T) {
	d := buckettest.New(t)
	s, want := impatient(t, d), text(100_000)
	digest, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	d.Before(cut(want, true))
	if got, err := blob.GetBytes(t.Context(), s, digest, 1<<20); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it reads %d bytes, %v", len(got), err)
	}
	d.Before(cut(want, false))
	if _, err := blob.GetBytes(t.Context(), s, digest, 1<<20); !errs.Is(err, errs.Unavailable) {
		t.Errorf("of one that never goes on: %v", err)
	}
	d.Before(nil)
	d.Set(t, d.Prefix+"blobs/"+string(digest), string(want[:50_000]))
	if _, err := blob.GetBytes(t.Context(), s, digest, 1<<20); !errors.Is(err, blob.ErrDamaged) || !strings.Contains(err.Error(), "s3://"+d.Bucket+"/codecraft/blobs/"+string(digest)) {
		t.Errorf("of a part that is taken for the whole: %v", err)
	}
}

// TestWhoJumpsIsNotSentTheWhole: of what is large the first piece is asked for, and then what is read.
func TestWhoJumpsIsNotSentTheWhole(t *testing.T) {
	d := buckettest.New(t)
	s, want := d.Store(t, 1<<30), text(2_000_000)
	large, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	small, err := blob.PutBytes(t.Context(), s, want[:1000])
	check(t, err)
	none, err := blob.PutBytes(t.Context(), s, nil)
	check(t, err)
	var asked []string
	count := func(_ http.ResponseWriter, r *http.Request) bool {
		if passed(r, http.MethodGet, "blobs") {
			asked = append(asked, r.Header.Get("Range"))
		}
		return false
	}
	d.Before(count)
	jumped, err := s.Get(t.Context(), large)
	check(t, err)
	defer jumped.Close()
	_, err = jumped.(io.Seeker).Seek(1_500_000, io.SeekStart)
	check(t, err)
	got := make([]byte, 1000)
	if _, err := io.ReadFull(jumped, got); err != nil || !bytes.Equal(got, want[1_500_000:1_501_000]) {
		t.Errorf("it reads %q, %v", got, err)
	}
	if !slices.Equal(asked, []string{"bytes=0-262143", "bytes=1500000-"}) {
		t.Errorf("asked for was %q", asked)
	}
	for name, c := range map[string]struct {
		digest   blob.Digest
		want     []byte
		requests int
	}{"what is large": {large, want, 2}, "what is small": {small, want[:1000], 1}, "nothing": {none, nil, 1}} {
		asked = nil
		if got, err := blob.GetBytes(t.Context(), s, c.digest, 1<<30); err != nil || !bytes.Equal(got, c.want) || len(asked) != c.requests {
			t.Errorf("of %s it reads %d bytes by %q, %v", name, len(got), asked, err)
		}
	}
	d.Before(func(w http.ResponseWriter, _ *http.Request) bool { // as S3 answers who wants a piece of what is empty
		w.WriteHeader(http.StatusRequestedRangeNotSatisfiable)
		_, _ = io.WriteString(w, `<?xml version="1.0"?><Error><Code>InvalidRange</Code></Error>`)
		return true
	})
	if got, err := blob.GetBytes(t.Context(), s, none, 1<<30); err != nil || len(got) != 0 {
		t.Errorf("of nothing it reads %q, %v", got, err)
	}
}

func TestABodyThatStopsIsReadOn(t *testing.T) {
	d := buckettest.New(t)
	s, want := impatient(t, d), text(100_000)
	digest, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	var once atomic.Bool
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodGet || once.Swap(true) {
			return false
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(want)))
		_, _ = w.Write(want[:30_000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
		return true
	})
	if got, err := blob.GetBytes(t.Context(), s, digest, 1<<20); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it reads %d bytes, %v", len(got), err)
	}
}

// What is large goes up in parts of eight megabytes, waits in no folder, and leaves nothing when it fails.
func TestWhatIsLargeGoesUpInParts(t *testing.T) {
	d := buckettest.New(t)
	c := d.Config(t)
	c.Silent = 500 * time.Millisecond
	s, err := bucket.New(t.Context(), c)
	check(t, err)
	var parts, largest, aborted atomic.Int64
	fail := ""
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			largest.Store(max(largest.Load(), r.ContentLength))
		}
		if r.Method == http.MethodDelete && r.URL.Query().Has("uploadId") {
			aborted.Add(1)
		}
		if number := r.URL.Query().Get("partNumber"); number != "" {
			parts.Add(1)
			if number == fail {
				_, _ = io.Copy(io.Discard, r.Body)
				w.WriteHeader(http.StatusInternalServerError)
				return true
			}
		}
		return false
	})
	want := text(20<<20 + 1)
	digest, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	if got, err := blob.GetBytes(t.Context(), s, digest, 1<<30); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it reads %d bytes, %v", len(got), err)
	}
	if parts.Load() != 3 || largest.Load() > 8<<20 {
		t.Errorf("it went up in %d parts, the largest of %d bytes", parts.Load(), largest.Load())
	}
	fail = "2"
	if _, err := blob.PutBytes(t.Context(), s, want[1:]); !errs.Is(err, errs.Unavailable) {
		t.Errorf("without its second part: %v", err)
	}
	if keys := d.Keys(t); len(keys) != 1 || aborted.Load() != 1 {
		t.Errorf("it leaves %q, and %d uploads were given up", keys, aborted.Load())
	}
	if left, err := os.ReadDir(c.Folder); err != nil || len(left) > 0 {
		t.Errorf("left in the folder: %v, %v", left, err)
	}
}

// TestALargeBlobInAServerOfOthers holds uploads in parts to a server that we have not written.
func TestALargeBlobInAServerOfOthers(t *testing.T) {
	if os.Getenv(buckettest.Program) == "" {
		t.Skip("SKIPPED: it needs a versitygw: make test-s3")
	}
	s, want := buckettest.NewServer(t).Store(t, 1<<30), text(20<<20+1)
	digest, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	if got, err := blob.GetBytes(t.Context(), s, digest, 1<<30); err != nil || !bytes.Equal(got, want) {
		t.Errorf("it reads %d bytes, %v", len(got), err)
	}
	check(t, s.Try(t.Context()))
}

// The last request of an upload is repeated when its answer was lost, and is then about one that is over.
func TestAnUploadWhoseEndWasNotHeardOfIsDone(t *testing.T) {
	d := buckettest.New(t)
	s, lost := d.Store(t, 1<<30), false
	d.Before(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || !r.URL.Query().Has("uploadId") || lost {
			return false
		}
		lost = true
		d.Serve(httptest.NewRecorder(), r)
		w.WriteHeader(http.StatusInternalServerError)
		return true
	})
	want := text(9 << 20)
	digest, err := blob.PutBytes(t.Context(), s, want)
	check(t, err)
	if got, err := blob.GetBytes(t.Context(), s, digest, 1<<30); err != nil || !bytes.Equal(got, want) || !lost {
		t.Errorf("it reads %d bytes, %v", len(got), err)
	}
}

func TestWhatIsThereIsNotWrittenOver(t *testing.T) {
	d := buckettest.New(t)
	s := d.Store(t, 1<<20)
	var puts atomic.Int64
	d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			puts.Add(1)
		}
		return false
	})
	for range 3 {
		_, err := blob.PutBytes(t.Context(), s, []byte("once"))
		check(t, err)
	}
	if puts.Load() != 1 {
		t.Errorf("it was written %d times", puts.Load())
	}
}

func TestManyBlobsAreListedPageByPage(t *testing.T) {
	d := buckettest.New(t)
	s := d.Store(t, 1<<20)
	var want, got []blob.Digest
	for i := range 2300 {
		digest := blob.Of(fmt.Append(nil, i))
		d.Set(t, d.Prefix+"blobs/"+string(digest), "x")
		want = append(want, digest)
	}
	d.Set(t, d.Prefix+"blobs/stray", "x")
	d.Set(t, "blobs/"+string(want[0]), "x")
	slices.Sort(want)
	pages := 0
	d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Has("list-type") {
			pages++
		}
		return false
	})
	check(t, s.Each(t.Context(), func(digest blob.Digest, _ int64) error { got = append(got, digest); return nil }))
	if !slices.Equal(got, want) || pages != 3 {
		t.Errorf("of %d blobs are listed %d, in %d pages", len(want), len(got), pages)
	}
}

func TestATrialLeavesNothing(t *testing.T) {
	d := buckettest.New(t)
	check(t, d.Store(t, 1<<20).Try(t.Context()))
	if keys := d.Keys(t); len(keys) > 0 {
		t.Errorf("it leaves %q", keys)
	}
	c := d.Config(t)
	c.Bucket = "another"
	s, err := bucket.New(t.Context(), c)
	check(t, err)
	if err := s.Try(t.Context()); err == nil || !strings.Contains(err.Error(), `there is no bucket "another"`) {
		t.Errorf("in a bucket that is not there: %v", err)
	}
}

// Without a region nobody knows where the bucket is; without credentials of its own the SDK looks for some.
func TestWhatTheSettingsLeaveOutTheEnvironmentSays(t *testing.T) {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} {
		t.Setenv(name, "")
	}
	t.Setenv("AWS_CONFIG_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", t.TempDir()+"/none")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	if _, err := bucket.New(t.Context(), bucket.Config{Bucket: "some"}); err == nil || !strings.Contains(err.Error(), "--s3-region") {
		t.Errorf("without a region: %v", err)
	}
	d := buckettest.New(t)
	c := d.Config(t)
	c.AccessKey, c.SecretKey = "", ""
	s, err := bucket.New(t.Context(), c)
	check(t, err)
	if err := s.Ready(t.Context()); !errs.Is(err, errs.Unavailable) || !strings.Contains(err.Error(), "give this process a role") {
		t.Errorf("without credentials: %v", err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "of-the-environment")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "secret")
	var key atomic.Value
	d.Before(func(_ http.ResponseWriter, r *http.Request) bool {
		key.Store(r.Header.Get("Authorization"))
		return false
	})
	s, err = bucket.New(t.Context(), c)
	check(t, err)
	check(t, s.Ready(t.Context()))
	if !strings.Contains(key.Load().(string), "of-the-environment") {
		t.Errorf("it signs with %s", key.Load())
	}
}
