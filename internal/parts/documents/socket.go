package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
)

// Visit is who opens a document, and for how long.
type Visit struct {
	Document ids.Document
	Visitor  collab.Visitor // without Until
	// Narrow ends what it answers, with the reason, once the visitor may not write any more; nil for who may not anyway.
	Narrow func(context.Context) (until context.Context, stop func())
}

// Socket serves a document over a WebSocket, to whom visit lets in: until they leave, their session ends, or Narrow says.
func (r *Rooms) Socket(w http.ResponseWriter, q *http.Request, visit func(context.Context) (Visit, error)) {
	ctx := q.Context()
	v, err := visit(ctx)
	if err == nil {
		err = r.origins.CheckOrigin(q)
	}
	if err != nil {
		httpx.WriteError(w, q, err)
		return
	}
	// CheckOrigin above has looked at the Origin already, with the addresses the operator set.
	socket, err := websocket.Accept(w, q, &websocket.AcceptOptions{Subprotocols: []string{httpx.SocketProtocol}, InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return // Accept has answered
	}
	defer socket.CloseNow() //nolint:errcheck // it was closed with a reason, or its client is gone
	socket.SetReadLimit(r.config.MessageLimit())
	until, release := httpx.Until(ctx)
	defer release()
	v.Visitor.Until = until
	if v.Narrow != nil {
		var stop func()
		v.Visitor.Until, stop = v.Narrow(until)
		defer stop()
	}
	line := wire{socket}
	err = r.hub.Serve(ctx, v.Document, v.Visitor, line)
	httpx.Annotate(ctx, "socket", fmt.Sprint(err))
	line.Close(err) // where nobody has yet
}

var errNotText = errors.New("a message that is not text")

// wire is collab.Conn over a WebSocket.
type wire struct{ socket *websocket.Conn }

// Next implements collab.Conn.
func (c wire) Next(ctx context.Context) (io.Reader, error) {
	kind, message, err := c.socket.Reader(ctx)
	if err == nil && kind != websocket.MessageText {
		return nil, errNotText
	}
	return message, err
}

// Write implements collab.Conn.
func (c wire) Write(ctx context.Context, message []byte) error {
	return c.socket.Write(ctx, websocket.MessageText, message)
}

// Close implements collab.Conn. What was refused ends with its code; of a line that failed, nobody is there to be told.
func (c wire) Close(why error) {
	var refused *errs.Error
	if !errors.As(why, &refused) {
		_ = c.socket.CloseNow()
		return
	}
	_ = c.socket.Close(websocket.StatusPolicyViolation, refused.Code) // it may be gone already
}
