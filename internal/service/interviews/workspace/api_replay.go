package workspace

import (
	"context"
	"strconv"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/parts/listing"
)

// EntryAttributes is the resource.
type EntryAttributes struct {
	Kind          string         `json:"kind" readOnly:"true" doc:"message, reaction, problem, file, lock, timer, run, run-ended, terminal, terminal-ended, drawing, recording, retention, note, scorecard, decision, joined or left"`
	At            time.Time      `json:"at" readOnly:"true" doc:"On the server's clock; of who left without a word when they were seen last"`
	Audience      string         `json:"audience" readOnly:"true" enum:"all,interviewers" doc:"Who was told of it"`
	ParticipantID string         `json:"participantId" readOnly:"true" doc:"Who did it; empty when nobody who takes part did"`
	Name          string         `json:"name" readOnly:"true" doc:"Theirs, at that time"`
	Subject       string         `json:"subject" readOnly:"true" doc:"The id of what it is about; of a file that of its log"`
	Data          map[string]any `json:"data" readOnly:"true" doc:"What the kind tells; of run-ended and terminal-ended the source and the output"`
}

// ResourceType is the JSON:API type.
func (EntryAttributes) ResourceType() string { return "timeline-entries" }

// LogAttributes is the resource: what was typed into a file. It is there when the file was removed, too.
type LogAttributes struct {
	Path        string          `json:"path" readOnly:"true" doc:"The last one that it had"`
	Language    string          `json:"language" readOnly:"true" doc:"The last one"`
	Version     int             `json:"version" readOnly:"true" doc:"Number of edits in the whole log"`
	FromVersion int             `json:"fromVersion" readOnly:"true" doc:"The version at which what is read here begins"`
	At          time.Time       `json:"at" readOnly:"true" doc:"When that version came about"`
	Text        string          `json:"text" readOnly:"true" doc:"At that version"`
	Edits       []EditAttribute `json:"edits" readOnly:"true" doc:"Those that follow it, at most 2000: ask for the next with fromVersion"`
}

// EditAttribute is one of them.
type EditAttribute struct {
	At            time.Time `json:"at" doc:"On the server's clock"`
	ParticipantID string    `json:"participantId" doc:"Who typed it"`
	Kind          string    `json:"kind" doc:"edit; paste; or another that changes no text"`
	Changes       string    `json:"changes" doc:"A change set of CodeMirror, as JSON"`
}

// ResourceType is the JSON:API type.
func (LogAttributes) ResourceType() string { return "interview-file-logs" }

type (
	entryResource = jsonapi.Resource[EntryAttributes, OfInterview]
	logResource   = jsonapi.Resource[LogAttributes, OfInterview]
)

// fromVersion is the query parameter that says where the reading of a log begins.
const fromVersion = "fromVersion"

func (s *Service) registerReplay(api *jsonapi.API) {
	jsonapi.Register(api, jsonapi.Collection[EntryAttributes, OfInterview]{
		Path: "/v1/timeline-entries", Tag: tag, Read: reviewers, PageSize: 100,
		Filter: map[string][]string{"interview": nil},
		List:   s.apiListEntries,
	})
	jsonapi.Register(api, jsonapi.Collection[LogAttributes, OfInterview]{
		Path: "/v1/interview-file-logs", Tag: tag, Read: reviewers,
		Parameters: []jsonapi.Parameter{{Name: fromVersion, Doc: "The version from which on edits are read; the first one without it"}},
		Get:        s.apiGetLogs,
	})
}

var entryPager = listing.OldestFirst("number", func(e *Entry) int { return e.Number })

func (s *Service) apiListEntries(ctx context.Context, q *jsonapi.Query) (page jsonapi.Page[EntryAttributes, OfInterview], err error) {
	if err := identity.Admit(ctx, reviewers); err != nil {
		return page, err
	}
	at, there, err := s.Listed(ctx, q)
	if err != nil || !there {
		return page, err
	}
	if err := at.Reviews(); err != nil {
		return page, err
	}
	if err := s.noteReplay(ctx, at.Interview.Organization, at.Interview.ID); err != nil {
		return page, err
	}
	return listing.Page(ctx, q, entryPager, at.heard(new(db.Conditions)), s.entries, listing.Each(showEntry))
}

func (s *Service) apiGetLogs(ctx context.Context, wanted []string) ([]logResource, error) {
	if err := identity.Admit(ctx, reviewers); err != nil {
		return nil, err
	}
	version, err := versionAsked(ctx)
	if err != nil {
		return nil, err
	}
	all, err := s.stretches(ctx, wanted, version)
	return listing.Show(all, showLog), err
}

func versionAsked(ctx context.Context) (int, error) {
	asked := jsonapi.Request(ctx).URL.Query().Get(fromVersion)
	if asked == "" {
		return 0, nil
	}
	version, err := strconv.Atoi(asked)
	if err != nil || version < 0 {
		return 0, errs.New(errs.Malformed, "version_malformed", "%q is no version of a file: send a number of edits, such as 0", asked).In(fromVersion)
	}
	return version, nil
}

func showEntry(e *Entry) entryResource {
	return entryResource{
		ID: string(e.ID),
		Attributes: EntryAttributes{
			Kind: e.Kind, At: e.At, Audience: e.Audience, ParticipantID: string(e.Participant), Name: e.Name, Subject: e.Subject, Data: e.Data.V,
		},
		Relationships: of(e.Interview),
	}
}

func showLog(x *Stretch) logResource {
	a := LogAttributes{
		Path: x.Path, Language: x.Language, Version: x.Version, FromVersion: x.Begins.Version, At: x.Begins.At, Text: x.Begins.Text.String(),
		Edits: make([]EditAttribute, len(x.Edits)),
	}
	for i, u := range x.Edits {
		a.Edits[i] = showEdit(u)
	}
	return logResource{ID: string(x.ID), Attributes: a, Relationships: of(x.Interview)}
}

func showEdit(u collab.Update) EditAttribute {
	return EditAttribute{At: u.At, ParticipantID: authorOf(u), Kind: string(u.Kind), Changes: u.Changes.String()}
}
