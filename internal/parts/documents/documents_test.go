package documents_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/coder/websocket"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
	"github.com/codecraft-hq/codecraft/internal/parts/run"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// tables are what a service with pads would have: a pad belongs to a desk.
var tables = fstest.MapFS{"00001_pads.sql": {Data: []byte(`-- +goose Up
CREATE TABLE documents (id TEXT PRIMARY KEY, desk_id TEXT NOT NULL, version INTEGER NOT NULL, updated_at ${TIME} NOT NULL, closed_at ${TIME});
CREATE TABLE document_updates (
  document_id TEXT NOT NULL, version INTEGER NOT NULL, at ${TIME} NOT NULL, client TEXT NOT NULL, seq BIGINT NOT NULL,
  actor TEXT NOT NULL, kind TEXT NOT NULL, changes TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (document_id, version)
);
CREATE TABLE document_snapshots (document_id TEXT NOT NULL, version INTEGER NOT NULL, at ${TIME} NOT NULL, text TEXT NOT NULL, PRIMARY KEY (document_id, version));
`)}}

var errShut = errs.New(errs.Conflict, "pad_closed", "this pad is closed")

func pads(t *testing.T, open func(string) *db.DB) documents.Store {
	t.Helper()
	d := open("pads")
	must(t, d.Migrate(t.Context(), tables))
	return documents.Store{DB: d, Closed: errShut}
}

func newPad(t *testing.T, s documents.Store, desk, text string, at time.Time) ids.Document {
	t.Helper()
	id := ids.New[ids.Document]()
	_, err := db.Exec(t.Context(), s.DB, `INSERT INTO documents (id, desk_id, version, updated_at) VALUES ($1, $2, 0, $3)`, id, desk, at)
	must(t, err)
	must(t, s.Begin(t.Context(), id, text, at))
	return id
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStoreKeepsTheContractOfLogs(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		collabtest.RunLog(t, func(t *testing.T) collabtest.Logs {
			s := pads(t, open)
			return collabtest.Logs{
				Create: func(t *testing.T, text string, at time.Time) ids.Document { return newPad(t, s, "desk", text, at) },
				Open:   func(*testing.T) collab.Log { return s },
			}
		})
	})
}

func TestAClosedDocumentTakesNoEditAndTellsWhy(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		s, now := pads(t, open), time.Now().UTC().Truncate(time.Millisecond)
		shut, other := newPad(t, s, "desk", "a", now), newPad(t, s, "window", "b", now)
		edit := func(id ids.Document, version int) error {
			changes, err := edit.Replace(1, 0, 1, "z")
			must(t, err)
			return s.Append(t.Context(), id, version, []collab.Update{{Version: version + 1, At: now, Client: "c", Seq: int64(version + 1), Changes: changes}})
		}
		must(t, edit(shut, 0))
		must(t, s.Close(t.Context(), "desk_id", "desk", now))
		if err := edit(shut, 1); errs.Of(err).Code != "pad_closed" {
			t.Errorf("an edit of a closed document: %v", err)
		}
		must(t, edit(other, 0))
		if text, err := s.Text(t.Context(), shut, 1); err != nil || text != "z" {
			t.Errorf("a closed document is read as before: %q, %v", text, err)
		}
		if err := edit(ids.New[ids.Document](), 0); !errs.Is(err, errs.NotFound) {
			t.Errorf("an edit of a document that never was: %v", err)
		}
	})
}

// replica is a process that serves pads; those of one bus hear one another.
func replica(t *testing.T, s documents.Store, b *bus.Bus, visit func(context.Context, ids.Document) (documents.Visit, error), metrics ...prometheus.Registerer) *client.Client {
	t.Helper()
	deps := documents.Deps{Log: s, Bus: b}
	if len(metrics) > 0 {
		deps.Metrics = metrics[0]
	}
	return replicaOf(t, deps, visit)
}

func replicaOf(t *testing.T, deps documents.Deps, visit func(context.Context, ids.Document) (documents.Visit, error)) *client.Client {
	t.Helper()
	deps.Service, deps.Config, deps.Logger = "pads", collab.DefaultConfig(), harness.Log(t)
	rooms, err := documents.NewRooms(deps)
	must(t, err)
	ctx, end := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- run.Until(ctx, harness.Log(t), rooms.Listen, rooms.Run) }()
	routes := http.NewServeMux()
	routes.HandleFunc("/v1/documents/{id}/socket", func(w http.ResponseWriter, q *http.Request) {
		id := ids.Document(q.PathValue("id"))
		rooms.Socket(w, q, func(ctx context.Context) (documents.Visit, error) { return visit(ctx, id) })
	})
	server := httptest.NewServer(routes)
	t.Cleanup(func() {
		end()
		must(t, <-done)
		server.Close()
	})
	return &client.Client{Base: server.URL}
}

