package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/telemetry"
)

// certificateLook is how often the files of a certificate are looked at, at most.
const certificateLook = 10 * time.Second

// certificateFiles are a certificate and its key. They are read again when they have changed, so that whoever renews them
// restarts nothing; while they cannot be read, or do not belong together, as between two writes, the pair before goes on.
type certificateFiles struct {
	certificate, key string
	log              *slog.Logger
	now              func() time.Time

	mu     sync.Mutex
	pair   *tls.Certificate
	read   [2][]byte // what pair was made of, or what was refused last
	looked time.Time
}

// load reads the files for the first time; without a pair there is no start.
func (f *certificateFiles) load() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.look()
}

// look makes a pair of the files where they are not what they were.
func (f *certificateFiles) look() error {
	f.looked = f.now()
	var read [2][]byte
	for i, name := range []string{f.certificate, f.key} {
		text, err := os.ReadFile(name)
		if err != nil {
			return fmt.Errorf("TLS certificate: %w", err)
		}
		read[i] = text
	}
	if bytes.Equal(read[0], f.read[0]) && bytes.Equal(read[1], f.read[1]) {
		return nil
	}
	f.read = read
	pair, err := tls.X509KeyPair(read[0], read[1])
	if err != nil {
		return fmt.Errorf("TLS certificate %s with the key %s: %w", f.certificate, f.key, err)
	}
	f.pair = &pair
	return nil
}

func (f *certificateFiles) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.now().Sub(f.looked) < certificateLook {
		return f.pair, nil
	}
	before := f.pair
	switch err := f.look(); {
	case err != nil:
		f.log.Warn("the renewed certificate is not taken, the one before goes on", "error", err)
	case f.pair != before:
		f.log.Info("the certificate was renewed", "ends", f.pair.Leaf.NotAfter)
	}
	return f.pair, nil
}

// shownCertificate knows when the certificate ends that was shown last.
type shownCertificate struct{ ends atomic.Int64 } // seconds since 1970; 0 before the first

// watch notes what get shows.
func (s *shownCertificate) watch(get func(*tls.ClientHelloInfo) (*tls.Certificate, error)) func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		pair, err := get(hello)
		if err == nil && pair.Leaf != nil {
			s.ends.Store(pair.Leaf.NotAfter.Unix())
		}
		return pair, err
	}
}

func (s *shownCertificate) metrics() prometheus.Collector {
	return telemetry.Asked(
		func(context.Context) ([]float64, error) {
			if ends := s.ends.Load(); ends != 0 {
				return []float64{float64(ends)}, nil
			}
			return nil, nil
		},
		prometheus.NewDesc("codecraft_certificate_expiry_timestamp_seconds",
			"When the TLS certificate ends that was shown last, in seconds since 1970; nothing before one was shown.", nil, nil),
	)
}
