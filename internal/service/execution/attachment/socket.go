package attachment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/coder/websocket"
	"golang.org/x/sync/errgroup"

	contract "github.com/codecraft-hq/codecraft/internal/contract/execution"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/execution/run"
	"github.com/codecraft-hq/codecraft/internal/service/execution/wire"
)

// The WebSocket of a terminal, GET /v1/runs/{id}/socket. The server sends binary messages with what the terminal
// shows, and JSON:
//
//	{"type":"hello","readOnly":false,"from":0,"rows":24,"columns":80}
//	                                            first: the offset in all output of the first byte that follows, and the
//	                                            size that the terminal was started with
//	{"type":"rights","readOnly":true}           from now on one only reads, or writes again
//	{"type":"typing","name":"Ada"}              another who shares the terminal types, once a second at most
//	{"type":"skipped","bytes":100}              so much of the output was left out here
//	{"type":"status","status":"compiling"}
//	{"type":"taken","bytes":7}                  so much of the input, since the connection began, is on its way in
//	{"type":"refused","detail":"..."}           the last message was not obeyed, and why
//	{"type":"end", ...}                         the result, with the attributes of the event "end"; then it closes
//
// The client sends binary messages with what is typed, and JSON:
//
//	{"type":"input","data":"..."}               the same as text
//	{"type":"resize","rows":24,"columns":80}
//	{"type":"signal","name":"INT"}              INT, TERM or KILL
//	{"type":"shown","offset":4096}              up to where the output was worked through
//
// Who connects with ?flow=client says "shown" and is never sent more than 128 KiB ahead of it; for others what the
// socket has taken counts. ?from=N goes on after a lost connection at an offset of the output.
type control struct {
	Type     string `json:"type"`
	ReadOnly *bool  `json:"readOnly,omitempty"`
	From     *int64 `json:"from,omitempty"`
	Bytes    int64  `json:"bytes,omitempty"`
	Status   string `json:"status,omitempty"`
	Detail   string `json:"detail,omitempty"`
	Data     string `json:"data,omitempty"`
	Rows     int    `json:"rows,omitempty"`
	Columns  int    `json:"columns,omitempty"`
	Name     string `json:"name,omitempty"` // of a signal, or of who types
	Offset   int64  `json:"offset,omitempty"`
}

const (
	socketMessage = 256 << 10 // the longest message of a client
	socketTyped   = 256 << 10 // of input wait before the socket is read no further
	socketPing    = 15 * time.Second
)

// terminalSocket connects a browser to a run's terminal.
func (s *Service) terminalSocket(w http.ResponseWriter, r *http.Request) {
	from, err := strconv.ParseInt("0"+r.URL.Query().Get("from"), 10, 64)
	if err != nil {
		httpx.WriteError(w, r, errs.New(errs.Malformed, "invalid", "from is an offset").In("from"))
		return
	}
	if err := s.origins.CheckOrigin(r); err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	a, err := s.Attach(ctx, ids.Run(r.PathValue("id")), from)
	if err != nil {
		httpx.WriteError(w, r, err)
		return
	}
	defer a.Close() //nolint:errcheck // the bus logs what it could not send
	// CheckOrigin above has looked at the Origin already, with the addresses the operator set.
	socket, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{httpx.SocketProtocol}, InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	defer socket.CloseNow() //nolint:errcheck // it was closed with a reason, or its client is gone
	socket.SetReadLimit(socketMessage)
	c := &connection{socket: socket, to: a, byClient: r.URL.Query().Get("flow") == "client", more: make(chan struct{}, 1), room: make(chan struct{}, 1)}
	until, release := httpx.Until(ctx)
	defer release()
	defer context.AfterFunc(until, func() { c.dismiss(ctx, context.Cause(until)) })()
	all, ctx := errgroup.WithContext(ctx)
	defer context.AfterFunc(ctx, cancel)() // also what waits until something is shown: whoever is gone leaves at once
	all.Go(func() error { return c.show(ctx) })
	all.Go(func() error { return c.listen(ctx) })
	all.Go(func() error { return c.typeAll(ctx) })
	all.Go(func() error { return c.ping(ctx) })
	all.Go(func() error { return c.watch(ctx) })
	err = all.Wait()
	httpx.Annotate(r.Context(), "socket", fmt.Sprint(err))
}

// connection is one client at a terminal.
type connection struct {
	socket   *websocket.Conn
	to       *Attachment
	byClient bool // it tells what it has shown

	mu     sync.Mutex
	typed  []byte // not on its way in yet
	typing bool   // something is
	more   chan struct{}
	room   chan struct{}
}

// errRefused closes the connection for what the client has sent.
type errRefused string

func (e errRefused) Error() string { return string(e) }

// dismiss closes the connection of who may not have it any more, and says why.
func (c *connection) dismiss(ctx context.Context, why error) {
	_ = c.send(ctx, control{Type: "refused", Detail: errs.Of(why).Detail}) // the client may be gone
	_ = c.socket.Close(websocket.StatusPolicyViolation, errs.Of(why).Code)
}

// watch tells of rights that change, and sends away who may not see the terminal any more.
func (c *connection) watch(ctx context.Context) error {
	err := c.to.Watch(ctx, func(readOnly bool) error {
		if readOnly {
			c.dropTyped()
		}
		return c.send(ctx, control{Type: "rights", ReadOnly: &readOnly})
	})
	if ctx.Err() == nil {
		c.dismiss(ctx, err)
	}
	return err
}

