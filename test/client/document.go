package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

// Typist edits one document over its WebSocket, as a browser's tab does. After a lost connection Dial goes on
// where it was: what was not acknowledged is pushed again. It is not safe for concurrent use.
type Typist struct {
	person *Client
	path   string // of the socket
	editor *collabtest.Editor
	socket *websocket.Conn
}

// wireUpdate is an update as the protocol writes it.
type wireUpdate struct {
	Client  string         `json:"client,omitempty"`
	Seq     int64          `json:"seq,omitempty"`
	Changes edit.ChangeSet `json:"changes"`
}

// wireMessage is any message of the protocol; Type says which fields it has.
type wireMessage struct {
	Type     string         `json:"type"`
	Version  *int           `json:"version,omitempty"`
	Client   string         `json:"client,omitempty"`
	Seq      int64          `json:"seq,omitempty"`
	Updates  []wireUpdate   `json:"updates,omitempty"`
	Doc      *edit.Document `json:"doc,omitempty"`
	ReadOnly bool           `json:"readOnly,omitempty"`
	Code     string         `json:"code,omitempty"`
	Detail   string         `json:"detail,omitempty"`
	Fatal    bool           `json:"fatal,omitempty"`
}

// Typist is somebody at the document who has not connected yet.
func (c *Client) Typist(document string) *Typist {
	return c.TypistAt("/v1/documents/" + document + "/socket")
}

// TypistAt is somebody at a document that has its socket at the path.
func (c *Client) TypistAt(path string) *Typist { return &Typist{person: c, path: path} }

// Dial connects, or connects again.
func (y *Typist) Dial(ctx context.Context) error {
	y.Hang()
	header := http.Header{"Authorization": {"Bearer " + y.person.Token}}
	address := "ws" + strings.TrimPrefix(y.person.Base, "http") + y.path
	socket, answer, err := websocket.Dial(ctx, address, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		if answer != nil {
			err = fmt.Errorf("status %d: %w", answer.StatusCode, err)
		}
		return err
	}
	socket.SetReadLimit(16 << 20)
	y.socket = socket
	hello := wireMessage{Type: "hello"}
	if y.editor != nil {
		hello.Version, hello.Client = &y.editor.Version, y.editor.Client
	}
	if err := y.send(ctx, hello); err != nil {
		return err
	}
	m, err := y.read(ctx)
	if err != nil {
		return err
	}
	if m.Type != "init" || m.Version == nil {
		return fmt.Errorf("the first message is %s %s %s", m.Type, m.Code, m.Detail)
	}
	if y.editor == nil {
		if m.Doc == nil {
			return fmt.Errorf("init brings no text to a tab that knows none")
		}
		y.editor = collabtest.NewEditor(m.Client, collab.Snapshot{Version: *m.Version, Text: *m.Doc})
		return nil
	}
	if m.Client != y.editor.Client || m.Doc != nil {
		return fmt.Errorf("the tab's id %s or version %d is not known any more", y.editor.Client, y.editor.Version)
	}
	return nil
}

// Hang ends the connection without a goodbye.
func (y *Typist) Hang() {
	if y.socket != nil {
		_ = y.socket.CloseNow()
		y.socket = nil
	}
}

// Write replaces the whole text in the editor; nothing is sent.
func (y *Typist) Write(text string) error { return y.editor.Type(0, y.editor.Text.Len(), text) }

// Append adds to the end of the text in the editor; nothing is sent.
func (y *Typist) Append(text string) error {
	return y.editor.Type(y.editor.Text.Len(), y.editor.Text.Len(), text)
}

// Save pushes what is pending and waits until all of it is acknowledged; it answers the version that holds it.
func (y *Typist) Save(ctx context.Context) (int, error) {
	if err := y.push(ctx); err != nil {
		return 0, err
	}
	for len(y.editor.Pending) > 0 {
		m, err := y.read(ctx)
		if err != nil {
			return 0, err
		}
		switch m.Type {
		case "updates":
			if err := y.receive(m); err != nil {
				return 0, err
			}
		case "error":
			return 0, fmt.Errorf("%s: %s", m.Code, m.Detail)
		}
	}
	return y.editor.Version, nil
}

func (y *Typist) push(ctx context.Context) error {
	p := y.editor.Push()
	if len(p.Entries) == 0 {
		return nil
	}
	m := wireMessage{Type: "push", Version: &p.Base, Seq: p.Seq}
	for _, e := range p.Entries {
		m.Updates = append(m.Updates, wireUpdate{Changes: e.Changes})
	}
	return y.send(ctx, m)
}

func (y *Typist) receive(m wireMessage) error {
	if m.Version == nil {
		return fmt.Errorf("updates without a version")
	}
	updates := make([]collab.Update, len(m.Updates))
	for i, u := range m.Updates {
		updates[i] = collab.Update{Client: u.Client, Seq: u.Seq, Changes: u.Changes}
	}
	return y.editor.Receive(*m.Version, updates)
}

func (y *Typist) send(ctx context.Context, m wireMessage) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	return y.socket.Write(ctx, websocket.MessageText, body)
}

// read answers the next message that is not a ping, which it answers itself.
func (y *Typist) read(ctx context.Context) (wireMessage, error) {
	for {
		_, body, err := y.socket.Read(ctx)
		if err != nil {
			return wireMessage{}, err
		}
		var m wireMessage
		if err := json.Unmarshal(body, &m); err != nil {
			return m, fmt.Errorf("%s: %w", body, err)
		}
		if m.Type != "ping" {
			return m, nil
		}
		if err := y.send(ctx, wireMessage{Type: "pong"}); err != nil {
			return m, err
		}
	}
}
