package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
)

// listen binds addr now, so that a taken port fails the start and not a request, and answers the unit that serves it.
// Streams have no write timeout here: their handlers set deadlines of their own.
func listen(name, addr string, handler http.Handler, secure *tls.Config) (lifecycle.Unit, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return lifecycle.Unit{}, fmt.Errorf("%s: %w; is another process using it? choose another address", name, err)
	}
	if secure != nil {
		listener = tls.NewListener(listener, secure)
	}
	// Streams end when the server is told to stop, so that draining waits for requests and not for watchers.
	streams, endStreams := context.WithCancel(context.Background())
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return streams },
	}
	run := func(ctx context.Context) error {
		defer endStreams()
		failed := make(chan error, 1)
		go func() { failed <- server.Serve(listener) }()
		select {
		case err := <-failed:
			return err
		case <-ctx.Done():
		}
		drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
		defer cancel()
		time.AfterFunc(2*time.Second, endStreams)
		if err := server.Shutdown(drain); err != nil && !errors.Is(err, http.ErrServerClosed) {
			return server.Close()
		}
		return nil
	}
	return lifecycle.Unit{Name: name, Run: run}, nil
}

// secured answers the TLS configuration: certificate files, ACME, or nil for plain HTTP.
func secured(c Config) (*tls.Config, error) {
	switch {
	case c.TLSCert != "":
		pair, err := tls.LoadX509KeyPair(c.TLSCert, c.TLSKey)
		if err != nil {
			return nil, fmt.Errorf("TLS certificate: %w", err)
		}
		return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, nil
	case len(c.ACMEHosts) > 0:
		manager := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			HostPolicy: autocert.HostWhitelist(c.ACMEHosts...),
			Email:      c.ACMEEmail,
			Cache:      autocert.DirCache(c.folder("certificates")),
		}
		if c.ACMEServer != "" {
			manager.Client = &acme.Client{DirectoryURL: c.ACMEServer}
		}
		config := manager.TLSConfig()
		config.MinVersion = tls.VersionTLS12
		return config, nil
	}
	return nil, nil
}
