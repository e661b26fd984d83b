package app

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// certificate writes one for 127.0.0.1 and answers what trusts it.
func certificate(t *testing.T) (certFile, keyFile string, pool *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	certFile, keyFile = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for file, content := range map[string][]byte{certFile: certificate, keyFile: pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pool = x509.NewCertPool()
	pool.AppendCertsFromPEM(certificate)
	return certFile, keyFile, pool
}

// served runs the unit until the end of the test.
func served(t *testing.T, addr string, h http.Handler, secure *tls.Config) {
	t.Helper()
	listener, err := bind("--addr", addr)
	if err != nil {
		t.Fatal(err)
	}
	unit := serving("test", listener, h, secure)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- unit.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// TestHTTP2IsServedOverTLS: requests and event streams share a connection; WebSockets have one of HTTP/1.1, of the same listener.
func TestHTTP2IsServedOverTLS(t *testing.T) {
	certFile, keyFile, pool := certificate(t)
	secure, err := secured(Config{TLSCert: certFile, TLSKey: keyFile}, new(shownCertificate), harness.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
	mux.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		stream, err := httpx.Events(w, r)
		if err != nil {
			t.Error(err)
			return
		}
		defer stream.Close()
		_ = stream.Send("1", "x", "first") // the client leaves with the first bytes it has
		<-stream.Done()
	})
	mux.HandleFunc("GET /socket", func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		_ = c.Close(websocket.StatusNormalClosure, r.Proto)
	})
	addr := harness.FreeAddr(t)
	served(t, addr, mux, secure)
	for proto, two := range map[string]bool{"HTTP/2.0": true, "HTTP/1.1": false} {
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: two}
		t.Cleanup(transport.CloseIdleConnections)
		client := &http.Client{Transport: transport}
		if got := do(t, client, "POST", "https://"+addr+"/echo", "hello"); got != proto+" hello" {
			t.Errorf("answered %s", got)
		}
		if got := do(t, client, "GET", "https://"+addr+"/events", ""); len(got) < 8 || got[:8] != proto {
			t.Errorf("streamed %s", got)
		}
	}
	c, _, err := websocket.Dial(t.Context(), "wss://"+addr+"/socket", &websocket.DialOptions{HTTPClient: &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Read(t.Context()); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		t.Error(err)
	}
}

// do answers the protocol and what the body begins with: streams do not end.
func do(t *testing.T, client *http.Client, method, url, body string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), harness.Patience)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Accept", "*/*")
	r, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	first := make([]byte, 5)
	if _, err := io.ReadFull(r.Body, first); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s %s", r.Proto, first)
}

func TestATakenPortNamesTheFlagToChange(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	addr := taken.Addr().String()
	for _, flag := range []string{"--addr", "--admin-addr"} {
		if _, err := bind(flag, addr); err == nil || !strings.Contains(err.Error(), addr+" is in use") || !strings.Contains(err.Error(), "another with "+flag+" 127.0.0.1:") {
			t.Errorf("%s: %v", flag, err)
		}
	}
	if _, err := bindAdmin(addr, false); err == nil {
		t.Error("outside a demo another admin port was taken")
	}
	other, err := bindAdmin(addr, true)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()
	if other.Addr().String() == addr {
		t.Errorf("the taken port %s was taken", addr)
	}
	if _, err := bindAdmin("no.such.host.invalid:1", true); err == nil {
		t.Error("a host that is not here was replaced by another")
	}
}
