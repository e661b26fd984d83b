package httpx_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestWithoutATokenOnlyThisMachineAsks(t *testing.T) {
	for name, x := range map[string]struct {
		host, origin string
		want         bool
	}{
		"a program":                          {"127.0.0.1:8080", "", true},
		"a program, by name":                 {"localhost", "", true},
		"a program, by IPv6":                 {"[::1]:8080", "", true},
		"IPv6 without a port":                {"[::1]", "", true},
		"a page of this machine":             {"localhost:8080", "http://127.0.0.1:3000", true},
		"a page from elsewhere":              {"localhost:8080", "https://evil.example", false},
		"a page of no place":                 {"localhost:8080", "null", false},
		"a name that resolves to here":       {"evil.example:8080", "", false},
		"its page":                           {"evil.example:8080", "http://evil.example:8080", false},
		"a name that begins like an address": {"127.0.0.1.evil.example", "", false},
		"another machine":                    {"10.0.0.5:8080", "", false},
		"no host at all":                     {"", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.Host = x.host
			if x.origin != "" {
				r.Header.Set("Origin", x.origin)
			}
			if httpx.Local(r) != x.want {
				t.Errorf("want %v", x.want)
			}
		})
	}
}
