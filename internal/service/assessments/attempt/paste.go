package attempt

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/parts/documents"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Where pasted text comes from. All but the last are told as the candidate's own.
const (
	pasteShort     = "short"     // a few characters of one line: not looked into
	pasteDocument  = "document"  // stood in one of the attempt's documents
	pasteStatement = "statement" // stands in a statement, a sample or starter code of the attempt
	pastePage      = "page"      // was copied or cut on the candidate's page, as the page says: what was cut stands nowhere else
	pasteElsewhere = "elsewhere"
)

// shortPaste is so many UTF-16 units that a paste of one line is looked into.
const shortPaste = 20

// watchedLog is the log behind the rooms: a paste and its activity are written in one transaction.
type watchedLog struct {
	documents.Store
	service *Service
}

// DocumentLog is the log behind the rooms.
func (s *Service) DocumentLog() collab.Log { return watchedLog{s.documents, s} }

// Append implements collab.Log.
func (l watchedLog) Append(ctx context.Context, id ids.Document, version int, updates []collab.Update) error {
	pastes := slices.DeleteFunc(slices.Clone(updates), func(u collab.Update) bool { return u.Kind != collab.Paste || u.Changes.Inserted() == 0 })
	if len(pastes) == 0 {
		return l.Store.Append(ctx, id, version, updates)
	}
	s := l.service
	return s.db.InTx(ctx, func(ctx context.Context) error {
		attempt, err := s.attemptOfDocument(ctx, id)
		if errors.Is(err, db.ErrNoRows) {
			return errs.Missing("document", string(id))
		}
		if err == nil {
			err = s.StillStarted(ctx, attempt) // locks the attempt before its document, as its end does
		}
		if err == nil {
			err = l.Store.Append(ctx, id, version, updates)
		}
		for i := 0; err == nil && i < len(pastes); i++ {
			err = s.recordPaste(ctx, &attempt, id, pastes[i])
		}
		return err
	})
}

// recordPaste records a paste that is in the log. Of its size and place the change set tells, whatever the page says. Half of
// the bound is kept for what comes from elsewhere.
func (s *Service) recordPaste(ctx context.Context, attempt *Attempt, id ids.Document, u collab.Update) error {
	count, err := s.countActivities(ctx, attempt, "paste")
	if err != nil || count >= mostNoted {
		return err
	}
	before, err := collab.AtVersion(ctx, s.documents, id, u.Version-1)
	if err != nil {
		return err
	}
	documents, err := s.selectDocuments(ctx, db.Where("organization_id = ?", attempt.Organization).And("attempt_id = ?", attempt.ID))
	if err != nil {
		return err
	}
	origin, err := s.originOf(ctx, documents, before.Text, id, u)
	if err != nil || origin != pasteElsewhere && count >= mostNoted/2 {
		return err
	}
	if origin == pasteElsewhere {
		if err := s.countPaste(ctx, attempt); err != nil {
			return err
		}
	}
	pieces := u.Changes.Insertions()
	text := strings.ReplaceAll(strings.Join(texts(pieces), "\n"), "\x00", "\uFFFD") // no database keeps a NUL in JSON
	activity := Activity{Kind: "paste", Data: map[string]any{
		"documentId": id, "version": u.Version, "from": pieces[0].At, "line": before.Text.LineAt(pieces[0].At),
		"length": u.Changes.Inserted(), "lines": strings.Count(strings.TrimRight(text, "\n"), "\n") + 1, "origin": origin, "text": catalog.Clip(text, shownOfRun),
	}}
	for _, d := range documents {
		if d.ID == id {
			activity.Answer = d.Answer
		}
	}
	return s.Record(ctx, attempt, activity)
}

func texts(pieces []edit.Insertion) []string {
	all := make([]string, len(pieces))
	for i, p := range pieces {
		all[i] = p.Text
	}
	return all
}

// originOf looks where a pasted text may have been copied: nearest places first.
func (s *Service) originOf(ctx context.Context, documents []Document, before edit.Document, id ids.Document, u collab.Update) (string, error) {
	pieces := texts(u.Changes.Insertions())
	if u.Changes.Inserted() < shortPaste && !strings.Contains(strings.Join(pieces, ""), "\n") {
		return pasteShort, nil
	}
	known := []string{before.String()}
	for _, document := range documents {
		if document.ID == id {
			continue
		}
		text, err := s.documents.Text(ctx, document.ID, document.Version)
		if err != nil {
			return "", err
		}
		known = append(known, text)
	}
	if within(known, pieces) {
		return pasteDocument, nil
	}
	shown, err := s.shownTexts(ctx, documents[0])
	if err != nil {
		return "", err
	}
	if within(shown, pieces) {
		return pasteStatement, nil
	}
	var claim struct {
		Own bool `json:"own"`
	}
	if json.Unmarshal(u.Data, &claim) == nil && claim.Own {
		return pastePage, nil
	}
	return pasteElsewhere, nil
}

// shownTexts are what the attempt's problems show, whichever of its documents is asked for.
func (s *Service) shownTexts(ctx context.Context, document Document) ([]string, error) {
	answers, err := s.Answers(ctx, document.Organization, []ids.Attempt{document.Attempt})
	if err != nil {
		return nil, err
	}
	var versions []ids.ProblemVersion
	for _, x := range answers {
		versions = append(versions, x.Version)
	}
	found, err := s.catalog.Pinned(ctx, document.Organization, versions)
	var all []string
	for _, v := range found {
		all = append(all, v.Title, v.Statement)
		for _, sample := range v.Samples {
			all = append(all, sample.Input, sample.Answer, sample.Explanation)
		}
		for _, starter := range v.Starters {
			all = append(all, starter.Source)
		}
	}
	return all, err
}

// within reports whether each piece stands in one of the texts; indentation and line breaks may be others.
func within(all, pieces []string) bool {
	spaced := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	for _, piece := range pieces {
		piece = spaced(piece)
		if !slices.ContainsFunc(all, func(text string) bool { return strings.Contains(spaced(text), piece) }) {
			return false
		}
	}
	return true
}

// countPaste counts one from elsewhere.
func (s *Service) countPaste(ctx context.Context, attempt *Attempt) error {
	_, err := db.Exec(ctx, s.db, `UPDATE attempts SET pastes = pastes + 1, revision = revision + 1 WHERE organization_id = $1 AND id = $2`, attempt.Organization, attempt.ID)
	return err
}
