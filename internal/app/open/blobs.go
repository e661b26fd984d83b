package open

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/blob/bucket"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/config"
)

// maxBlob bounds one blob, in bytes.
const maxBlob = 1 << 30

// What --blobs chooses from, besides files.
const (
	blobsAsked    = "queue"
	blobsInBucket = "s3"
)

var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// BucketConfig is where blobs are with --blobs=s3.
type BucketConfig struct {
	S3Bucket    string        `name:"s3-bucket" help:"Bucket of the blobs, with --blobs=s3." group:"Storage"`
	S3Prefix    string        `name:"s3-prefix" help:"Folder in the bucket that the blobs are in. Default: they have the bucket to themselves." group:"Storage"`
	S3Region    string        `name:"s3-region" help:"Region of the bucket. Default: what the environment says (AWS_REGION)." group:"Storage"`
	S3Endpoint  string        `name:"s3-endpoint" help:"Address of a server that speaks S3 and is not AWS: https://host:port. The bucket stands in the path there." group:"Storage"`
	S3AccessKey string        `name:"s3-access-key" help:"Key ID that the bucket is asked with. Default: credentials are found where AWS puts them: environment, role of a service account, pod or instance." group:"Storage"`
	S3SecretKey config.Secret `name:"s3-secret-key" help:"Secret that belongs to --s3-access-key." group:"Storage"`
}

func (c StorageConfig) checkBucket(refuse func(string, ...any)) {
	if c.Blobs != blobsInBucket {
		if c.BucketConfig != (BucketConfig{}) {
			refuse("--s3-bucket and the other settings of S3 need --blobs=s3")
		}
		return
	}
	if c.S3Bucket == "" {
		refuse("--blobs=s3 needs --s3-bucket")
	} else if !bucketName.MatchString(c.S3Bucket) {
		refuse("--s3-bucket %q: a bucket's name has 3 to 63 small letters, digits, dots and hyphens", c.S3Bucket)
	}
	if (c.S3AccessKey == "") != (c.S3SecretKey == "") {
		refuse("--s3-access-key and --s3-secret-key go together")
	}
	if u, err := url.Parse(c.S3Endpoint); c.S3Endpoint != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.User != nil || u.RawQuery != "") {
		refuse("--s3-endpoint: write an address without a path, such as https://s3.example.org:9000")
	}
	if strings.HasPrefix(c.S3Prefix, "/") || strings.Contains(c.S3Prefix, "//") || strings.ContainsAny(c.S3Prefix, "*? \\") {
		refuse("--s3-prefix %q: write names with single slashes between them, such as codecraft or codecraft/production", c.S3Prefix)
	}
}

// Blobs are the files, the bucket, or whoever has the files. In a split installation files are offered to the others until the store is
// closed; a bucket is reached by each process itself, and waited for like the database.
func Blobs(ctx context.Context, c StorageConfig, b *bus.Bus, log *slog.Logger) (store blob.Store, closeStore func() error, err error) {
	nothing := func() error { return nil }
	switch c.Blobs {
	case blobsAsked:
		return blob.NewRemote(b), nothing, nil
	case blobsInBucket:
		store, err := Patiently(ctx, c.Patience, log, func() (*bucket.Store, error) {
			s, err := Bucket(ctx, c)
			if err != nil {
				return nil, err
			}
			return s, s.Ready(ctx)
		})
		if err != nil {
			return nil, nil, fmt.Errorf("blobs: %w", err)
		}
		return store, nothing, nil
	}
	files, err := Files(c)
	if err != nil {
		return nil, nil, err
	}
	if c.NATSURL == "" {
		return files, nothing, nil
	}
	stop, err := blob.Serve(b, files)
	return files, stop, err
}

// Keeper is where the blobs themselves are, for who copies all of them. Who asks for them over the queue has none: see Asks.
func Keeper(ctx context.Context, c StorageConfig) (blob.Keeper, error) {
	if c.InBucket() {
		s, err := Bucket(ctx, c)
		if err == nil {
			err = s.Ready(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("blobs: %w", err)
		}
		return s, nil
	}
	return Files(c)
}

// InBucket tells whether blobs are in a bucket of S3.
func (c StorageConfig) InBucket() bool { return c.Blobs == blobsInBucket }

// Asks tells whether this process asks others for blobs.
func (c StorageConfig) Asks() bool { return c.Blobs == blobsAsked }

// Files are the blobs below the data folder.
func Files(c StorageConfig) (*blob.Files, error) {
	files, err := blob.NewFiles(c.Folder("blobs"), maxBlob)
	if err != nil {
		return nil, fmt.Errorf("blobs: %w", err)
	}
	return files, nil
}

// Bucket is that of the settings; it is not asked yet.
func Bucket(ctx context.Context, c StorageConfig) (*bucket.Store, error) {
	prefix := strings.TrimSuffix(c.S3Prefix, "/")
	if prefix != "" {
		prefix += "/"
	}
	return bucket.New(ctx, bucket.Config{
		Bucket: c.S3Bucket, Prefix: prefix, Region: c.S3Region, Endpoint: c.S3Endpoint, AccessKey: c.S3AccessKey, SecretKey: c.S3SecretKey.Reveal(),
		MaxBytes: maxBlob, Folder: c.Folder("uploads"),
	})
}
