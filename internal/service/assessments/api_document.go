package assessments

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/httpx"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// Document is the resource. Its text is edited over its WebSocket only.
type Document struct {
	Language  string    `json:"language" minLength:"1" maxLength:"40" immutable:"true"`
	Path      string    `json:"path" maxLength:"200" required:"false" immutable:"true" doc:"Empty: the program's only file"`
	Version   int       `json:"version" readOnly:"true" doc:"Number of edits in its log"`
	Text      string    `json:"text" readOnly:"true" doc:"At that version"`
	UpdatedAt time.Time `json:"updatedAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Document) ResourceType() string { return "documents" }

// DocumentRelationships are a document's.
type DocumentRelationships struct {
	Answer jsonapi.One[Answer] `json:"answer" required:"true" immutable:"true"`
}

type documentResource = jsonapi.Resource[Document, DocumentRelationships]

func (s *Service) registerDocuments(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[Document, DocumentRelationships]{
		Read: ofAttempts, Write: taking,
		Path: "/v1/documents", Tag: "documents",
		Get: func(ctx context.Context, wanted []string) ([]documentResource, error) {
			all, err := s.visibleDocuments(ctx, listing.IDs[ids.Document](wanted))
			if err != nil {
				return nil, err
			}
			return s.showDocuments(ctx, all)
		},
		Create: func(ctx context.Context, r *documentResource) error {
			d, err := s.openDocument(ctx, ids.Answer(r.Relationships.Answer.ID), r.Attributes.Language, r.Attributes.Path)
			if err != nil {
				return err
			}
			shown, err := s.showDocuments(ctx, []document{d})
			if err == nil {
				*r = shown[0]
			}
			return err
		},
		Links: func(r *documentResource) map[string]string {
			return map[string]string{"socket": "/v1/documents/" + r.ID + "/socket"}
		},
	})
}

func (s *Service) showDocuments(ctx context.Context, all []document) ([]documentResource, error) {
	resources := make([]documentResource, len(all))
	for i, d := range all {
		text, err := s.textAt(ctx, d.ID, d.Version)
		if err != nil {
			return nil, fmt.Errorf("read document %s: %w", d.ID, err)
		}
		path := d.Path
		if path == mainPath {
			path = ""
		}
		resources[i] = documentResource{
			ID:            string(d.ID),
			Attributes:    Document{Language: d.Language, Path: path, Version: d.Version, Text: text, UpdatedAt: d.UpdatedAt},
			Relationships: DocumentRelationships{jsonapi.ToOne[Answer](string(d.Answer))},
		}
	}
	return resources, nil
}

// documentSocket edits (the candidate, while the attempt is open) or follows (staff, and the candidate afterwards) a document.
func (s *Service) documentSocket(w http.ResponseWriter, q *http.Request) {
	ctx := q.Context()
	visitor, a, err := s.visitor(ctx, ids.Document(q.PathValue("id")))
	if err == nil {
		err = s.origins.CheckOrigin(q)
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
	socket.SetReadLimit(s.config.Documents.MessageLimit())
	until, release := httpx.Until(ctx)
	defer release()
	visitor.Until = until
	if !visitor.ReadOnly {
		var stop func()
		visitor.Until, stop = s.untilClosed(until, a)
		defer stop()
	}
	err = s.hub.Serve(ctx, ids.Document(q.PathValue("id")), visitor, wire{socket})
	httpx.Annotate(q.Context(), "socket", fmt.Sprint(err))
	code, reason := websocket.StatusNormalClosure, ""
	if visitor.Until.Err() != nil {
		code, reason = websocket.StatusPolicyViolation, errs.Of(context.Cause(visitor.Until)).Code
	}
	_ = socket.Close(code, reason) // it may be gone already
}

// visitor says in which role the principal opens the document.
func (s *Service) visitor(ctx context.Context, id ids.Document) (collab.Visitor, attempt, error) {
	found, err := s.visibleDocuments(ctx, []ids.Document{id})
	if err != nil {
		return collab.Visitor{}, attempt{}, err
	}
	if len(found) == 0 {
		return collab.Visitor{}, attempt{}, errs.Missing("document", string(id))
	}
	p := identity.From(ctx)
	a, err := s.attemptByID(ctx, p.Organization, found[0].Attempt)
	if err != nil {
		return collab.Visitor{}, a, err
	}
	if p.Role != identity.Candidate {
		return collab.Visitor{Actor: "user:" + string(p.User), ReadOnly: true}, a, nil
	}
	return collab.Visitor{Actor: "candidate:" + string(a.ID), ReadOnly: a.writable(s.now(), s.config.Grace) != nil}, a, nil
}

// wire is collab.Conn over a WebSocket.
type wire struct{ socket *websocket.Conn }

// Next implements collab.Conn.
func (c wire) Next(ctx context.Context) (io.Reader, error) {
	kind, message, err := c.socket.Reader(ctx)
	if err == nil && kind != websocket.MessageText {
		return nil, errors.New("a message that is not text")
	}
	return message, err
}

// Write implements collab.Conn.
func (c wire) Write(ctx context.Context, message []byte) error {
	return c.socket.Write(ctx, websocket.MessageText, message)
}
