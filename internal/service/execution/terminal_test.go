package execution_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// terminal is a client at a run's terminal.
type terminal struct {
	t      *testing.T
	socket *websocket.Conn
	shown  bytes.Buffer
	notes  []map[string]any // JSON messages
	end    map[string]any
	at     int64 // offset behind what was shown
	took   int64 // input bytes taken
}

// startTerminal starts a program at a terminal and answers the run's id.
func (w *world) startTerminal(who identity.Principal, language, source string, more map[string]any) string {
	w.t.Helper()
	attributes := map[string]any{"language": language, "source": source, "terminal": map[string]any{"rows": 24, "columns": 80}}
	for name, value := range more {
		attributes[name] = value
	}
	status, doc := w.do(who, "POST", "/v1/runs", attributes)
	if status != http.StatusCreated || doc.Data.Links["socket"] == "" {
		w.t.Fatalf("a run with a terminal answers %d %+v", status, doc)
	}
	return doc.Data.ID
}

func (w *world) dial(who identity.Principal, run, query string, header http.Header) (*websocket.Conn, int, error) {
	w.t.Helper()
	principal, _ := json.Marshal(who)
	if header == nil {
		header = http.Header{}
	}
	header.Set("X-Principal", string(principal))
	socket, answer, err := websocket.Dial(w.t.Context(), w.http.URL+"/v1/runs/"+run+"/socket"+query, &websocket.DialOptions{HTTPHeader: header})
	status := 0
	if answer != nil {
		status = answer.StatusCode
	}
	return socket, status, err
}

func (w *world) connect(t *testing.T, who identity.Principal, run, query string) *terminal {
	t.Helper()
	socket, status, err := w.dial(who, run, query, nil)
	if err != nil {
		t.Fatalf("connecting to a terminal answers %d: %v", status, err)
	}
	t.Cleanup(func() { _ = socket.CloseNow() })
	socket.SetReadLimit(1 << 20)
	return &terminal{t: t, socket: socket}
}

// next reads one message.
func (c *terminal) next() error {
	ctx, cancel := context.WithTimeout(c.t.Context(), harness.Patience)
	defer cancel()
	kind, data, err := c.socket.Read(ctx)
	if err != nil {
		return err
	}
	if kind == websocket.MessageBinary {
		c.shown.Write(data)
		c.at += int64(len(data))
		return nil
	}
	var note map[string]any
	if err := json.Unmarshal(data, &note); err != nil {
		return err
	}
	c.notes = append(c.notes, note)
	switch note["type"] {
	case "hello":
		c.at = int64(note["from"].(float64))
	case "skipped":
		c.at += int64(note["bytes"].(float64))
	case "taken":
		c.took = int64(note["bytes"].(float64))
	case "end":
		c.end = note
	}
	return nil
}

// until reads until something holds.
func (c *terminal) until(holds func() bool) {
	c.t.Helper()
	for !holds() {
		if err := c.next(); err != nil {
			c.t.Fatalf("%v after %q and %v", err, last(c.shown.String()), c.notes)
		}
	}
}

func (c *terminal) sees(text string) {
	c.t.Helper()
	c.until(func() bool { return strings.Contains(c.shown.String(), text) })
}

// ends reads the end, and that the connection is closed after it.
func (c *terminal) ends(status string) {
	c.t.Helper()
	c.until(func() bool { return c.end != nil })
	if c.end["status"] != status {
		c.t.Errorf("ends as %v, want %s; the terminal showed %q", c.end, status, last(c.shown.String()))
	}
	if err := c.next(); websocket.CloseStatus(err) != websocket.StatusNormalClosure {
		c.t.Errorf("after the end comes %v", err)
	}
}

