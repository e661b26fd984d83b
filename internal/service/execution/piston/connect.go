package piston

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/attachment"
)

// The WebSocket of a job, GET /api/v2/connect. The client sends JSON:
//
//	{"type":"init", ...}                       first, within a second: what POST /api/v2/execute takes
//	{"type":"data","stream":"stdin","data":"..."}
//	{"type":"signal","signal":"SIGINT"}
//
// The server sends runtime, stage (compile, run), data of stdout and stderr, exit of each stage, or error, and
// closes with one of these codes.
const (
	closeInitialized    = 4000
	closeTimeout        = 4001
	closeNotified       = 4002
	closeNotInitialized = 4003
	closeOnlyStdin      = 4004
	closeInvalidSignal  = 4005
	closeCompleted      = 4999
)

const (
	initWithin    = time.Second
	socketMessage = maxBody
	waitingInput  = 64 // messages of input that the program has not read
)

// Session is a running job that is talked to: an attachment of the execution service.
type Session interface {
	Next() (attachment.Chunk, error)
	Shown(offset int64)
	Write(p []byte) (int, error)
	Signal(name string) error
	Close() error
}

// frame is a message of either side.
type frame struct {
	Type     string  `json:"type"`
	Language string  `json:"language,omitempty"`
	Version  string  `json:"version,omitempty"`
	Stage    string  `json:"stage,omitempty"`
	Stream   string  `json:"stream,omitempty"`
	Data     *string `json:"data,omitempty"`
	Message  string  `json:"message,omitempty"`
}

// exit is the end of a stage; of code and signal one is null.
type exit struct {
	Type   string  `json:"type"`
	Stage  string  `json:"stage"`
	Code   *int    `json:"code"`
	Signal *string `json:"signal"`
}

// closing ends a connection with a code.
type closing struct {
	code   websocket.StatusCode
	reason string
}

func (c closing) Error() string { return c.reason }

// conversation is one client.
type conversation struct {
	*Service
	socket *websocket.Conn
	job    job
	input  chan string

	mu      sync.Mutex
	session Session // nil until the job runs
	stage   string
}

func (s *Service) connect(w http.ResponseWriter, r *http.Request) {
	select {
	case s.sockets <- struct{}{}:
		defer func() { <-s.sockets }()
	default:
		failWith(w, r, errs.New(errs.TooMany, "too_many_open", "too many jobs are connected").After(5*time.Second))
		return
	}
	// guard has looked at the Origin already.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	defer socket.CloseNow() //nolint:errcheck // it was closed with a reason, or its client is gone
	socket.SetReadLimit(socketMessage)
	c := &conversation{Service: s, socket: socket, input: make(chan string, waitingInput)}
	httpx.Annotate(r.Context(), "socket", c.talk(r.Context()))
}

// end closes the connection for a reason, and answers it. An error that no code is for is told before.
func (c *conversation) end(ctx context.Context, err error) string {
	var why closing
	switch {
	case errors.As(err, &why):
	case ctx.Err() != nil, websocket.CloseStatus(err) != -1, errors.Is(err, net.ErrClosed), errors.Is(err, io.EOF):
		return "the client has gone"
	default:
		if errs.Is(err, errs.Internal) {
			c.log.Error("piston: a job failed", "error", err)
		}
		_ = c.send(ctx, frame{Type: "error", Message: errs.All(err)[0].Detail}) // the client may be gone
		why = closing{closeNotified, "Notified Error"}
	}
	_ = c.socket.Close(why.code, why.reason)
	return why.reason
}

