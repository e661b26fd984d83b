package piston_test

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/coder/websocket"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/service/execution/attachment"
	"github.com/codecraft-hq/codecraft/internal/service/execution/piston"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// session echoes its input until it is told to end.
type session struct {
	chunks chan attachment.Chunk
	ctx    context.Context
}

func (r *runner) Begin(ctx context.Context, p run.Program) (piston.Session, error) {
	s := &session{chunks: make(chan attachment.Chunk, 16), ctx: ctx}
	if strings.HasPrefix(string(p.Files[0].Data), "compile_error") {
		s.chunks <- attachment.Chunk{Kind: "end", Result: &contract.RunResult{Status: "compile_error", CompileOutput: "no"}}
		return s, nil
	}
	s.chunks <- attachment.Chunk{Kind: "status", Status: "compiling"}
	s.chunks <- attachment.Chunk{Kind: "status", Status: "running"}
	return s, nil
}

func (s *session) Next() (attachment.Chunk, error) {
	select {
	case c := <-s.chunks:
		return c, nil
	case <-s.ctx.Done():
		return attachment.Chunk{}, s.ctx.Err()
	}
}

func (s *session) Shown(int64) {}

func (s *session) Write(p []byte) (int, error) {
	if string(p) == "exit\n" {
		s.chunks <- attachment.Chunk{Kind: "end", Result: &contract.RunResult{Status: "failed", ExitCode: 2}}
		return len(p), nil
	}
	s.chunks <- attachment.Chunk{Kind: "stdout", Data: p}
	return len(p), nil
}

func (s *session) Signal(name string) error {
	s.chunks <- attachment.Chunk{Kind: "end", Result: &contract.RunResult{Status: "signalled", Signal: "SIG" + name}}
	return nil
}

func (s *session) Close() error { return nil }

func TestAJobIsTalkedTo(t *testing.T) {
	const cpp = `{"type":"init","language":"c++","version":"*","files":[{"content":"ok"}]}`
	const runtime = `{"type":"runtime","language":"c++","version":"12.2.0"}|{"type":"stage","stage":"compile"}|`
	const stages = runtime + `{"type":"exit","stage":"compile","code":0,"signal":null}|{"type":"stage","stage":"run"}|`
	const python = `{"type":"init","language":"py","version":"3.11.2","files":[{"content":"ok"}]}`
	for name, x := range map[string]struct {
		says []string
		want string
		code websocket.StatusCode
	}{
		"a conversation": {[]string{cpp, `{"type":"data","stream":"stdin","data":"hi\n"}`, `{"type":"data","stream":"stdin","data":"exit\n"}`},
			stages + `{"type":"data","stream":"stdout","data":"hi\n"}|{"type":"exit","stage":"run","code":2,"signal":null}`, 4999},
		"a signal": {[]string{cpp, `{"type":"signal","signal":"SIGTERM"}`}, stages + `{"type":"exit","stage":"run","code":null,"signal":"SIGTERM"}`, 4999},
		"a language that is not compiled": {[]string{python, `{"type":"data","stream":"stdin","data":"exit\n"}`},
			`{"type":"runtime","language":"python","version":"3.11.2"}|{"type":"stage","stage":"run"}|{"type":"exit","stage":"run","code":2,"signal":null}`, 4999},
		"a program that does not compile": {[]string{strings.Replace(cpp, "ok", "compile_error", 1)},
			runtime + `{"type":"data","stream":"stderr","data":"no"}|{"type":"exit","stage":"compile","code":1,"signal":null}`, 4999},
		"twice":                       {[]string{python, python}, "", 4000},
		"nothing":                     {nil, "", 4001},
		"input before the job":        {[]string{`{"type":"data","stream":"stdin","data":"x"}`}, "", 4003},
		"writing to stdout":           {[]string{python, `{"type":"data","stream":"stdout","data":"x"}`}, "", 4004},
		"a signal that is none":       {[]string{python, `{"type":"signal","signal":"SIGNOPE"}`}, "", 4005},
		"a language that is none":     {[]string{`{"type":"init","language":"x","version":"*","files":[{"content":""}]}`}, `{"type":"error","message":"x-* runtime is unknown"}`, 4002},
		"no JSON":                     {[]string{`{`}, `{"type":"error","message":"the request is no JSON object"}`, 4002},
		"no JSON while it is running": {[]string{python, "\x00"}, "", 4002},
	} {
		t.Run(name, func(t *testing.T) {
			url := newServer(t, &runner{}, nil)
			ctx, cancel := context.WithTimeout(t.Context(), harness.Patience)
			defer cancel()
			socket, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(url, "http")+"/api/v2/connect", nil)
			if err != nil {
				t.Fatal(err)
			}
			defer socket.CloseNow()
			for i, text := range x.says {
				if i == 1 && x.want != "" { // a signal that comes before the program is lost
					awaitRun(ctx, t, socket, x.want)
				}
				if err := socket.Write(ctx, websocket.MessageText, []byte(text)); err != nil {
					t.Fatal(err)
				}
			}
			var got []string
			for {
				_, data, err := socket.Read(ctx)
				if err != nil {
					if code := websocket.CloseStatus(err); code != x.code {
						t.Errorf("closed with %d (%v) after %q, want %d", code, err, got, x.code)
					}
					break
				}
				got = append(got, string(data))
			}
			if all := strings.Join(got, "|"); x.want != "" && (all == "" || !strings.HasSuffix(x.want, all)) {
				t.Errorf("%s\nwant %s", all, x.want)
			}
		})
	}
}

// awaitRun reads up to the stage that runs, holding each message against what is wanted.
func awaitRun(ctx context.Context, t *testing.T, socket *websocket.Conn, want string) {
	t.Helper()
	for _, expected := range strings.Split(want, "|") {
		_, data, err := socket.Read(ctx)
		if err != nil || string(data) != expected {
			t.Fatalf("%s %v, want %s", data, err, expected)
		}
		var m map[string]any
		if json.Unmarshal(data, &m) == nil && m["type"] == "stage" && m["stage"] == "run" {
			return
		}
	}
	t.Fatal(io.ErrUnexpectedEOF)
}