func (c *terminal) types(text string) {
	c.t.Helper()
	if err := c.socket.Write(c.t.Context(), websocket.MessageBinary, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *terminal) sends(message string) {
	c.t.Helper()
	if err := c.socket.Write(c.t.Context(), websocket.MessageText, []byte(message)); err != nil {
		c.t.Fatal(err)
	}
}

func last(s string) string { return s[max(0, len(s)-500):] }

func TestTerminal(t *testing.T) {
	backend, tools := realTools(t, 5)
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	for name, f := range map[string]func(*testing.T, *world){
		"a dialogue":                                     dialogue,
		"resizing reaches the program":                   resizes,
		"control-C interrupts a flood at once":           interruptsFlood,
		"control-C overtakes a paste nobody reads":       interruptsPaste,
		"a paste of 10 MB arrives whole":                 pastes,
		"signals":                                        signals,
		"a terminal comes back where it was":             comesBack,
		"what comes behind the end is told of the end":   behindTheEnd,
		"what is idle ends with a status of its own":     idles,
		"limits hold":                                    limitsHold,
		"a program that does not compile":                doesNotCompile,
		"stopping":                                       stops,
		"garbage closes the connection, not the run":     garbage,
		"an end that was before the connection is shown": afterTheEnd,
		"a third terminal of a person ends the first":    thirdTerminal,
		"who may connect":                                mayConnect,
		"staff watches a candidate and types nothing":    watches,
	} {
		t.Run(name, func(t *testing.T) { f(t, w) })
	}
}

func dialogue(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "python", `
import os, sys
print("tty", sys.stdin.isatty(), os.get_terminal_size(), os.environ["TERM"])
print("hello", input("name? "))
sys.exit(3)`, nil), "")
	c.sees("tty True os.terminal_size(columns=80, lines=24) xterm-256color")
	c.sees("name? ")
	c.types("Ada\r")
	c.sees("hello Ada")
	c.ends("failed")
	if c.end["exitCode"] != 3.0 || !strings.Contains(fmt.Sprint(c.end["stdout"]), "hello Ada") {
		t.Errorf("the end is %v", c.end)
	}
}

func resizes(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "bash", `trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done`, nil), "")
	c.sees("ready")
	c.sends(`{"type":"resize","rows":0,"columns":80}`)
	c.until(func() bool { return c.notes[len(c.notes)-1]["type"] == "refused" })
	c.sends(`{"type":"resize","rows":40,"columns":100}`)
	c.sees("40 100")
	c.ends("ok")
}

func interruptsFlood(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "bash", "yes", nil), "?flow=client")
	c.sees("y\r\ny")
	for c.at < 128<<10 { // as far as the window goes: nothing was said to be shown
		c.until(func() bool { return true })
		if err := c.next(); err != nil {
			t.Fatal(err)
		}
	}
	c.types("\x03")
	c.sends(fmt.Sprintf(`{"type":"shown","offset":%d}`, c.at))
	for c.end == nil {
		before := c.at
		if err := c.next(); err != nil {
			t.Fatal(err)
		}
		if c.at != before {
			c.sends(fmt.Sprintf(`{"type":"shown","offset":%d}`, c.at))
		}
	}
	if c.end["signal"] != "SIGINT" {
		t.Errorf("the end is %v", c.end)
	}
	if total := c.at; total > 4<<20 {
		t.Errorf("%d bytes were shown of a flood that nobody read", total)
	}
}

// behindTheEnd: a page that still types when the run ends is to hear how it ended, and not to lose its connection before.
func behindTheEnd(t *testing.T, w *world) {
	who := member(identity.Author)
	a, err := w.service.Attach(identity.With(t.Context(), who), ids.Run(w.startTerminal(who, "bash", "read -r word", nil)), 0)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Write([]byte("word\r")); err != nil {
		t.Fatal(err)
	}
	for shown := ""; shown != "end"; {
		c, err := a.Next()
		if err != nil {
			t.Fatal(err)
		}
		shown = c.Kind
	}
	if _, err := a.Write([]byte("more\r")); errs.Of(err).Code != "run_ended" || !errors.Is(err, io.EOF) {
		t.Errorf("what is typed then meets %v", err)
	}
	if err := a.Signal("INT"); errs.Of(err).Code != "run_ended" {
		t.Errorf("a signal meets %v", err)
	}
}

func interruptsPaste(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "bash", "stty -echo; echo ready; exec sleep 100", nil), "")
	c.sees("ready")
	c.types(strings.Repeat("nobody reads this line\n", 9000))
	c.types("\x03")
	c.ends("signalled")
	if c.end["signal"] != "SIGINT" {
		t.Errorf("the end is %v", c.end)
	}
}

func pastes(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "bash", "stty -echo; echo ready; head -c 10000000 | sha256sum", map[string]any{"limits": map[string]any{"cpuTimeMs": 30_000}}), "")
	c.sees("ready")
	const size = 10_000_000
	var paste bytes.Buffer
	for i := 0; paste.Len() < size; i++ { // no two lines alike: what is lost, doubled or exchanged changes the sum
		fmt.Fprintf(&paste, "%015d\n", i)
	}
	want := fmt.Sprintf("%x  -", sha256.Sum256(paste.Bytes()[:size]))
	go func() {
		for part := range slices.Chunk(paste.Bytes(), 32<<10) {
			if c.socket.Write(t.Context(), websocket.MessageBinary, part) != nil {
				return // the program has what it wants, and ends
			}
		}
	}()
	c.ends("ok")
	if got := c.shown.String(); strings.Count(got, want) != 1 {
		t.Errorf("the terminal showed %q, not the sum %s", last(got), want)
	}
}

