package collab

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Conn carries whole messages, as a WebSocket does. Next waits for one and gives what reads it, which ends when the context
// does and fails after Config.MessageLimit bytes; Write ends when its context does. A connection of which anything failed is
// not used again. Close ends it, and what waits in Next; the other side is told why, where it can be.
type Conn interface {
	Next(ctx context.Context) (io.Reader, error)
	Write(ctx context.Context, message []byte) error
	Close(why error)
}

// Visitor is who opened a connection, as the service that checked their rights says.
type Visitor struct {
	Actor    string
	ReadOnly bool
	Since    time.Time       // a document's text is theirs as it stood then, and its updates since; of earlier ones they are told nothing
	Until    context.Context // the visit ends with it, and its cause is told; nil lasts as long as the connection
}

// session is one connection: one goroutine reads, one writes.
type session struct {
	hub         *Hub
	conn        Conn
	person      *person
	participant *Participant
	direct      chan any // answers that are not in the log
}

// Serve speaks the protocol with one tab until its connection ends, and tells why it did.
func (h *Hub) Serve(ctx context.Context, document ids.Document, visitor Visitor, conn Conn) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &session{hub: h, conn: conn, person: h.enter(visitor.Actor), direct: make(chan any, 16)}
	defer h.leave(s.person)
	room, err := s.greet(ctx, document, visitor)
	if err != nil {
		_ = s.write(ctx, newError(err, true, 0)) // the reason is returned; the line may be what failed
		return err
	}
	defer room.Close()
	defer s.participant.Leave()
	if visitor.Until != nil {
		defer context.AfterFunc(visitor.Until, func() { s.participant.End(context.Cause(visitor.Until)) })()
	}
	written := make(chan error, 1)
	go func() {
		defer cancel()
		err := s.send(ctx)
		if !errors.Is(err, context.Canceled) {
			conn.Close(err) // before the context ends: who reads as it does takes the line down with no word
		}
		written <- err
	}()
	read := s.receive(ctx)
	cancel()
	if err := <-written; !errors.Is(err, context.Canceled) {
		return err
	}
	return read
}

// greet reads the hello, joins the room and answers. The room it gives is open.
func (s *session) greet(ctx context.Context, document ids.Document, visitor Visitor) (*Room, error) {
	data, release, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	hello, err := parseMessage(data)
	if err != nil {
		return nil, err
	}
	if hello.Type != "hello" {
		return nil, errs.New(errs.Malformed, "hello_expected", "the first message is hello, not %q", hello.Type)
	}
	from := -1
	if hello.Version != nil {
		from = *hello.Version
	}
	author := Author{Client: hello.Client, Actor: visitor.Actor}
	if !issued(document, author) {
		author.Client = issue(document, visitor.Actor)
	}
	room, err := s.hub.Open(ctx, document)
	if err != nil {
		return nil, err
	}
	participant, initial, err := room.Join(ctx, Member{Author: author, ReadOnly: visitor.ReadOnly, Since: visitor.Since}, from)
	if err != nil {
		room.Close()
		return nil, err
	}
	s.participant = participant
	c := s.hub.config
	answer := helloAnswer{
		Type: "init", Version: from, Client: author.Client, Actor: author.Actor, ReadOnly: visitor.ReadOnly, Now: time.Now().UnixMilli(),
		Limits: limits{Document: c.MaxDocument, Push: c.MaxPush, Changes: c.MaxChanges, Data: c.MaxData, Rate: c.Rate},
	}
	length := 0
	if initial != nil {
		answer.Version, answer.Doc, length = initial.Version, &initial.Text, initial.Text.Len()
	}
	if err := s.writeLarge(ctx, answer, length); err != nil {
		participant.Leave()
		room.Close()
		return nil, err
	}
	return room, nil
}

// receive hands the tab's messages in, one after another.
func (s *session) receive(ctx context.Context) error {
	for {
		seq, err, lost := s.take(ctx)
		if lost != nil {
			return lost
		}
		if err == nil {
			continue
		}
		fatal := !survives(err)
		if !s.tell(ctx, newError(err, fatal, seq)) {
			return ctx.Err()
		}
		if fatal {
			<-ctx.Done() // send ends the session once the tab has been told
			return err
		}
	}
}

