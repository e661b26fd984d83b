package httpx

import (
	"mime"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

const (
	compressFrom = 1 << 10 // bytes: less fits into a packet as it is
	jitter       = 32      // bytes at most that blur the size of a compressed answer
)

// compressible are the media types worth it. Event streams are none: they are to arrive at once.
var compressible = []string{
	MediaType, "application/json", "application/javascript", "application/wasm", "image/svg+xml",
	"text/css", "text/csv", "text/html", "text/javascript", "text/markdown", "text/plain", "text/xml",
}

// Compress sends what is large enough as zstd or gzip, as the client likes. Streams, WebSockets and what is compressed
// already are left alone, and so is what the size of an answer could tell a stranger (BREACH): a
// page of another site makes a browser ask with our cookies, with its guess in the address, and sees how much is sent.
// secret says which requests have answers with secrets in them: these are never compressed, whoever asks.
//
// ETags stay what they are: they name a version of a resource for If-Match, and no representation of it; nothing that has
// one is cached (no-store), nor asked for with If-None-Match or in ranges.
func Compress(secret func(*http.Request) bool) Middleware {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom), gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.RandomJitter(jitter, 0, false), gzhttp.ContentTypeFilter(worthIt))
	if err != nil {
		panic("httpx: " + err.Error()) // the options are constants
	}
	return func(next http.Handler) http.Handler {
		compressed := wrap(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case Streams(r) || r.Header.Get("Upgrade") != "":
				next.ServeHTTP(w, r)
			case strangerAsks(r) || secret(r):
				w.Header().Add("Vary", "Accept-Encoding")
				next.ServeHTTP(w, r)
			default:
				compressed(w, r)
			}
		})
	}
}

func worthIt(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && slices.Contains(compressible, strings.ToLower(media))
}

// strangerAsks tells whether a page of another site may have made the browser send this, with its cookies: all of today's
// browsers say where a request comes from; with one that does not, it may be.
func strangerAsks(r *http.Request) bool {
	if r.Header.Get("Cookie") == "" {
		return false
	}
	from := r.Header.Get("Sec-Fetch-Site")
	return from != "same-origin" && from != "none"
}
