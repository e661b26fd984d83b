package buckettest

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
)

// Program is the variable that names a versitygw, where there is one: a server of S3 that others have written (make test-s3).
const Program = "CODECRAFT_TEST_VERSITYGW"

// Server is a versitygw of the test's own, with one bucket that is a folder.
type Server struct {
	URL, Bucket, Prefix, Folder string
}

// NewServer starts one, which listens until the test has ended.
func NewServer(t testing.TB) *Server {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	_ = free.Close()
	s := &Server{URL: "http://" + addr, Bucket: "blobs-of-tests", Prefix: "codecraft/", Folder: t.TempDir()}
	if err := os.Mkdir(filepath.Join(s.Folder, s.Bucket), 0o700); err != nil {
		t.Fatal(err)
	}
	run := exec.Command(os.Getenv(Program), "--access", "key", "--secret", "secret-of-tests", "--port", addr, "--quiet", "posix", s.Folder)
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = run.Process.Kill()
		_ = run.Wait()
	})
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); <-look.C {
		if err = s.Store(t, 1).Ready(t.Context()); err == nil {
			return s
		}
	}
	t.Fatal(err)
	return nil
}

// Store is one of a process, which takes blobs of at most so many bytes.
func (s *Server) Store(t testing.TB, maxBytes int64) *bucket.Store {
	t.Helper()
	b, err := bucket.New(t.Context(), bucket.Config{
		Bucket: s.Bucket, Prefix: s.Prefix, Endpoint: s.URL, AccessKey: "key", SecretKey: "secret-of-tests", MaxBytes: maxBytes, Folder: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}
