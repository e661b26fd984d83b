package app_test

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/app"
)

func TestLevelsThatAreAccepted(t *testing.T) {
	for name, x := range map[string]struct {
		addr, level string
		insecure    bool
		contained   bool
	}{
		"on loopback, contained will do":           {"127.0.0.1:8080", "auto", false, true},
		"on loopback, unless isolation is wanted":  {"127.0.0.1:8080", "isolated", false, false},
		"elsewhere it will not":                    {"0.0.0.0:8080", "auto", false, false},
		"elsewhere it is asked for":                {"0.0.0.0:8080", "contained", false, true},
		"whoever takes nothing takes it, too":      {"0.0.0.0:8080", "auto", true, true},
		"a name that may be anything is elsewhere": {"example.org:8080", "auto", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := app.Config{Addr: x.addr}
			c.SandboxLevel, c.InsecureNoSandbox = x.level, x.insecure
			if got := app.AllowsContained(&c); got != x.contained {
				t.Errorf("got %v", got)
			}
		})
	}
}