func signals(t *testing.T, w *world) {
	for _, name := range []string{"INT", "TERM", "KILL"} {
		who := member(identity.Author)
		c := w.connect(t, who, w.startTerminal(who, "bash", "echo ready; exec sleep 100", nil), "")
		c.sees("ready")
		c.sends(`{"type":"signal","name":"HUP"}`)
		c.until(func() bool { return c.notes[len(c.notes)-1]["type"] == "refused" })
		c.sends(`{"type":"signal","name":"` + name + `"}`)
		c.ends("signalled")
		if c.end["signal"] != "SIG"+name {
			t.Errorf("%s: the end is %v", name, c.end)
		}
	}
}

func comesBack(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", `echo one; read x; echo two $x; read y; echo three`, nil)
	c := w.connect(t, who, run, "")
	c.sees("one")
	_ = c.socket.CloseNow()
	again := w.connect(t, who, run, fmt.Sprintf("?from=%d", c.at))
	again.types("x\r")
	again.sees("two x")
	if strings.Contains(again.shown.String(), "one") {
		t.Errorf("what was seen before comes again: %q", again.shown.String())
	}
	whole := w.connect(t, who, run, "")
	whole.sees("one")
	whole.sees("two x")
	whole.types("y\r")
	again.sees("three")
	again.ends("ok")
	whole.ends("ok")
}

func idles(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", "echo ready; read x", map[string]any{"terminal": map[string]any{"rows": 24, "columns": 80, "idleSeconds": 1}})
	c := w.connect(t, who, run, "")
	c.ends("idle_limit")
	if c.end["detail"] != "nothing was typed or shown for 1 s" {
		t.Errorf("the end is %v", c.end)
	}
}

func limitsHold(t *testing.T, w *world) {
	for status, more := range map[string]map[string]any{
		"wall_limit": {"source": "echo ready; exec sleep 100", "limits": map[string]any{"wallTimeMs": 300}},
		"cpu_limit":  {"source": "while :; do :; done", "limits": map[string]any{"cpuTimeMs": 100}},
		// nobody takes what is shown, which must not hold the clock up
		"output_limit": {"source": "yes", "limits": map[string]any{"outputKb": 64}},
	} {
		who := member(identity.Author)
		c := w.connect(t, who, w.startTerminal(who, "bash", "", more), "")
		c.ends(status)
	}
}

func doesNotCompile(t *testing.T, w *world) {
	who := member(identity.Author)
	c := w.connect(t, who, w.startTerminal(who, "c", "int main(){ return x; }", nil), "")
	c.ends("compile_error")
	if !strings.Contains(fmt.Sprint(c.end["compileOutput"]), "undeclared") {
		t.Errorf("the end is %v", c.end)
	}
}

func stops(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", "trap '' INT TERM HUP; echo ready; while :; do sleep 1; done", nil)
	c := w.connect(t, who, run, "")
	c.sees("ready")
	if status, _ := w.do(who, "DELETE", "/v1/runs/"+run, nil); status != http.StatusNoContent {
		t.Errorf("stopping answers %d", status)
	}
	c.ends("cancelled")
}

func garbage(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", "echo ready; read x; echo got $x", nil)
	for name, message := range map[string]string{"no JSON": "}{", "no object": `"x"`, "no known type": `{"type":"exec"}`, "a wrong type": `{"type":"resize","rows":"many"}`} {
		c := w.connect(t, who, run, "")
		c.sends(message)
		var err error
		for err == nil {
			err = c.next()
		}
		if websocket.CloseStatus(err) != websocket.StatusPolicyViolation {
			t.Errorf("%s: %v", name, err)
		}
	}
	c := w.connect(t, who, run, "")
	go func() { _ = c.socket.Write(t.Context(), websocket.MessageBinary, make([]byte, 1<<20)) }()
	var err error
	for err == nil {
		err = c.next()
	}
	if websocket.CloseStatus(err) != websocket.StatusMessageTooBig {
		t.Errorf("a message that is too large: %v", err)
	}
	c = w.connect(t, who, run, "")
	c.sees("ready")
	c.types("\x15it\r") // control-U: what the large message may have left is deleted
	c.sees("got it")
	c.ends("ok")
}

func afterTheEnd(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", "echo over", nil)
	harness.Eventually(t, 20*time.Second, func() error {
		if _, doc := w.do(who, "GET", "/v1/runs/"+run, nil); doc.text("status") != "ok" {
			return errors.New(doc.text("status"))
		}
		return nil
	})
	c := w.connect(t, who, run, "")
	c.ends("ok")
	if !strings.Contains(c.shown.String(), "over") {
		t.Errorf("the terminal showed %q", c.shown.String())
	}
}

