package workspace

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

// FileAttributes is the resource. Its text is edited over its WebSocket only.
type FileAttributes struct {
	Path      string    `json:"path" minLength:"1" maxLength:"200"`
	Language  string    `json:"language" minLength:"1" maxLength:"40" doc:"Another one leaves the text as it is: make another file to begin with another starter"`
	Source    string    `json:"source" writeOnly:"true" immutable:"true" maxLength:"262144" required:"false" doc:"What a new file begins with, in the place of a starter. Whoever holds an interview lays files out before it, too"`
	Version   int       `json:"version" readOnly:"true" doc:"Number of edits in its log"`
	Text      string    `json:"text" readOnly:"true" doc:"At that version"`
	UpdatedAt time.Time `json:"updatedAt" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (FileAttributes) ResourceType() string { return "interview-files" }

// FileRelationships are a file's.
type FileRelationships struct {
	Interview jsonapi.One[schedule.InterviewAttributes] `json:"interview" required:"true" immutable:"true"`
	Problem   jsonapi.One[ProblemAttributes]            `json:"problem" immutable:"true" doc:"Whose starter the file begins with. It is not kept"`
}

type fileResource = jsonapi.Resource[FileAttributes, FileRelationships]

func (s *Service) registerFiles(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[FileAttributes, FileRelationships]{
		Path: "/v1/interview-files", Tag: tag, Read: schedule.Readers, Write: writers,
		Filter: map[string][]string{"interview": nil},
		List:   s.apiListFiles, Create: s.apiMakeFile, Update: s.apiChangeFile,
		Get: func(ctx context.Context, wanted []string) ([]fileResource, error) {
			all, err := s.visibleFiles(ctx, listing.IDs[ids.Document](wanted))
			if err != nil {
				return nil, err
			}
			return s.showFiles(ctx, all)
		},
		Delete: func(ctx context.Context, id string) error { return s.RemoveFile(ctx, ids.Document(id)) },
		Links: func(r *fileResource) map[string]string {
			return map[string]string{"socket": "/v1/interview-files/" + r.ID + "/socket"}
		},
	})
}

var filePager = listing.OldestFirst("id", func(f *File) ids.Document { return f.ID })

func (s *Service) apiListFiles(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[FileAttributes, FileRelationships], err error) {
	at, there, err := s.Listed(ctx, q)
	if err != nil || !there {
		return page, err
	}
	return listing.Page(ctx, q, filePager, OfOne(at.Interview.Organization, at.Interview.ID), s.files, func(all []File) ([]fileResource, error) { return s.showFiles(ctx, all) })
}

func (s *Service) apiMakeFile(ctx context.Context, r *fileResource) error {
	made := File{Interview: ids.Interview(r.Relationships.Interview.ID), Path: r.Attributes.Path, Language: r.Attributes.Language}
	if err := s.MakeFile(ctx, &made, r.Attributes.Source, r.Relationships.Problem.ID); err != nil {
		return err
	}
	return s.answerFile(ctx, r, made)
}

func (s *Service) apiChangeFile(ctx context.Context, r *fileResource, _ jsonapi.Changes) error {
	f, err := s.file(ctx, ids.Document(r.ID))
	if err != nil {
		return err
	}
	f.Path, f.Language, f.Revision = r.Attributes.Path, r.Attributes.Language, listing.Revision(r.Version)
	if err := s.ChangeFile(ctx, &f); err != nil {
		return err
	}
	return s.answerFile(ctx, r, f)
}

func (s *Service) answerFile(ctx context.Context, r *fileResource, f File) error {
	shown, err := s.showFiles(ctx, []File{f})
	if err == nil {
		*r = shown[0]
	}
	return err
}

func (s *Service) showFiles(ctx context.Context, all []File) ([]fileResource, error) {
	resources := make([]fileResource, len(all))
	for i, f := range all {
		text, err := s.documents.Text(ctx, f.ID, f.Version)
		if err != nil {
			return nil, fmt.Errorf("read file %s: %w", f.ID, err)
		}
		resources[i] = fileResource{
			ID: string(f.ID), Version: strconv.Itoa(f.Revision),
			Attributes:    FileAttributes{Path: f.Path, Language: f.Language, Version: f.Version, Text: text, UpdatedAt: f.UpdatedAt},
			Relationships: FileRelationships{Interview: of(f.Interview).Interview},
		}
	}
	return resources, nil
}
