package chime

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
)

// What Amazon signs by, and what it is asked within.
const (
	signingName = "chime"
	askedWithin = 10 * time.Second
	maxAnswer   = 4 << 20
)

// client asks the service: one request a call, signed, and repeated as the retryer says. All that is asked may be asked twice: what is made
// has a name that the service knows again.
type client struct {
	http        *http.Client
	endpoint    string // without a slash at its end
	region      string
	credentials aws.CredentialsProvider
	signer      *v4.Signer
	retry       aws.RetryerV2
}

// request is one operation of the service.
type request struct {
	operation    string // as IAM names it, without "chime:"
	method, path string // the path with its query, escaped
	body         any    // nil: none
}

// call sends until there is an answer, and reads that into answer, which may be nil.
func (c *client) call(ctx context.Context, r request, answer any) error {
	body := []byte{}
	if r.body != nil {
		var err error
		if body, err = json.Marshal(r.body); err != nil {
			return err
		}
	}
	settle := func(error) error { return nil }
	for attempt := 1; ; attempt++ {
		done, err := c.retry.GetAttemptToken(ctx)
		if err != nil {
			return err
		}
		err = c.send(ctx, r, body, answer)
		_, _ = done(err), settle(err)
		if err == nil || attempt >= c.retry.MaxAttempts() || !c.retry.IsErrorRetryable(err) {
			return err
		}
		again, spent := c.retry.GetRetryToken(ctx, err)
		if spent != nil { // so much has failed lately that more requests would do harm
			return err
		}
		settle = again
		delay, _ := c.retry.RetryDelay(attempt, err)
		select {
		case <-ctx.Done():
			return err
		case <-time.After(delay):
		}
	}
}

func (c *client) send(ctx context.Context, r request, body []byte, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, askedWithin)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, r.method, c.endpoint+r.path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if r.body != nil {
		q.Header.Set("Content-Type", "application/json")
	}
	credentials, err := c.credentials.Retrieve(ctx)
	if err != nil {
		return fmt.Errorf("find credentials of AWS: %w", err)
	}
	digest := sha256.Sum256(body)
	if err := c.signer.SignHTTP(ctx, credentials, q, hex.EncodeToString(digest[:]), signingName, c.region, time.Now()); err != nil {
		return fmt.Errorf("sign a request: %w", err)
	}
	w, err := c.http.Do(q)
	if err != nil {
		return err
	}
	defer w.Body.Close()
	data, err := io.ReadAll(io.LimitReader(w.Body, maxAnswer))
	if err != nil {
		return err
	}
	if w.StatusCode/100 != 2 {
		return refusalOf(r.operation, w, data)
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(data, answer); err != nil {
		return fmt.Errorf("read the answer to %s: %w", r.operation, err)
	}
	return nil
}

// refusal is an answer that tells of a fault. Its methods are what the SDK's retryer asks for.
type refusal struct {
	operation     string
	status        int
	code, message string
}

func (r *refusal) Error() string       { return strings.TrimSuffix(r.code+": "+r.message, ": ") }
func (r *refusal) ErrorCode() string   { return r.code }
func (r *refusal) HTTPStatusCode() int { return r.status }

// refusalOf reads the code where the protocol (restJson1) may put it: X-Amzn-ErrorType, with a namespace and an address beside it, or the body.
func refusalOf(operation string, w *http.Response, body []byte) *refusal {
	var said struct {
		Type    string `json:"__type"`
		Code    string
		Message string // by either case of its first letter
	}
	_ = json.Unmarshal(body, &said) // what stands between here and there answers in other forms
	code := w.Header.Get("X-Amzn-ErrorType")
	for _, other := range []string{said.Type, said.Code, http.StatusText(w.StatusCode)} {
		if code == "" {
			code = other
		}
	}
	code, _, _ = strings.Cut(code, ":")
	return &refusal{operation, w.StatusCode, code[strings.LastIndex(code, "#")+1:], said.Message}
}
