package httpx

import "net/http"

// response watches what is answered. Streams and WebSockets reach through it by Unwrap.
type response struct {
	http.ResponseWriter
	status int // 0 until the header is out
	bytes  int64
	begun  []func(status int, header http.Header) // those who want to know that the header goes out
}

// watch wraps w, once.
func watch(w http.ResponseWriter) *response {
	if already, ok := w.(*response); ok {
		return already
	}
	return &response{ResponseWriter: w}
}

// Unwrap serves http.ResponseController.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *response) WriteHeader(status int) {
	if w.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		w.status = status
		for _, tell := range w.begun {
			tell(status, w.Header())
		}
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Flush serves those who ask for an http.Flusher.
func (w *response) Flush() { _ = http.NewResponseController(w.ResponseWriter).Flush() }

// answered is the status that went out; a handler that said nothing at all said 200.
func (w *response) answered() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}
