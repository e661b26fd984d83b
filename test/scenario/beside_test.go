package scenario

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/test/client"
)

// Who may use a route that is mounted beside the API's registry.
const (
	open   = "open"              // to everybody
	tokens = "tokens"            // to who knows the token of the drop-in interfaces
	admin  = "the admin address" // not served to people
	passed = "passed on"         // to another process, which decides
)

// besides are the routes that are mounted beside the registry, as they stand in the source. One that is missing here fails the test.
var besides = map[string]string{
	`"GET /v1/openapi.json"`: open, `"GET /v1/openapi/"+m.name+".json"`: open, `"GET /docs/"`: open, `"GET /docs"`: open, `"GET /docs/{$}"`: open, `"GET /docs/"+name`: open, `"GET /{$}"`: open, `"GET /"`: open,
	`"GET /healthz"`: open, `"GET /readyz"`: open,
	`"GET /metrics"`: admin, `"GET /debug/pprof/"`: admin, `"GET /debug/pprof/cmdline"`: admin, `"GET /debug/pprof/profile"`: admin,
	`"GET /debug/pprof/symbol"`: admin, `"GET /debug/pprof/trace"`: admin,
	`path`: passed, `path+"/"`: passed, `method+" "+path`: passed, `method+" "+path+"/"`: passed, `pattern`: passed,
	`MediaPath+"/rtc"`: passed, `MediaPath+"/rtc/"`: passed, // to the video server, which asks for a ticket
	`"GET /api/v2/runtimes"`: tokens, `"POST /api/v2/execute"`: tokens, `"GET /api/v2/connect"`: tokens, `"GET /api/v2/packages"`: tokens,
	`"POST /api/v2/packages"`: tokens, `"DELETE /api/v2/packages"`: tokens,
	`"POST /submissions"`: tokens, `"POST /submissions/batch"`: tokens, `"GET /submissions/batch"`: tokens, `"GET /submissions/{token}"`: tokens,
	`"GET /submissions"`: tokens, `"DELETE /submissions/{token}"`: tokens, `"GET /languages"`: tokens, `"GET /languages/all"`: tokens,
	`"GET /languages/{id}"`: tokens, `"GET /statuses"`: tokens, `"GET /config_info"`: tokens, `"GET /system_info"`: tokens, `"GET /about"`: tokens,
	`"GET /version"`: tokens, `"GET /license"`: tokens, `"GET /workers"`: tokens, `"POST /authenticate"`: tokens, `"POST /authorize"`: tokens,
}

var mounting = regexp.MustCompile(`\b(?:(\w+)\.(?:Handle|HandleFunc)\(|open\(("[A-Z]))([^,()\n]+),`)

// mountings are the patterns that the source mounts by itself.
func mountings(t *testing.T) (found map[string]bool) {
	found = map[string]bool{}
	err := filepath.WalkDir("../../internal", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "engine" {
			return fs.SkipDir // it speaks no HTTP
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range mounting.FindAllStringSubmatch(string(source), -1) {
			if m[1] != "jsonapi" && m[3] != "ctx" { // these are the registry, and a log that takes a line
				found[m[2]+m[3]] = true
			}
		}
		return err
	})
	if err != nil || len(found) < 30 {
		t.Fatalf("%d routes are mounted beside the API's registry: that is not all: %v", len(found), err)
	}
	return found
}

// beside tries the routes that the API's registry does not know: as nobody, and as everybody who is signed in.
func beside(t *testing.T, w *world) {
	for pattern := range mountings(t) {
		who, known := besides[pattern]
		if !known {
			t.Errorf("%s is mounted, and nothing says who may use it: add it to besides", pattern)
		}
		if who == passed {
			continue
		}
		method, path, _ := strings.Cut(strings.NewReplacer(`"`, "", "+m.name+", "auth", "+name", "start.js", "{$}", "", "{token}", w.ids["submissions"], "{id}", "71").Replace(pattern), " ")
		for _, a := range w.askers() {
			answer := a.client.Raw(method, path, http.Header{"Accept": {"*/*"}}, nil)
			a.shown(t, pattern, string(answer.Body))
			besideAs(t, a.name+"'s "+pattern, who, answer)
		}
	}
}

func besideAs(t *testing.T, what, who string, a client.Answer) {
	t.Helper()
	switch who {
	case open:
		if a.Status != http.StatusOK && a.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", what, a.Status)
		}
	case tokens:
		if a.Status != http.StatusUnauthorized {
			t.Errorf("%s: %d, want 401: %.200s", what, a.Status, a.Body)
		}
	case admin: // the app's page answers, or nothing
		if media := a.Header.Get("Content-Type"); !strings.HasPrefix(media, "text/html") && a.Status != http.StatusNotFound && a.Status != http.StatusServiceUnavailable {
			t.Errorf("%s: %d %s: %.200s", what, a.Status, media, a.Body)
		}
	}
}
