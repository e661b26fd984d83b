package bucket

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Config says which bucket it is, and who asks.
type Config struct {
	Bucket    string
	Prefix    string // ends with a slash, or is empty
	Region    string // empty: what the environment says, or of an Endpoint any
	Endpoint  string // empty: AWS
	AccessKey string // empty: the SDK finds credentials: environment, IRSA, pod identity, the instance's role
	SecretKey string
	MaxBytes  int64         // Put refuses what is larger
	Folder    string        // of this host, for what is on its way; made when it is needed
	Silent    time.Duration // how long the bucket may say nothing; 0 is 15 seconds
}

const (
	attempts     = 4 // of each request
	slowestDelay = 2 * time.Second
	readyIn      = 2500 * time.Millisecond // less than what asks how a process is waits for
)

// Store is a blob.Keeper.
type Store struct {
	Config
	client *s3.Client
}

// New reads what the environment says of credentials, and asks nobody else yet.
func New(ctx context.Context, c Config) (*Store, error) {
	if c.Silent == 0 {
		c.Silent = 15 * time.Second
	}
	options := []func(*config.LoadOptions) error{
		config.WithHTTPClient(client(c.Silent)),
		config.WithRetryer(func() aws.Retryer {
			return retry.NewStandard(func(o *retry.StandardOptions) {
				o.MaxAttempts, o.MaxBackoff, o.RateLimiter = attempts, min(slowestDelay, c.Silent), ratelimit.None
			})
		}),
	}
	if c.Region != "" {
		options = append(options, config.WithRegion(c.Region))
	}
	if c.AccessKey != "" {
		options = append(options, config.WithCredentialsProvider(credentials.NewStaticCredentialsProvider(c.AccessKey, c.SecretKey, "")))
	}
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, fmt.Errorf("read the environment's settings of AWS: %w", err)
	}
	switch {
	case loaded.Region == "" && c.Endpoint == "":
		return nil, errors.New("the region of the bucket is not known: name it with --s3-region")
	case loaded.Region == "":
		loaded.Region = "us-east-1" // what others call theirs, if they ask for one
	}
	return &Store{c, s3.NewFromConfig(loaded, func(o *s3.Options) {
		// A digest is checked wherever a blob is read, and the signature holds what is sent: the SDK's own sums are more than some
		// servers understand.
		o.RequestChecksumCalculation, o.ResponseChecksumValidation = aws.RequestChecksumCalculationWhenRequired, aws.ResponseChecksumValidationWhenRequired
		if c.Endpoint != "" {
			o.BaseEndpoint, o.UsePathStyle = aws.String(c.Endpoint), true
		}
	})}, nil
}

func client(silent time.Duration) *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.ResponseHeaderTimeout, t.TLSHandshakeTimeout = silent, silent
		t.MaxIdleConnsPerHost = 64
	}).WithDialerOptions(func(d *net.Dialer) { d.Timeout = min(5*time.Second, silent) })
}

// ask makes a small request, which with all its repetitions takes a bounded time. action is the permission that it needs.
func ask[In, Out any](ctx context.Context, s *Store, action string, do func(context.Context, *In, ...func(*s3.Options)) (*Out, error), in *In) (*Out, error) {
	bounded, cancel := context.WithTimeout(ctx, 2*attempts*s.Silent)
	defer cancel()
	out, err := do(bounded, in)
	if err != nil {
		return nil, s.fault(ctx, action, err)
	}
	return out, nil
}

// Ready answers an error while the bucket cannot be reached.
func (s *Store) Ready(ctx context.Context) error {
	bounded, cancel := context.WithTimeout(ctx, readyIn)
	defer cancel()
	_, err := s.client.HeadBucket(bounded, &s3.HeadBucketInput{Bucket: &s.Bucket}, func(o *s3.Options) { o.RetryMaxAttempts = 1 })
	if err == nil {
		return nil
	}
	if err = s.fault(ctx, "s3:ListBucket", err); errors.Is(err, errAbsent) {
		return s.noBucket()
	}
	return err
}

// Try writes a small object, reads it and removes it.
func (s *Store) Try(ctx context.Context) error {
	if err := s.Ready(ctx); err != nil {
		return err
	}
	key := s.Prefix + "trial-" + newID()
	err := s.write(ctx, key, "codecraft doctor")
	if err == nil {
		_, err = s.read(ctx, key)
	}
	return errors.Join(err, s.remove(ctx, key))
}

func (s *Store) blob(digest blob.Digest) string { return s.Prefix + "blobs/" + string(digest) }

// Place implements blob.Keeper.
func (s *Store) Place(digest blob.Digest) string { return "s3://" + s.Bucket + "/" + s.blob(digest) }

// Path implements blob.Store: there is none on this host.
func (s *Store) Path(context.Context, blob.Digest) (string, bool) { return "", false }

// Has implements blob.Store.
func (s *Store) Has(ctx context.Context, digest blob.Digest) (bool, error) {
	if !digest.Valid() {
		return false, nil
	}
	_, there, err := s.look(ctx, s.blob(digest))
	return there, err
}

// look answers an object's size.
func (s *Store) look(ctx context.Context, key string) (size int64, there bool, err error) {
	out, err := ask(ctx, s, "s3:GetObject, or of what is not there s3:ListBucket", s.client.HeadObject, &s3.HeadObjectInput{Bucket: &s.Bucket, Key: &key})
	if errors.Is(err, errAbsent) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	return aws.ToInt64(out.ContentLength), true, nil
}

// Delete implements blob.Store.
func (s *Store) Delete(ctx context.Context, digest blob.Digest) error {
	if !digest.Valid() {
		return nil
	}
	return s.remove(ctx, s.blob(digest))
}

func (s *Store) remove(ctx context.Context, key string) error {
	_, err := ask(ctx, s, "s3:DeleteObject", s.client.DeleteObject, &s3.DeleteObjectInput{Bucket: &s.Bucket, Key: &key})
	if errors.Is(err, errAbsent) {
		return nil
	}
	return err
}

func missing(digest blob.Digest) error { return errs.Missing("blob", string(digest)) }
