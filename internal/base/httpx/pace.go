package httpx

import (
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Pace is how slow a client may be, in sending a request's body and in taking the answer: after Grace, Rate bytes a second
// from the beginning on. Who is slower is let go of: else a few bytes now and then would hold a connection, and what is
// in memory for it, for ever. Streams and WebSockets see to their own writing.
type Pace struct {
	Grace time.Duration
	Rate  int64 // bytes a second
}

// Middleware holds clients to the pace.
func (p Pace) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		control := http.NewResponseController(w)
		_ = control.SetWriteDeadline(time.Time{}) // that of the request before, on the same connection
		if r.Body != nil && r.Body != http.NoBody {
			body := &pacedBody{ReadCloser: r.Body, pace: pace{of: p, set: control.SetReadDeadline}}
			r.Body = body
			defer func() {
				if !body.ended { // the server reads what the handler has left, before it sends the end of the answer
					_ = control.SetReadDeadline(time.Now().Add(p.Grace / 2))
				}
			}()
		}
		if Streams(r) {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(&pacedWriter{ResponseWriter: w, pace: pace{of: p, set: control.SetWriteDeadline}}, r)
		_ = control.SetWriteDeadline(time.Now().Add(p.Grace))
	})
}

// pace sets the deadline of what comes next by what has come.
type pace struct {
	of    Pace
	set   func(time.Time) error
	began time.Time
	bytes int64
}

func (p *pace) expect() {
	if p.began.IsZero() {
		p.began = time.Now()
	}
	_ = p.set(p.began.Add(p.of.Grace + time.Duration(float64(p.bytes)/float64(p.of.Rate)*float64(time.Second)))) // not every connection has one
}

type pacedBody struct {
	io.ReadCloser
	pace
	ended bool
}

func (b *pacedBody) Read(to []byte) (int, error) {
	b.expect()
	n, err := b.ReadCloser.Read(to)
	b.bytes += int64(n)
	b.ended = err != nil
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return n, errs.New(errs.TooSlow, "body_too_slow", "the request body came too slowly and was given up: send it again over a faster line, or send less")
	case err != nil:
		_ = b.set(time.Time{}) // the server waits for the client's leaving from now on, however long that takes
	}
	return n, err
}

type pacedWriter struct {
	http.ResponseWriter
	pace
}

// Unwrap serves http.ResponseController.
func (w *pacedWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *pacedWriter) Write(b []byte) (int, error) {
	w.expect()
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}