// talk goes through a job from its init on, and answers why it ended.
func (c *conversation) talk(ctx context.Context) string {
	if err := c.begin(ctx); err != nil {
		return c.end(ctx, err)
	}
	both, cancel := context.WithCancelCause(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer cancel(nil) // only now: a read that is given up takes the connection along
	all.Go(func() { cancel(c.listen(both)) })
	all.Go(func() { c.typeAll(both) })
	err := c.show(both)
	if cause := context.Cause(both); cause != nil {
		err = cause // what the client did comes before what that led to
	}
	return c.end(ctx, err)
}

// begin waits for the first message and holds it against the rules.
func (c *conversation) begin(ctx context.Context) error {
	early, cancel := context.WithCancel(ctx)
	defer cancel()
	timer := time.AfterFunc(initWithin, func() { _ = c.socket.Close(closeTimeout, "Initialization Timeout"); cancel() })
	_, data, err := c.socket.Read(early)
	timer.Stop()
	if err != nil {
		if ctx.Err() == nil && early.Err() != nil {
			return closing{closeTimeout, "Initialization Timeout"}
		}
		return err
	}
	d, err := readDocument(data)
	switch {
	case err != nil:
		return err
	case d.Type != "init":
		return closing{closeNotInitialized, "Not yet initialized"}
	}
	if c.job, err = d.job(runtimes(c.runner.Languages())); err != nil {
		return err
	}
	p := &c.job.program
	p.Interactive, p.Combined = true, false
	if d.Stdin == nil {
		p.Stdin = nil
	}
	p.Limits.OutputKb = 0 // the standard of what is talked to
	if err := c.limit.Allow(""); err != nil {
		return err
	}
	return c.send(ctx, frame{Type: "runtime", Language: c.job.runtime.Language, Version: c.job.runtime.Version})
}

// show runs the job and sends what it does until its end.
func (c *conversation) show(ctx context.Context) error {
	// Each connection is somebody of its own: else the terminals of one person would take each other's place.
	ctx = identity.With(ctx, identity.Principal{User: ids.User(uuid.NewString()), Organization: c.config.Organization, Role: identity.Service})
	if c.job.runtime.compiled() {
		if err := c.enter(ctx, "compile"); err != nil {
			return err
		}
	}
	session, err := c.runner.Begin(ctx, c.job.program)
	if err != nil {
		return err
	}
	defer session.Close() //nolint:errcheck // what could not be told is logged there; a run whose client is gone ends by itself
	c.mu.Lock()
	c.session = session
	c.mu.Unlock()
	for {
		chunk, err := session.Next()
		if err != nil {
			return err
		}
		if err := c.pass(ctx, session, chunk); err != nil {
			return err
		}
	}
}

// enter tells of a stage, after the end of the one before it.
func (c *conversation) enter(ctx context.Context, stage string) error {
	if c.stage == stage {
		return nil
	}
	if c.stage == "compile" {
		well := 0
		if err := c.send(ctx, exit{Type: "exit", Stage: c.stage, Code: &well}); err != nil {
			return err
		}
	}
	c.stage = stage
	return c.send(ctx, frame{Type: "stage", Stage: stage})
}

// pass sends one thing that the job shows; the end is an error that closes the connection.
func (c *conversation) pass(ctx context.Context, session Session, chunk attachment.Chunk) error {
	switch chunk.Kind {
	case "status":
		if chunk.Status == "running" {
			return c.enter(ctx, "run")
		}
	case "stdout", "stderr":
		if err := c.enter(ctx, "run"); err != nil {
			return err
		}
		if err := c.data(ctx, chunk.Kind, string(chunk.Data)); err != nil {
			return err
		}
		session.Shown(chunk.Offset + int64(len(chunk.Data)))
	case "end":
		out := c.job.result(*chunk.Result)
		if chunk.Result.Status == "compile_error" {
			if err := c.data(ctx, "stderr", out.Compile.Stderr); err != nil {
				return err
			}
			return errors.Join(c.send(ctx, exit{Type: "exit", Stage: "compile", Code: out.Compile.Code, Signal: out.Compile.Signal}), closing{closeCompleted, "Job Completed"})
		}
		if err := c.enter(ctx, "run"); err != nil {
			return err
		}
		return errors.Join(c.send(ctx, exit{Type: "exit", Stage: "run", Code: out.Run.Code, Signal: out.Run.Signal}), closing{closeCompleted, "Job Completed"})
	}
	return nil
}

func (c *conversation) data(ctx context.Context, stream, text string) error {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return c.send(ctx, frame{Type: "data", Stream: stream, Data: &text})
}

func (c *conversation) send(ctx context.Context, message any) error {
	data, err := json.Marshal(message)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second) // what is half sent ends a connection
	defer cancel()
	return c.socket.Write(ctx, websocket.MessageText, data)
}

// listen takes what the client sends until it does what it may not; the error says so.
func (c *conversation) listen(ctx context.Context) error {
	for {
		_, data, err := c.socket.Read(ctx)
		if err != nil {
			return err
		}
		var m struct {
			Type   string `json:"type"`
			Stream string `json:"stream"`
			Data   string `json:"data"`
			Signal string `json:"signal"`
		}
		if json.Unmarshal(data, &m) != nil {
			return refuse("the message is no JSON object of this interface")
		}
		switch m.Type {
		case "init":
			return closing{closeInitialized, "Already Initialized"}
		case "data":
			if m.Stream != "stdin" {
				return closing{closeOnlyStdin, "Can only write to stdin"}
			}
			select {
			case c.input <- m.Data:
			case <-ctx.Done():
				return ctx.Err()
			}
		case "signal":
			if !slices.Contains(signals, m.Signal) {
				return closing{closeInvalidSignal, "Invalid signal"}
			}
			if session := c.running(); session != nil {
				if err := session.Signal(strings.TrimPrefix(m.Signal, "SIG")); err != nil && ctx.Err() == nil {
					c.log.Warn("piston: a signal was not sent", "signal", m.Signal, "error", err)
				}
			}
		}
	}
}

// signals are those a client may send.
var signals = []string{
	"SIGABRT", "SIGALRM", "SIGBUS", "SIGCONT", "SIGFPE", "SIGHUP", "SIGILL", "SIGINT", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSEGV", "SIGSTOP",
	"SIGSYS", "SIGTERM", "SIGTRAP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGUSR1", "SIGUSR2", "SIGVTALRM", "SIGWINCH", "SIGXCPU", "SIGXFSZ",
}

func (c *conversation) running() Session {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.session
}

// typeAll writes the input as the program reads it. What comes before the program runs waits.
func (c *conversation) typeAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case text := <-c.input:
			session := c.running()
			for session == nil {
				select {
				case <-ctx.Done():
					return
				case <-time.After(20 * time.Millisecond):
				}
				session = c.running()
			}
			if _, err := session.Write([]byte(text)); err != nil {
				if ctx.Err() == nil && !errors.Is(err, io.EOF) {
					c.log.Debug("piston: input was not taken", "error", err)
				}
				return
			}
		}
	}
}