func TestReplicasEditOneDocument(t *testing.T) {
	s, b := pads(t, harness.Database(t)), harness.Bus(t)
	id := newPad(t, s, "desk", "", time.Now().UTC())
	visit := func(context.Context, ids.Document) (documents.Visit, error) {
		return documents.Visit{Document: id, Visitor: collab.Visitor{Actor: "kim"}}, nil
	}
	metrics := prometheus.NewRegistry()
	here, there := replica(t, s, b, visit, metrics).Typist(string(id)), replica(t, s, b, visit).Typist(string(id))
	must(t, here.Dial(t.Context()))
	must(t, there.Dial(t.Context()))
	for _, typist := range []*client.Typist{here, there, here} {
		must(t, typist.Append("x"))
		_, err := typist.Save(t.Context())
		must(t, err)
	}
	if text, err := s.Text(t.Context(), id, 3); err != nil || text != "xxx" {
		t.Errorf("got %q, %v", text, err)
	}
	edits, open := harness.Figure(t, metrics, "codecraft_document_edits_total{service=pads}"), harness.Figure(t, metrics, "codecraft_documents_open{service=pads}")
	if edits != 2 || open != 1 { // each replica counts what it took in
		t.Errorf("one replica counts %v edits of %v documents", edits, open)
	}
}

// counting is a log that knows how often it was read.
type counting struct {
	documents.Store
	reads atomic.Int64
}

func (c *counting) Since(ctx context.Context, id ids.Document, version, limit int) ([]collab.Update, error) {
	c.reads.Add(1)
	return c.Store.Since(ctx, id, version, limit)
}

// TestAReplicaReadsItsOwnEditsNotAgain hears its own word of an edit, as all replicas do: what it says of work is told here alone.
func TestAReplicaReadsItsOwnEditsNotAgain(t *testing.T) {
	s, b := pads(t, harness.Database(t)), harness.Bus(t)
	id := newPad(t, s, "desk", "", time.Now().UTC())
	visit := func(context.Context, ids.Document) (documents.Visit, error) {
		return documents.Visit{Document: id, Visitor: collab.Visitor{Actor: "kim"}}, nil
	}
	log, edits, elsewhere := &counting{Store: s}, make(chan ids.Document, 100), make(chan ids.Document, 100)
	here := replicaOf(t, documents.Deps{Log: log, Bus: b, Edited: func(_ context.Context, id ids.Document) { edits <- id }}, visit).Typist(string(id))
	there := replicaOf(t, documents.Deps{Log: s, Bus: b, Edited: func(_ context.Context, id ids.Document) { elsewhere <- id }}, visit).Typist(string(id))
	must(t, here.Dial(t.Context()))
	must(t, there.Dial(t.Context()))
	before := log.reads.Load()
	for range 10 {
		must(t, here.Append("x"))
		_, err := here.Save(t.Context())
		must(t, err)
		if edited := <-edits; edited != id {
			t.Errorf("an edit of %s is told as one of %s", id, edited)
		}
	}
	if reads := log.reads.Load() - before; reads != 0 {
		t.Errorf("ten edits made this replica read its log %d times", reads)
	}
	must(t, there.Append("y"))
	_, err := there.Save(t.Context())
	must(t, err)
	<-elsewhere
	if len(elsewhere) != 0 {
		t.Error("another replica's edit was told as one of this one's")
	}
}

func TestASocketOpensForWhoMayAndEndsWithTheRight(t *testing.T) {
	s, b := pads(t, harness.Database(t)), harness.Bus(t)
	id := newPad(t, s, "desk", "", time.Now().UTC())
	var refusal error
	ended := make(chan context.CancelCauseFunc, 1)
	kim := replica(t, s, b, func(context.Context, ids.Document) (documents.Visit, error) {
		return documents.Visit{Document: id, Visitor: collab.Visitor{Actor: "kim"}, Narrow: func(until context.Context) (context.Context, func()) {
			until, end := context.WithCancelCause(until)
			ended <- end
			return until, func() { end(nil) }
		}}, refusal
	}).Typist(string(id))
	refusal = errs.Missing("document", string(id))
	if err := kim.Dial(t.Context()); err == nil {
		t.Fatal("a socket opened for who may not see the document")
	}
	refusal = nil
	must(t, kim.Dial(t.Context()))
	(<-ended)(errShut)
	must(t, kim.Append("x"))
	if _, err := kim.Save(t.Context()); err == nil {
		t.Error("an edit was acknowledged after the right to it had ended")
	}
}

func TestASocketIsClosedWithTheCodeOfItsReason(t *testing.T) {
	s, b := pads(t, harness.Database(t)), harness.Bus(t)
	id := newPad(t, s, "desk", "", time.Now().UTC())
	until, end := context.WithCancelCause(t.Context())
	defer end(nil)
	pads := replica(t, s, b, func(context.Context, ids.Document) (documents.Visit, error) {
		return documents.Visit{Document: id, Visitor: collab.Visitor{Actor: "kim"}, Narrow: func(context.Context) (context.Context, func()) {
			return until, func() {}
		}}, nil
	})
	socket, _, err := websocket.Dial(t.Context(), pads.Base+"/v1/documents/"+string(id)+"/socket", &websocket.DialOptions{Subprotocols: []string{httpx.SocketProtocol}})
	must(t, err)
	defer socket.CloseNow()
	must(t, socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"hello"}`)))
	_, _, err = socket.Read(t.Context()) // init
	must(t, err)
	end(errShut)
	for err == nil {
		_, _, err = socket.Read(t.Context()) // what it is told before
	}
	var closed websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != websocket.StatusPolicyViolation || closed.Reason != errs.Of(errShut).Code {
		t.Errorf("the socket ended with %v", err)
	}
}
