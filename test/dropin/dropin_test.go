// Package dropin_test lets published client libraries of Judge0 and Piston work against the real product, by nothing
// but another address.
package dropin_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/test/form"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

const (
	token = "a token of the operator"
	admin = "a token of an administrator"
)

// packages are the client libraries, pinned, and the script that uses each.
var packages = []struct {
	name, registry, pinned, script string
	guarded                        bool // against a server that asks for a token
}{
	{"judge0, the official SDK", "pypi", "judge0==0.0.8", "judge0_sdk.py", false},
	{"judge0, the official SDK, with a token", "pypi", "judge0==0.0.8", "judge0_sdk.py", true},
	{"judge0api", "pypi", "judge0api==0.1.20", "judge0_api.py", true},
	{"judge0-api-wrapper", "pypi", "judge0-api-wrapper==1.1.3", "judge0_wrapper.py", true},
	{"ultra-piston", "pypi", "ultra-piston==1.0.1", "piston_ultra.py", true},
	{"aiopyston", "pypi", "aiopyston==1.2.1", "piston_aio.py", true},
	{"piston-client", "npm", "piston-client@1.0.2", "piston_client.mjs", false},
}

func TestPublishedClientsWorkByChangingTheAddress(t *testing.T) {
	open := product.StartEmpty(t, "--judge0", "--piston")
	guarded := product.StartEmpty(t, "--judge0", "--piston", "--dropin-token", token, "--dropin-user-token", admin, "--dropin-callbacks", "127.0.0.0/8")
	awaitLanguages(t, open.URL)
	awaitLanguages(t, guarded.URL)
	for _, p := range packages {
		t.Run(p.name, func(t *testing.T) {
			form.Part(t, p.name, "judge0, the official SDK, with a token", "ultra-piston")
			folder := install(t, p.registry, p.pinned)
			script, err := filepath.Abs(filepath.Join("clients", p.script))
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
			defer cancel()
			address, secret, user := open.URL, "", ""
			if p.guarded {
				address, secret, user = guarded.URL, token, admin
			}
			var run *exec.Cmd
			if p.registry == "npm" {
				// Packages are looked up from where a script lies.
				script = copied(t, script, folder)
				run = exec.CommandContext(ctx, "node", script)
			} else {
				run = exec.CommandContext(ctx, "python3", script)
				run.Env = append(os.Environ(), "PYTHONPATH="+folder)
			}
			run.Env = append(run.Environ(), "ADDRESS="+address, "TOKEN="+secret, "USER_TOKEN="+user)
			run.Dir = t.TempDir()
			out, err := run.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "all is well") {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	t.Run("a WebSocket", func(t *testing.T) { talk(t, guarded.URL) })
	t.Run("a callback", func(t *testing.T) { callBack(t, guarded.URL) })
	t.Run("nobody without the token", func(t *testing.T) {
		for _, path := range []string{"/languages", "/api/v2/runtimes"} {
			if a := get(t, guarded.URL+path); a != http.StatusUnauthorized {
				t.Errorf("%s: %d", path, a)
			}
		}
	})
}

// awaitLanguages waits until the worker has told what it has.
func awaitLanguages(t *testing.T, url string) { awaitRows(t, url+"/languages") }

func awaitRuntimes(t *testing.T, url string) { awaitRows(t, url+"/api/v2/runtimes") }

func awaitRows(t *testing.T, url string) {
	t.Helper()
	harness.Eventually(t, time.Minute, func() error {
		q, _ := http.NewRequest(http.MethodGet, url, nil)
		q.Header.Set("X-Auth-Token", token)
		a, err := http.DefaultClient.Do(q)
		if err != nil {
			return err
		}
		defer a.Body.Close()
		var all []any
		if err := json.NewDecoder(a.Body).Decode(&all); err != nil || len(all) == 0 {
			return errNothing
		}
		return nil
	})
}

type plain string

func (e plain) Error() string { return string(e) }

const errNothing = plain("no languages yet")

func get(t *testing.T, url string) int {
	t.Helper()
	a, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	return a.StatusCode
}

// callBack submits a program whose end is told to an address of ours.
func callBack(t *testing.T, url string) {
	told := make(chan string, 5)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		told <- r.Method + " " + string(data)
	}))
	t.Cleanup(server.Close)
	q, _ := http.NewRequest(http.MethodPost, url+"/submissions", strings.NewReader(`{"source_code":"echo hi","language_id":46,"callback_url":"`+server.URL+`"}`))
	q.Header = http.Header{"X-Auth-Token": {token}, "Content-Type": {"application/json"}}
	a, err := http.DefaultClient.Do(q)
	if err != nil || a.StatusCode != http.StatusCreated {
		t.Fatal(a, err)
	}
	defer a.Body.Close()
	select {
	case got := <-told:
		if !strings.HasPrefix(got, "PUT {") || !strings.Contains(got, `"stdout":"aGkK"`) {
			t.Error(got)
		}
	case <-time.After(time.Minute):
		t.Error("nobody called back")
	}
}

// talk runs a real program over Piston's WebSocket: it asks, and is answered.
func talk(t *testing.T, url string) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	socket, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http")+"/api/v2/connect",
		&websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {token}}})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.CloseNow()
	say := func(text string) {
		if err := socket.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	say(`{"type":"init","language":"python","version":"3.x","files":[{"content":"n = input('name? ')\nprint('hello', n)\nraise SystemExit(3)"}]}`)
	var shown strings.Builder
	var last string
	answered := false
	for {
		_, data, err := socket.Read(ctx)
		if code := websocket.CloseStatus(err); code == 4999 {
			break
		} else if err != nil {
			t.Fatalf("%v after %q, %s", err, shown.String(), last)
		}
		last = string(data)
		var m struct{ Type, Stream, Data string }
		if err := json.Unmarshal(data, &m); err != nil {
			t.Fatal(err)
		}
		if m.Type == "data" {
			shown.WriteString(m.Data)
		}
		if !answered && strings.Contains(shown.String(), "name? ") {
			say(`{"type":"data","stream":"stdin","data":"Ada\n"}`)
			answered = true
		}
	}
	if shown.String() != "name? hello Ada\n" || last != `{"type":"exit","stage":"run","code":3,"signal":null}` {
		t.Errorf("%q, %s", shown.String(), last)
	}
}