func thirdTerminal(t *testing.T, w *world) {
	who := member(identity.Author)
	var all []*terminal
	for range 3 {
		c := w.connect(t, who, w.startTerminal(who, "bash", "echo ready; exec sleep 100", nil), "")
		c.sees("ready")
		all = append(all, c)
	}
	all[0].ends("cancelled")
	if !strings.Contains(fmt.Sprint(all[0].end["detail"]), "newer terminal") {
		t.Errorf("the end is %v", all[0].end)
	}
	for _, c := range all[1:] {
		c.sends(`{"type":"signal","name":"KILL"}`)
		c.ends("signalled")
	}
}

func TestTheLastTerminalIsForAnOrganizationThatHasNone(t *testing.T) {
	backend, tools := realTools(t, 5) // three terminals
	w := newWorld(t, harness.Database(t)("execution"), harness.Bus(t), nil)
	w.startWorker(backend, tools)
	crowd := func() identity.Principal {
		who := member(identity.Author)
		who.Organization = "01900000-0000-7000-8000-00000000c0de"
		return who
	}
	for _, who := range []identity.Principal{crowd(), crowd()} {
		run := w.startTerminal(who, "bash", "exec sleep 100", nil)
		defer w.do(who, "DELETE", "/v1/runs/"+run, nil)
	}
	attributes := map[string]any{"language": "bash", "source": "exec sleep 100", "terminal": map[string]any{"rows": 24, "columns": 80}}
	if status, doc := w.do(crowd(), "POST", "/v1/runs", attributes); status != http.StatusServiceUnavailable {
		t.Errorf("the last terminal for an organization that has the others is answered %d %+v", status, doc)
	}
	other := member(identity.Author)
	defer w.do(other, "DELETE", "/v1/runs/"+w.startTerminal(other, "bash", "exec sleep 100", nil), nil)
}

func mayConnect(t *testing.T, w *world) {
	who := member(identity.Author)
	run := w.startTerminal(who, "bash", "echo ready; exec sleep 100", nil)
	colleague := member(identity.Owner)
	colleague.Organization = who.Organization
	plain := w.startPlain(who)
	for name, c := range map[string]struct {
		who    identity.Principal
		run    string
		query  string
		header http.Header
		status int
	}{
		"nobody":                      {identity.Principal{}, run, "", nil, http.StatusUnauthorized},
		"a stranger":                  {member(identity.Owner), run, "", nil, http.StatusNotFound},
		"a colleague":                 {colleague, run, "", nil, http.StatusNotFound},
		"a page of another site":      {who, run, "", http.Header{"Origin": {"https://elsewhere.example"}}, http.StatusForbidden},
		"a run that is not":           {who, ids.New[string](), "", nil, http.StatusNotFound},
		"no id":                       {who, "x", "", nil, http.StatusNotFound},
		"an offset that is no number": {who, run, "?from=x", nil, http.StatusBadRequest},
		"a run that has no terminal":  {who, plain, "", nil, http.StatusConflict},
	} {
		socket, status, err := w.dial(c.who, c.run, c.query, c.header)
		if err == nil {
			_ = socket.CloseNow()
		}
		if status != c.status {
			t.Errorf("%s: %d %v, want %d", name, status, err, c.status)
		}
	}
	w.do(who, "DELETE", "/v1/runs/"+run, nil)
}

func (w *world) startPlain(who identity.Principal) string {
	w.t.Helper()
	_, doc := w.do(who, "POST", "/v1/runs?waitForEnd=true", map[string]any{"language": "bash", "source": "echo"})
	return doc.Data.ID
}

func watches(t *testing.T, w *world) {
	who := candidate()
	run := w.startTerminal(who, "bash", "echo ready; read x; echo got $x", nil)
	c := w.connect(t, who, run, "")
	c.sees("ready")
	staff := member(identity.Recruiter)
	staff.Organization = who.Organization
	watcher := w.connect(t, staff, run, "")
	watcher.sees("ready")
	if watcher.notes[0]["readOnly"] != true {
		t.Errorf("the watcher is told %v", watcher.notes[0])
	}
	for _, message := range []string{`{"type":"input","data":"no\r"}`, `{"type":"signal","name":"KILL"}`, `{"type":"resize","rows":1,"columns":1}`} {
		watcher.notes = nil
		watcher.sends(message)
		watcher.until(func() bool { // notes of the run's status may still come in between
			return slices.ContainsFunc(watcher.notes, func(n map[string]any) bool { return n["type"] == "refused" })
		})
	}
	c.types("yes\r")
	watcher.sees("got yes")
	watcher.ends("ok")
	c.ends("ok")
}
