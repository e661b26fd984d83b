package harness

import (
	"fmt"
	"math/rand/v2"
	"net"
	"sync"
	"testing"
)

// What a program started by a test listens on is chosen before it starts, and kept while it is down. These ports are below
// those that the kernel gives to whoever does not choose (32768 and up), connections from here among them.
const firstPort, ports = 20_000, 12_000

// claims keeps the names: a listener that nobody holds is closed.
var claims sync.Map // of addresses to net.Listener

// FreeAddr is an address on loopback for a program that the test starts. Nobody else gets it for as long as this process lives.
func FreeAddr(t testing.TB) string {
	t.Helper()
	for range 1000 {
		port := firstPort + rand.IntN(ports)
		// A name in the kernel that goes with this process tells other tests that the port is taken.
		claim, err := net.Listen("unix", fmt.Sprintf("@codecraft-test-port-%d", port))
		if err != nil {
			continue
		}
		addr := fmt.Sprintf("127.0.0.1:%d", port)
		l, err := net.Listen("tcp", addr)
		if err != nil {
			_ = claim.Close()
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		claims.Store(addr, claim)
		return addr
	}
	t.Fatal("no port is free on loopback")
	return ""
}
