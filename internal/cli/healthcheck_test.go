package cli_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthcheckTellsWhetherTheProcessIsReady(t *testing.T) {
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	ready := busy(t, true)
	_, port, _ := strings.Cut(ready, ":")
	tests := map[string]struct {
		address string
		status  int
		says    string
	}{
		"it is ready":                         {ready, 0, "is ready\n"},
		"it listens everywhere":               {"0.0.0.0:" + port, 0, "is ready\n"},
		"it listens everywhere, said shortly": {":" + port, 0, "is ready\n"},
		"it is not, and why":                  {busy(t, false), 1, "is not ready: worker is not ready"},
		"it is something else":                {strings.TrimPrefix(other.URL, "http://"), 1, "is not the admin listener of a CodeCraft"},
		"it is gone":                          {strings.TrimPrefix(gone.URL, "http://"), 1, "is the product running, with this --admin-addr?"},
		"it has no admin listener":            {"", 1, "--admin-addr is empty"},
	}
	for name, c := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CODECRAFT_ADMIN_ADDR", c.address) // as an image's check gets it
			status, out, errOut := run("healthcheck")
			if status != c.status || !strings.Contains(out+errOut, c.says) || strings.Contains(out+errOut, "\x1b") {
				t.Errorf("status %d, want %d and %q\n%s%s", status, c.status, c.says, out, errOut)
			}
			if strings.Count(out+errOut, "\n") != 1 {
				t.Errorf("it is no single sentence:\n%s%s", out, errOut)
			}
		})
	}
}
