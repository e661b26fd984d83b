package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"

	"github.com/codecraft-hq/codecraft/internal/base/lifecycle"
)

// bind takes addr now, so that a taken port fails the start and not a request. What is refused names the flag to change.
func bind(flag, addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case err == nil:
		return listener, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s %s is in use by another process: stop it, or choose another with %s", flag, addr, exampleOf(flag, addr))
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s %s: ports below 1024 are the administrator's here: choose another with %s", flag, addr, exampleOf(flag, addr))
	}
	return nil, fmt.Errorf("%s %s: %w", flag, addr, err)
}

// exampleOf is the flag with the same host and a port that is likely to be free.
func exampleOf(flag, addr string) string {
	host, port, _ := net.SplitHostPort(addr)
	number, err := strconv.Atoi(port)
	if err != nil || number < 1024 || number > 60000 {
		number = 8080
	}
	return flag + " " + net.JoinHostPort(host, strconv.Itoa(number+1))
}

// bindAdmin binds the admin address, and in a demo, whose people look at the product and not at ports, any free port
// in the place of a taken one.
func bindAdmin(addr string, demo bool) (net.Listener, error) {
	listener, err := bind("--admin-addr", addr)
	if err == nil || !demo {
		return listener, err
	}
	host, _, _ := net.SplitHostPort(addr)
	if other, otherErr := net.Listen("tcp", net.JoinHostPort(host, "0")); otherErr == nil {
		return other, nil
	}
	return nil, err
}

// serving is the unit that serves what comes to the listener.
// Streams have no write timeout here: their handlers set deadlines of their own.
func serving(name string, listener net.Listener, handler http.Handler, secure *tls.Config) lifecycle.Unit {
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
	return lifecycle.Unit{Name: name, Run: run}
}

// secured answers the TLS configuration: certificate files, ACME, or nil for plain HTTP. Shown is told of what browsers are.
func secured(c Config, shown *shownCertificate, log *slog.Logger) (*tls.Config, error) {
	switch {
	case c.TLSCert != "":
		files := &certificateFiles{certificate: c.TLSCert, key: c.TLSKey, log: log, now: time.Now}
		return &tls.Config{GetCertificate: shown.watch(files.get), MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}, files.load()
	case len(c.ACMEHosts) > 0:
		manager := &autocert.Manager{
			Prompt:     autocert.AcceptTOS,
			HostPolicy: autocert.HostWhitelist(c.ACMEHosts...),
			Email:      c.ACMEEmail,
			Cache:      autocert.DirCache(c.Folder("certificates")),
		}
		if c.ACMEServer != "" {
			manager.Client = &acme.Client{DirectoryURL: c.ACMEServer}
		}
		config := manager.TLSConfig()
		config.GetCertificate, config.MinVersion = shown.watch(config.GetCertificate), tls.VersionTLS12
		return config, nil
	}
	return nil, nil
}
