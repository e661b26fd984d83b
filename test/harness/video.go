package harness

import (
	"fmt"
	"net"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Program starts a neighbour of the test's own, and waits until it is ready. Its address is whatever it is reached by.
func Program(t testing.TB, address string, ready func() error, command ...string) *Server {
	t.Helper()
	s := &Server{
		URL: address, t: t, as: &syscall.SysProcAttr{Setpgid: true}, log: filepath.Join(t.TempDir(), "log"), ready: ready, command: command,
	}
	t.Cleanup(s.Kill)
	s.Start()
	return s
}

// Redis is a server that nodes of video meet over, at host:port. It keeps nothing.
func Redis(t testing.TB) *Server {
	t.Helper()
	address := FreeAddr(t)
	host, port, _ := strings.Cut(address, ":")
	return Program(t, address, answering(address), installed(t, "redis-server", "redis-server"),
		"--bind", host, "--port", port, "--save", "", "--appendonly", "no", "--dir", t.TempDir())
}

// TURN is a server that passes packets on, at host:port of UDP and TCP, for who shows what was made with the secret.
func TURN(t testing.TB, secret string) *Server {
	t.Helper()
	host := outward(t) // it passes nothing on to a loopback
	_, port, _ := strings.Cut(FreeAddr(t), ":")
	address := net.JoinHostPort(host, port)
	return Program(t, address, answering(address), installed(t, "turnserver", "coturn"),
		"-n", "--listening-ip", host, "--listening-port", port, "--relay-ip", host, "--realm", "test", "--use-auth-secret", "--static-auth-secret", secret,
		"--no-tls", "--no-dtls", "--no-cli", "--log-file", "stdout", "--pidfile", filepath.Join(t.TempDir(), "pid"), "--userdb", filepath.Join(t.TempDir(), "users"))
}

// installed is where a program is.
func installed(t testing.TB, program, debian string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatalf("%s is not installed: tools/setup test, or apt-get install %s", program, debian)
	}
	return path
}

// answering is ready once somebody takes connections.
func answering(address string) func() error {
	return func() error {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		return c.Close()
	}
}

// outward is the address that this host has for others. Nothing is sent.
func outward(t testing.TB) string {
	t.Helper()
	c, err := net.Dial("udp", "192.0.2.1:9")
	if err != nil {
		t.Fatal(fmt.Errorf("this host has no address but that of its loopback: %w", err))
	}
	defer c.Close()
	return c.LocalAddr().(*net.UDPAddr).IP.String()
}
