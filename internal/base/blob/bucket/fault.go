package bucket

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

var errAbsent = errors.New("it is not there")

// What S3 calls its refusals (Amazon S3 API Reference, Error responses), by what an operator does about them.
var (
	unknownKeys = []string{"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "InvalidClientTokenId", "UnrecognizedClientException"}
	elsewhere   = []string{"PermanentRedirect", "TemporaryRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "MovedPermanently"}
	notNow      = []string{"SlowDown", "RequestTimeout", "RequestTimeTooSkewed", "OperationAborted"}
)

// fault says what is to be done about a request that failed. What a caller gave up is no fault of the bucket's.
func (s *Store) fault(ctx context.Context, action string, err error) error {
	if gone := ctx.Err(); gone != nil {
		return fmt.Errorf("ask the bucket %q: %w", s.Bucket, gone)
	}
	code, status := said(err)
	is := func(codes []string) bool {
		for _, c := range codes {
			if c == code {
				return true
			}
		}
		return false
	}
	switch {
	case code == "NoSuchBucket":
		return s.noBucket()
	case status == http.StatusNotFound:
		return errAbsent
	case is(unknownKeys):
		return fmt.Errorf("the bucket %q does not take these credentials (%s): check --s3-access-key and --s3-secret-key, or the role of this process", s.Bucket, code)
	case is(elsewhere) || status == http.StatusMovedPermanently:
		return fmt.Errorf("the bucket %q is in another region: check --s3-region%s", s.Bucket, regionIn(err))
	case is(notNow) || status == 0 || status == http.StatusTooManyRequests || status >= http.StatusInternalServerError:
		return s.away(err)
	case status == http.StatusForbidden || status == http.StatusUnauthorized:
		return fmt.Errorf("the bucket %q refuses %s (%s): allow it to the credentials in use, on arn:aws:s3:::%s and on arn:aws:s3:::%s/%s*, or check --s3-access-key and --s3-secret-key", s.Bucket, action, orStatus(code, status), s.Bucket, s.Bucket, s.Prefix)
	}
	return fmt.Errorf("the bucket %q: %w", s.Bucket, err)
}

func (s *Store) noBucket() error {
	return fmt.Errorf("there is no bucket %q at %s: make it, or check --s3-bucket, --s3-region and --s3-endpoint", s.Bucket, s.server())
}

// away is what people are told, and behind it what operators read.
func (s *Store) away(err error) error {
	do := "check that this host reaches it, and --s3-endpoint and --s3-region"
	if strings.Contains(err.Error(), "credentials") {
		do = "no credentials were found: set --s3-access-key and --s3-secret-key, or give this process a role"
	}
	// Only its words: a connection that ended is an io.EOF, which a reader's caller would take for the end of the blob.
	cause := fmt.Errorf("the bucket %q at %s: %s: %s", s.Bucket, s.server(), do, err.Error())
	return errs.New(errs.Unavailable, "blobs_unreachable", "the store of files does not answer at the moment; try again soon").After(5 * time.Second).Because(cause)
}

func (s *Store) server() string {
	if s.Endpoint != "" {
		return s.Endpoint
	}
	return "AWS"
}

// said is what an answer calls the fault, and its status; 0 when there was none.
func said(err error) (code string, status int) {
	var named smithy.APIError
	if errors.As(err, &named) {
		code = named.ErrorCode()
	}
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) {
		status = answer.HTTPStatusCode()
	}
	return code, status
}

// regionIn is the region that an answer names.
func regionIn(err error) string {
	var answer *smithyhttp.ResponseError
	if errors.As(err, &answer) && answer.Response != nil {
		if region := answer.Response.Header.Get("X-Amz-Bucket-Region"); region != "" {
			return ", which would be " + region
		}
	}
	return ""
}

func orStatus(code string, status int) string {
	if code == "" {
		return http.StatusText(status)
	}
	return code
}
