package httpx_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// paced is a server that gives up slow clients at once, in what the handler does.
func paced(t *testing.T, handle http.HandlerFunc) net.Conn {
	t.Helper()
	server := httptest.NewServer(httpx.Pace{Grace: 50 * time.Millisecond, Rate: 1 << 20}.Middleware(handle))
	t.Cleanup(server.Close)
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func send(t *testing.T, c net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(c, text); err != nil {
		t.Fatal(err)
	}
}

func TestASlowBodyIsGivenUp(t *testing.T) {
	c := paced(t, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			httpx.WriteError(w, r, err)
		}
	})
	send(t, c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nfew")
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(answer.Body)
	if answer.StatusCode != http.StatusRequestTimeout || !bytes.Contains(body, []byte("body_too_slow")) {
		t.Errorf("answered %d %s", answer.StatusCode, body)
	}
}

func TestABodyThatIsNotReadHoldsNoConnection(t *testing.T) {
	c := paced(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	send(t, c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nfew")
	if _, err := io.ReadAll(c); err != nil { // ends when the server closes
		t.Log(err)
	}
}

func TestWhatComesInTimeIsRead(t *testing.T) {
	large := strings.Repeat("x", 1<<20)
	asked := make(chan struct{})
	c := paced(t, func(w http.ResponseWriter, r *http.Request) {
		got, err := io.ReadAll(r.Body)
		if err != nil || string(got) != large {
			httpx.WriteError(w, r, err)
			return
		}
		<-asked // far longer than the grace: reading has ended, its deadline with it
		if r.Context().Err() == nil {
			_, _ = io.WriteString(w, large)
		}
	})
	send(t, c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n")
	send(t, c, large)
	time.AfterFunc(200*time.Millisecond, func() { close(asked) })
	answer, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(answer.Body); err != nil || string(got) != large {
		t.Errorf("answered %d with %d bytes: %v", answer.StatusCode, len(got), err)
	}
}

func TestASlowReaderIsGivenUp(t *testing.T) {
	ended := make(chan error)
	c := paced(t, func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for {
			if _, err := w.Write(block); err != nil {
				ended <- err
				return
			}
		}
	})
	send(t, c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n") // and reads nothing
	<-ended
}
