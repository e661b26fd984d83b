package webhook

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

const (
	// responseKept is how much of an answer is in the log; no more is read.
	responseKept = 1024
	// attemptsKept is how many attempts are in the log of a delivery: the last ones.
	attemptsKept = 30
	userAgent    = "CodeCraft-Webhooks/1"
)

// deliver sends one message and notes what came of it. A stop in between notes nothing: when the lease has
// ended, it is sent again.
func (s *Service) deliver(ctx context.Context, h *Webhook, d *Delivery) {
	one, asked := s.send(ctx, h, d)
	if ctx.Err() != nil && one.ResponseStatus == 0 {
		return
	}
	ctx = context.WithoutCancel(ctx)
	if err := s.db.InTx(ctx, func(ctx context.Context) error { return s.note(ctx, h, d, one, asked) }); err != nil {
		s.log.Error("webhook: an attempt was not noted", "delivery", d.ID, "error", err)
	}
}

// send makes one attempt; asked is how long the address wants to be left alone.
func (s *Service) send(ctx context.Context, h *Webhook, d *Delivery) (one Attempt, asked time.Duration) {
	one.At = s.now()
	began := time.Now()
	defer func() {
		one.DurationMs = time.Since(began).Milliseconds()
		s.metrics.seconds.Observe(time.Since(began).Seconds())
	}()
	r, err := s.request(ctx, h, d, one.At)
	if err != nil {
		one.Error = "the message could not be written"
		return one, 0
	}
	a, err := s.client.Do(r)
	if err != nil {
		one.Error = s.reason(err)
		return one, 0
	}
	defer a.Body.Close() //nolint:errcheck // of an answer that was read as far as it is wanted
	one.ResponseStatus = a.StatusCode
	body, _ := io.ReadAll(io.LimitReader(a.Body, responseKept)) // what was read before an error is still worth keeping
	one.Response = strings.ReplaceAll(strings.ToValidUTF8(string(body), "\uFFFD"), "\x00", "\uFFFD")
	switch {
	case a.StatusCode >= 300 && a.StatusCode < 400:
		one.Error = "redirects are not followed: write the address it leads to"
	case a.StatusCode < 200 || a.StatusCode >= 300:
		one.Error = "only an answer from 200 to 299 counts as taken"
	}
	return one, retryAfter(a.Header.Get("Retry-After"), one.At)
}

func (s *Service) request(ctx context.Context, h *Webhook, d *Delivery, at time.Time) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL, strings.NewReader(d.Body))
	if err != nil {
		return nil, err
	}
	signature, err := h.signatures(string(d.ID), at, d.Body)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Content-Type": "application/json", "User-Agent": userAgent,
		"Webhook-Id": string(d.ID), "Webhook-Timestamp": strconv.FormatInt(at.Unix(), 10), "Webhook-Signature": signature,
	} {
		r.Header.Set(name, value)
	}
	return r, nil
}

// reason says why nothing was answered, without what a name leads to inside.
func (s *Service) reason(err error) string {
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var name *net.DNSError
	var unknown x509.UnknownAuthorityError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.Is(err, httpx.ErrInside):
		return httpx.ErrInside.Error()
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), outer != nil && outer.Timeout():
		return fmt.Sprintf("it did not answer within %v", s.config.Timeout)
	case errors.As(err, &name):
		return "there is no such host"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	case errors.As(err, &certificate), errors.As(err, &unknown):
		return "its certificate is not one to be trusted"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		return "the connection ended without an answer"
	}
	return "it could not be reached"
}

// retryAfter reads the header of that name: seconds, or a time.
func retryAfter(text string, now time.Time) time.Duration {
	const most = 7 * 24 * 60 * 60
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return time.Duration(max(0, min(n, most))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}

// note writes what came of an attempt, and what follows from it for the webhook.
func (s *Service) note(ctx context.Context, h *Webhook, d *Delivery, one Attempt, asked time.Duration) error {
	now := s.now()
	n := *d // the transaction may run again
	n.Attempts.V = append(append([]Attempt{}, d.Attempts.V...), one)
	n.Attempts.V = n.Attempts.V[max(0, len(n.Attempts.V)-attemptsKept):]
	n.LeasedUntil = now
	result := "refused"
	if one.Error == "" {
		n.Status, n.FinishedAt, result = statusDelivered, &now, "taken"
	} else if wait, more := pause(d.Tries-d.TriesBefore, asked); more {
		n.NextAt = now.Add(wait)
	} else {
		n.Status, n.FinishedAt = statusFailed, &now
	}
	if saved, err := s.saveAttempt(ctx, &n); err != nil || !saved {
		return err
	}
	s.db.AfterCommit(ctx, func() { s.metrics.sent.WithLabelValues(result).Inc() })
	if one.Error == "" {
		return s.noteTaken(ctx, h)
	}
	return s.judge(ctx, h, one)
}

// judge disables a webhook that is gone, or that has taken nothing for days.
func (s *Service) judge(ctx context.Context, h *Webhook, one Attempt) error {
	since, err := s.noteFailure(ctx, h, one.At)
	if err != nil || since == nil {
		return err
	}
	reason := ""
	switch {
	case one.ResponseStatus == http.StatusGone:
		reason = "it answered 410: it is gone"
	case one.At.Sub(*since) >= s.config.DisableAfter:
		reason = "it has taken nothing since " + since.Format(time.RFC3339)
	default:
		return nil
	}
	disabled, err := s.disable(ctx, h, reason)
	if disabled {
		s.db.AfterCommit(ctx, func() {
			s.metrics.disabled.Inc()
			s.log.Warn("webhook: disabled", "webhook", h.ID, "reason", reason)
		})
	}
	return err
}
