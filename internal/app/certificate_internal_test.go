package app

import (
	"bytes"
	"crypto/tls"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// told is what Prometheus is told of the certificate's end; 0 when nothing is.
func (s *shownCertificate) told(t *testing.T) int64 {
	t.Helper()
	registry := prometheus.NewRegistry()
	registry.MustRegister(s.metrics())
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	if len(families) == 0 {
		return 0
	}
	return int64(families[0].GetMetric()[0].GetGauge().GetValue())
}

func moved(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestARenewedCertificateIsShown: without a restart, and not before both of its files are there.
func TestARenewedCertificateIsShown(t *testing.T) {
	certFile, keyFile, _ := certificate(t)
	nextCert, nextKey, _ := certificate(t)
	now, log, shown := time.Now(), new(bytes.Buffer), new(shownCertificate)
	files := &certificateFiles{certificate: certFile, key: keyFile, log: slog.New(slog.NewTextHandler(log, nil)), now: func() time.Time { return now }}
	if err := files.load(); err != nil {
		t.Fatal(err)
	}
	if shown.told(t) != 0 {
		t.Error("the end of a certificate is told that nobody was shown")
	}
	get := shown.watch(files.get)
	show := func() *tls.Certificate {
		t.Helper()
		pair, err := get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return pair
	}
	first := show()
	if got, want := shown.told(t), first.Leaf.NotAfter.Unix(); got != want {
		t.Errorf("its end is told as %v, it is at %v", got, want)
	}
	moved(t, nextCert, certFile)
	if show() != first {
		t.Error("the files are looked at with each connection")
	}
	for range 2 {
		now = now.Add(certificateLook)
		if show() != first {
			t.Error("a certificate is shown whose key is not there yet")
		}
	}
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("that it is not taken was said %d times:\n%s", n, log)
	}
	moved(t, nextKey, keyFile)
	now = now.Add(certificateLook)
	next := show()
	if next == first || bytes.Equal(next.Certificate[0], first.Certificate[0]) {
		t.Error("the renewed certificate is not shown")
	}
	if err := os.Remove(certFile); err != nil {
		t.Fatal(err)
	}
	now = now.Add(certificateLook)
	if show() != next {
		t.Error("with its file, a certificate is gone")
	}
}

// TestACertificateWithoutItsKeyRefusesTheStart: with the names of both files.
func TestACertificateWithoutItsKeyRefusesTheStart(t *testing.T) {
	certFile, _, _ := certificate(t)
	_, otherKey, _ := certificate(t)
	_, err := secured(Config{TLSCert: certFile, TLSKey: otherKey}, new(shownCertificate), slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), certFile) || !strings.Contains(err.Error(), otherKey) {
		t.Errorf("refused with %v", err)
	}
}
