package httpx_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func TestCallbacksDoNotGoInside(t *testing.T) {
	client := httpx.Outward(2 * time.Second)
	for _, host := range []string{
		"127.0.0.1:1", "localhost:1", "[::1]:1", "10.1.2.3:1", "172.16.0.1:1", "192.168.1.1:1", "169.254.169.254:1", "[fe80::1]:1", "[fd00::1]:1",
		"0.0.0.0:1", "[::]:1", "100.64.0.1:1", "224.0.0.1:1", "255.255.255.255:1", "[::ffff:127.0.0.1]:1", "[64:ff9b::7f00:1]:1", "[2002:7f00:1::]:1",
		"2130706433:1", "0x7f.1:1",
	} {
		_, err := client.Get("http://" + host + "/")
		if err == nil || !errors.Is(err, httpx.ErrInside) && host[0] != '2' && host[:2] != "0x" {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestCallbacksGoWhereTheOperatorAllowsAndNoFurther(t *testing.T) {
	calls := 0
	inner := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		http.Redirect(w, r, "/again", http.StatusFound)
	}))
	t.Cleanup(inner.Close)
	a, err := httpx.Outward(5*time.Second, netip.MustParsePrefix("127.0.0.0/8")).Get(inner.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if a.StatusCode != http.StatusFound || calls != 1 {
		t.Errorf("%d after %d calls", a.StatusCode, calls)
	}
}
