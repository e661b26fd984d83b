package attempt

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// DocumentAttributes is the resource. Its text is edited over its WebSocket only.
type DocumentAttributes struct {
	Language  string    `json:"language" minLength:"1" maxLength:"40" immutable:"true"`
	Path      string    `json:"path" maxLength:"200" required:"false" immutable:"true" doc:"Empty: the program's only file"`
	Version   int       `json:"version" readOnly:"true" doc:"Number of edits in its log"`
	Text      string    `json:"text" readOnly:"true" doc:"At that version"`
	UpdatedAt time.Time `json:"updatedAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (DocumentAttributes) ResourceType() string { return "documents" }

// DocumentRelationships are a document's.
type DocumentRelationships struct {
	Answer jsonapi.One[AnswerAttributes] `json:"answer" required:"true" immutable:"true"`
}

type documentResource = jsonapi.Resource[DocumentAttributes, DocumentRelationships]

func (s *Service) registerDocuments(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[DocumentAttributes, DocumentRelationships]{
		Read: Readers, Write: Takers,
		Path: "/v1/documents", Tag: "documents",
		Get: func(ctx context.Context, wanted []string) ([]documentResource, error) {
			all, err := s.visibleDocuments(ctx, listing.IDs[ids.Document](wanted))
			if err != nil {
				return nil, err
			}
			return s.showDocuments(ctx, all)
		},
		Create: func(ctx context.Context, r *documentResource) error {
			document, err := s.OpenDocument(ctx, ids.Answer(r.Relationships.Answer.ID), r.Attributes.Language, r.Attributes.Path)
			if err != nil {
				return err
			}
			shown, err := s.showDocuments(ctx, []Document{document})
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

func (s *Service) showDocuments(ctx context.Context, all []Document) ([]documentResource, error) {
	resources := make([]documentResource, len(all))
	for i, document := range all {
		text, err := s.documents.Text(ctx, document.ID, document.Version)
		if err != nil {
			return nil, fmt.Errorf("read document %s: %w", document.ID, err)
		}
		path := document.Path
		if path == MainPath {
			path = ""
		}
		resources[i] = documentResource{
			ID:            string(document.ID),
			Attributes:    DocumentAttributes{Language: document.Language, Path: path, Version: document.Version, Text: text, UpdatedAt: document.UpdatedAt},
			Relationships: DocumentRelationships{jsonapi.ToOne[AnswerAttributes](string(document.Answer))},
		}
	}
	return resources, nil
}

// documentSocket edits (the candidate, while the attempt is open) or follows (staff, and the candidate afterwards) a document.
func (s *Service) documentSocket(w http.ResponseWriter, q *http.Request) {
	s.rooms.Socket(w, q, func(ctx context.Context) (documents.Visit, error) {
		return s.visit(ctx, ids.Document(q.PathValue("id")))
	})
}

// visit says in which role the principal opens the document.
func (s *Service) visit(ctx context.Context, id ids.Document) (visit documents.Visit, err error) {
	found, err := s.visibleDocuments(ctx, []ids.Document{id})
	if err != nil {
		return visit, err
	}
	if len(found) == 0 {
		return visit, errs.Missing("document", string(id))
	}
	p := identity.From(ctx)
	attempt, err := s.ByID(ctx, p.Organization, found[0].Attempt)
	if err != nil {
		return visit, err
	}
	visit.Document = id
	if p.Role != identity.Candidate {
		visit.Visitor = collab.Visitor{Actor: "user:" + string(p.User), ReadOnly: true}
		return visit, nil
	}
	visit.Visitor = collab.Visitor{Actor: "candidate:" + string(attempt.ID), ReadOnly: attempt.writable(s.now(), s.grace) != nil}
	if !visit.Visitor.ReadOnly {
		visit.Narrow = func(until context.Context) (context.Context, func()) { return s.UntilClosed(until, attempt) }
	}
	return visit, nil
}