// show sends what the terminal shows.
func (c *connection) show(ctx context.Context) error {
	readOnly := c.to.ReadOnly()
	hello := control{Type: "hello", ReadOnly: &readOnly, From: &c.to.From}
	if c.to.Size != nil {
		hello.Rows, hello.Columns = c.to.Size.Rows, c.to.Size.Columns
	}
	if err := c.send(ctx, hello); err != nil {
		return err
	}
	at := c.to.From
	for {
		chunk, err := c.to.Next()
		if err != nil {
			return err
		}
		switch chunk.Kind {
		case wire.KindStatus:
			err = c.send(ctx, control{Type: "status", Status: chunk.Status})
		case wire.KindTyping:
			err = c.send(ctx, control{Type: "typing", Name: chunk.Name})
		case wire.KindEnd:
			if err = c.send(ctx, endMessage{Type: wire.KindEnd, RunOutcome: run.OutcomeOf(*chunk.Result)}); err == nil {
				err = io.EOF
				_ = c.socket.Close(websocket.StatusNormalClosure, "the run has ended") // before the readers' context ends
			}
		default:
			if chunk.Offset > at {
				err = c.send(ctx, control{Type: "skipped", Bytes: chunk.Offset - at})
			}
			at = chunk.Offset + int64(len(chunk.Data))
			if err == nil {
				err = c.write(ctx, websocket.MessageBinary, chunk.Data)
			}
			if !c.byClient {
				c.to.Shown(at)
			}
		}
		if err != nil {
			return err
		}
	}
}

type endMessage struct {
	Type string `json:"type"`
	run.RunOutcome
}

func (c *connection) send(ctx context.Context, message any) error {
	data, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return c.write(ctx, websocket.MessageText, data)
}

func (c *connection) write(ctx context.Context, kind websocket.MessageType, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, 2*socketPing)
	defer cancel()
	return c.socket.Write(ctx, kind, data)
}

// listen takes what the client sends.
func (c *connection) listen(ctx context.Context) error {
	for {
		kind, data, err := c.socket.Read(ctx)
		if err != nil {
			return err
		}
		if kind == websocket.MessageBinary {
			err = c.input(ctx, data)
		} else {
			err = c.obey(ctx, data)
		}
		switch {
		case errs.Is(err, errs.Forbidden), errs.Is(err, errs.Invalid):
			_ = c.send(ctx, control{Type: "refused", Detail: errs.Of(err).Detail}) // the next Read says when there is no connection
			err = nil
		case err != nil && isOver(err):
			err = nil // show tells
		}
		if err != nil {
			var refused errRefused
			if errors.As(err, &refused) {
				_ = c.socket.Close(websocket.StatusPolicyViolation, string(refused))
			}
			return err
		}
	}
}

func (c *connection) obey(ctx context.Context, data []byte) error {
	var m control
	if err := json.Unmarshal(data, &m); err != nil {
		return errRefused("a text message is a JSON object")
	}
	switch m.Type {
	case "input":
		return c.input(ctx, []byte(m.Data))
	case "resize":
		if m.Rows < 1 || m.Rows > 500 || m.Columns < 1 || m.Columns > 1000 {
			return errs.New(errs.Invalid, "invalid", "a terminal has 1 to 500 rows and 1 to 1000 columns")
		}
		return c.to.Resize(contract.TerminalSize{Rows: m.Rows, Columns: m.Columns})
	case "signal":
		switch m.Name {
		case "INT", "TERM", "KILL":
			c.dropTyped()
			return c.to.Signal(m.Name)
		}
		return errs.New(errs.Invalid, "invalid", "signals are INT, TERM and KILL")
	case "shown":
		if c.byClient {
			c.to.Shown(m.Offset)
		}
		return nil
	}
	return errRefused("there is no message of this type")
}

// input queues what was typed; when much waits, the client waits, too. A control-C overtakes the queue.
func (c *connection) input(ctx context.Context, data []byte) error {
	if c.to.ReadOnly() {
		return errReadOnly
	}
	const controlC = 3
	if len(data) == 1 && data[0] == controlC && c.dropTyped() {
		_, err := c.to.Write(data)
		return err
	}
	for {
		c.mu.Lock()
		fits := len(c.typed) == 0 || len(c.typed)+len(data) <= socketTyped
		if fits {
			c.typed = append(c.typed, data...)
		}
		c.mu.Unlock()
		if fits {
			signalOnce(c.more)
			return nil
		}
		select {
		case <-c.room:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// dropTyped throws the queue away, and tells whether input waits anywhere.
func (c *connection) dropTyped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	some := len(c.typed) > 0 || c.typing
	c.typed = nil
	signalOnce(c.room)
	return some
}

func signalOnce(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// typeAll passes the queue on, a piece at a time.
func (c *connection) typeAll(ctx context.Context) error {
	total := int64(0)
	for {
		piece := c.nextTyped()
		if len(piece) == 0 {
			select {
			case <-c.more:
				continue
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		told := control{Type: "taken", Bytes: total + int64(len(piece))}
		switch _, err := c.to.Write(piece); {
		case errs.Is(err, errs.Forbidden): // by rights that changed while it waited
			told = control{Type: "refused", Detail: errs.Of(err).Detail}
		case err != nil && !isOver(err):
			return err
		}
		total = max(total, told.Bytes)
		if c.send(ctx, told) != nil {
			return nil // who listens meets it, too, unless it is show that closes the connection, which is not to be disturbed
		}
	}
}

// nextTyped takes a piece from the queue.
func (c *connection) nextTyped() []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(len(c.typed), wire.InletBytes)
	piece := c.typed[:n:n]
	c.typed, c.typing = c.typed[n:], n > 0
	signalOnce(c.room)
	return piece
}

// ping finds out that a client has gone without a word.
func (c *connection) ping(ctx context.Context) error {
	tick := time.NewTicker(socketPing)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
		if err := c.socket.Ping(ctx); err != nil {
			return err
		}
	}
}
