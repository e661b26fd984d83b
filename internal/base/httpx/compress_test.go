package httpx_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

func plainly(*http.Request) bool { return false }

// decoded is the body as the client reads it.
func decoded(t *testing.T, encoding string, body io.Reader) string {
	t.Helper()
	switch encoding {
	case "gzip":
		r, err := gzip.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		body = r
	case "zstd":
		r, err := zstd.NewReader(body)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		body = r
	}
	b, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCompress(t *testing.T) {
	const api, both = "Content-Type: application/vnd.api+json", "Accept-Encoding: gzip, zstd"
	large := strings.Repeat(`{"type":"problems"}`, 1000)
	for says, c := range map[string]struct {
		ask      []string
		answer   []string
		body     string
		encoding string
	}{
		"zstd where it is known":              {[]string{both}, []string{api}, large, "zstd"},
		"gzip for the others":                 {[]string{"Accept-Encoding: gzip, deflate"}, []string{api}, large, "gzip"},
		"what was excluded":                   {[]string{"Accept-Encoding: zstd;q=0, gzip"}, []string{api}, large, "gzip"},
		"nothing where nothing is known":      {[]string{"A: b"}, []string{api}, large, ""},
		"nothing for what is small":           {[]string{both}, []string{api}, `{"data":null}`, ""},
		"a profile of the media type":         {[]string{both}, []string{api + `;profile="x"`}, large, "zstd"},
		"an event stream, whoever asks":       {[]string{both}, []string{"Content-Type: text/event-stream"}, large, ""},
		"a client that asks for a stream":     {[]string{both, "Accept: text/event-stream"}, []string{api}, large, ""},
		"a picture":                           {[]string{both}, []string{"Content-Type: image/png"}, large, ""},
		"what is compressed already":          {[]string{both}, []string{api, "Content-Encoding: br"}, large, "br"},
		"a part":                              {[]string{both}, []string{api, "Content-Range: bytes 0-9/20"}, large, ""},
		"our own page, with cookies":          {[]string{both, "Cookie: a=b", "Sec-Fetch-Site: same-origin"}, []string{api}, large, "zstd"},
		"a typed address, with cookies":       {[]string{both, "Cookie: a=b", "Sec-Fetch-Site: none"}, []string{api}, large, "zstd"},
		"another site's page":                 {[]string{both, "Cookie: a=b", "Sec-Fetch-Site: cross-site"}, []string{api}, large, ""},
		"a neighbour's page":                  {[]string{both, "Cookie: a=b", "Sec-Fetch-Site: same-site"}, []string{api}, large, ""},
		"cookies, and nobody says from where": {[]string{both, "Cookie: a=b"}, []string{api}, large, ""},
		"an answer with a secret":             {[]string{both, "Secret: 1"}, []string{api}, large, ""},
	} {
		t.Run(says, func(t *testing.T) {
			h := httpx.Compress(func(r *http.Request) bool { return r.Header.Get("Secret") != "" })(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for _, line := range append(c.answer, `Etag: "7"`) {
					name, value, _ := strings.Cut(line, ": ")
					w.Header().Set(name, value)
				}
				w.WriteHeader(http.StatusAccepted)
				_, _ = io.WriteString(w, c.body)
			}))
			w := serve(h, request(t, "GET", "/v1/x", "", c.ask...))
			got := w.Header()
			if w.Code != http.StatusAccepted || got.Get("Content-Encoding") != c.encoding || got.Get("Etag") != `"7"` {
				t.Fatalf("answered %d %v", w.Code, got)
			}
			if stream := strings.Contains(says, "asks for a stream"); (got.Get("Vary") == "Accept-Encoding") == stream {
				t.Errorf("Vary is %q", got.Values("Vary"))
			}
			if sent := w.Body.Len(); (c.encoding == "zstd" || c.encoding == "gzip") && sent > len(c.body)/10 {
				t.Errorf("%d bytes were sent as %d", len(c.body), sent)
			}
			if body := decoded(t, c.encoding, w.Body); body != c.body {
				t.Errorf("the client reads %.100s", body)
			}
		})
	}
}

// An answer that is kept under a key is kept as it is, and compressed for whoever reads it.
func TestKeptAnswersAreCompressedForWhoReadsThem(t *testing.T) {
	store, body := kept(t), strings.Repeat("0123456789", 500)
	h := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", httpx.MediaType)
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, body)
	}), httpx.Compress(plainly), httpx.Idempotent(func(*http.Request) httpx.IdempotencyStore { return store }, 1000))
	for _, encoding := range []string{"gzip", "zstd", ""} {
		w := serve(h, request(t, "POST", "/v1/x", "a", "Idempotency-Key: 12345678", "Accept-Encoding: "+encoding))
		if w.Code != 201 || w.Header().Get("Content-Encoding") != encoding || decoded(t, encoding, w.Body) != body {
			t.Errorf("%s: answered %d %v", encoding, w.Code, w.Header())
		}
	}
}

// A list of a hundred resources, each a little different, as the API sends it.
func BenchmarkCompress(b *testing.B) {
	var list bytes.Buffer
	for i := range 100 {
		fmt.Fprintf(&list, `{"type":"problems","id":"01a223c1-9bd5-7356-b2ac-%012x","attributes":{"title":"Problem %d","difficulty":"easy","points":%d,"createdAt":"2026-03-01T12:%02d:%02dZ"},"links":{"self":"/v1/problems/%d"}},`, i*7919*7919, i, i*31%100, i%60, i*7%60, i)
	}
	h := httpx.Compress(plainly)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", httpx.MediaType)
		_, _ = w.Write(list.Bytes())
	}))
	for _, encoding := range []string{"identity", "gzip", "zstd"} {
		b.Run(encoding, func(b *testing.B) {
			r, err := http.NewRequestWithContext(b.Context(), http.MethodGet, "/v1/problems", nil)
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Accept-Encoding", encoding)
			sent := 0
			for b.Loop() {
				sent = serve(h, r).Body.Len()
			}
			b.ReportMetric(float64(sent), "sent-bytes")
			b.SetBytes(int64(list.Len()))
		})
	}
}