// take reads one message and does what it asks, or answers why not. What cannot be understood costs as well.
func (s *session) take(ctx context.Context) (seq int64, refused, lost error) {
	data, release, err := s.read(ctx)
	if err != nil {
		return 0, nil, err
	}
	defer release()
	m, refused := parseMessage(data)
	if err := s.participant.spend(len(data), s.person); refused == nil {
		refused = err
	}
	if refused == nil {
		refused = s.handle(ctx, m)
	}
	return m.Seq, refused, nil
}

func (s *session) handle(ctx context.Context, m incoming) error {
	switch m.Type {
	case "push":
		push, err := m.push()
		if err != nil {
			return err
		}
		receipt, err := s.participant.Push(ctx, push)
		if err == nil && receipt.Appended == 0 {
			s.tell(ctx, ackMessage{Type: "ack", Version: receipt.Version, Seq: receipt.Seq})
		}
		return err
	case "mark":
		return s.participant.Mark(ctx, m.Kind, m.Data)
	case "aware":
		if m.Version == nil {
			return errs.New(errs.Malformed, "message_malformed", "a presence names its version")
		}
		return s.participant.Aware(*m.Version, m.Data)
	case "pong":
		return s.participant.charge()
	default:
		return errs.New(errs.Malformed, "message_malformed", "there is no message of type %q", m.Type)
	}
}

// send writes everything the tab gets after init.
func (s *session) send(ctx context.Context) error {
	heartbeat := time.NewTicker(s.hub.config.Heartbeat)
	defer heartbeat.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case m := <-s.direct:
			err = s.write(ctx, m)
			if told, is := m.(errorMessage); is && told.Fatal && err == nil {
				err = told.cause
			}
		case <-s.participant.Woken():
			err = s.deliver(ctx)
		case <-heartbeat.C:
			s.participant.Refresh()
			err = s.write(ctx, pingMessage{Type: "ping", Now: time.Now().UnixMilli()})
		}
		if err != nil {
			return err
		}
	}
}

// deliver writes what the participant has for the tab.
func (s *session) deliver(ctx context.Context) error {
	for {
		d, err := s.participant.Take(ctx)
		if err != nil {
			if told := s.write(ctx, newError(err, true, 0)); told != nil {
				return told
			}
			return err
		}
		if d.Empty() {
			return nil
		}
		if len(d.Updates) > 0 {
			err = s.write(ctx, newUpdates(d.From, d.Updates))
		}
		for i := 0; err == nil && i < len(d.Presences); i++ {
			if p := d.Presences[i]; p.Gone {
				err = s.write(ctx, goneMessage{Type: "gone", Client: p.Client})
			} else {
				err = s.write(ctx, awareMessage{Type: "aware", Presence: p})
			}
		}
		if err != nil {
			return err
		}
	}
}

func (s *session) tell(ctx context.Context, m any) bool {
	select {
	case s.direct <- m:
		return true
	case <-ctx.Done():
		return false
	}
}

// read waits for a message. What it answers is let go of when it has been dealt with.
func (s *session) read(ctx context.Context) (data []byte, release func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, 3*s.hub.config.Heartbeat)
	defer cancel()
	from, err := s.conn.Next(ctx)
	if err == nil {
		data, release, err = s.person.collect(ctx, from)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read from tab: %w", err)
	}
	return data, release, nil
}

// writeLarge writes a message that holds so many bytes of text, when the person may have it in memory.
func (s *session) writeLarge(ctx context.Context, message any, bytes int) error {
	release, err := s.person.hold(ctx, bytes)
	if err != nil {
		return err
	}
	defer release()
	return s.write(ctx, message)
}

// write gives a tab that takes nothing one heartbeat, then gives it up: it will connect again.
func (s *session) write(ctx context.Context, message any) error {
	data, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("encode message: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, s.hub.config.Heartbeat)
	defer cancel()
	if err := s.conn.Write(ctx, data); err != nil {
		return fmt.Errorf("write to tab: %w", err)
	}
	return nil
}

// issue makes a client id: a random part and its hash with document and actor. Anybody could compute the
// hash, but only for themselves: the server hashes the actor it has verified.
func issue(document ids.Document, actor string) string {
	random := make([]byte, 10)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	part := hex.EncodeToString(random)
	return part + "-" + bind(document, actor, part)
}

// issued reports whether the author's client id was issued to them for the document.
func issued(document ids.Document, author Author) bool {
	part, hash, found := strings.Cut(author.Client, "-")
	return found && len(part) == 20 && hash == bind(document, author.Actor, part)
}

func bind(document ids.Document, actor, part string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q", document, actor, part))
	return hex.EncodeToString(sum[:12])
}
