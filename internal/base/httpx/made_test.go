package httpx_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/httpx"
)

// TestWhatWasMadeIsInTheLine: whoever passes a request on does not know it from the path.
func TestWhatWasMadeIsInTheLine(t *testing.T) {
	for says, c := range map[string]struct {
		status         int
		location, want string
	}{
		"made":                       {http.StatusCreated, "/v1/problems/4", "/v1/problems/4"},
		"on its way":                 {http.StatusAccepted, "/v1/submissions/4", "/v1/submissions/4"},
		"sent elsewhere":             {http.StatusSeeOther, "/v1/blobs/4?token=t", ""},
		"made, and opened by a link": {http.StatusCreated, "https://elsewhere.example/?token=t", ""},
		"made, and cannot be read":   {http.StatusCreated, "", ""},
	} {
		var out bytes.Buffer
		handler := httpx.Chain(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if c.location != "" {
				w.Header().Set("Location", c.location)
			}
			w.WriteHeader(c.status)
		}), httpx.RequestIDs, httpx.Log(slog.New(slog.NewJSONHandler(&out, nil))))
		serve(handler, request(t, http.MethodPost, "/v1/things", ""))
		var line map[string]any
		if err := json.Unmarshal(out.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if got, _ := line["made"].(string); got != c.want {
			t.Errorf("%s: the line says %q, want %q", says, got, c.want)
		}
	}
}
