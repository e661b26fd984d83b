package assessments

import (
	"context"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
)

// previewFor is how long a preview's session lasts; whoever is longer at it opens it again.
const previewFor = 12 * time.Hour

var errPreviewEmpty = errs.New(errs.Conflict, "preview_empty", "there is nothing to preview yet: add at least one problem")

// preview answers the asker's own attempt at a copy of an assessment, made the first time and when it is begun anew, and
// a session that reaches it as a candidate's does, and ends with the asker's own. stale says that the assessment has
// changed since the copy was made. See docs/adr/0007-previews.md.
func (s *Service) preview(ctx context.Context, original ids.Assessment, restart bool) (a attempt, tokens auth.Tokens, stale bool, err error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return a, tokens, false, err
	}
	of, err := s.getAssessment(ctx, p.Organization, original)
	if errs.Is(err, errs.NotFound) {
		err = errs.Missing("assessment", string(original)).At("/data/relationships/assessment")
	}
	if err != nil {
		return a, tokens, false, err
	}
	copied, err := s.openPreview(ctx, p, of, restart)
	if err != nil {
		return a, tokens, false, err
	}
	i, err := db.One[invitation](ctx, s.db, `SELECT `+invitationColumns+` WHERE i.assessment_id = $1`, copied.ID)
	if err != nil {
		return a, tokens, false, err
	}
	if a, err = s.attemptOf(ctx, i, copied); err != nil {
		return a, tokens, false, err
	}
	tokens, err = s.auth.CandidateSession(ctx, auth.CandidateSession{
		Organization: a.Organization, Attempt: a.ID, Name: a.CandidateName, EndsAt: s.now().Add(previewFor), Parent: p.Session,
	})
	return a, tokens, of.UpdatedAt.After(copied.CreatedAt), err
}

// openPreview answers the copy there is, or a new one.
func (s *Service) openPreview(ctx context.Context, p identity.Principal, of assessment, restart bool) (assessment, error) {
	known, err := s.previewsOf(ctx, db.Where("preview_of = ?", of.ID).And("created_by = ?", p.User))
	if err != nil || len(known) > 0 && !restart {
		return first(known), err
	}
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: p.Organization, User: p.User})
	if err != nil {
		return assessment{}, err
	}
	copied, pinned, err := s.previewCopy(ctx, p, of)
	if err != nil {
		return assessment{}, err
	}
	_, hash := newToken() // nobody learns the token: no link opens a preview
	i := invitation{
		ID: ids.New[ids.Invitation](), Organization: of.Organization, Assessment: copied.ID, Name: names.User,
		TokenHash: hash, State: invitationSent, CreatedBy: p.User, SentAt: s.now(),
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.erasePreviews(ctx, db.Where("preview_of = ?", of.ID).And("created_by = ?", p.User)); err != nil {
			return err
		}
		if err := s.insertAssessment(ctx, copied); err != nil {
			return err
		}
		if err := s.replaceSections(ctx, &copied); err != nil {
			return err
		}
		if err := s.insertPinned(ctx, of.Organization, pinned); err != nil {
			return err
		}
		return s.insertInvitation(ctx, i)
	})
	if _, taken := db.Taken(err); taken { // two tabs at once: the other one made it
		known, err = s.previewsOf(ctx, db.Where("preview_of = ?", of.ID).And("created_by = ?", p.User))
		return first(known), err
	}
	return copied, err
}

func first(all []assessment) assessment {
	if len(all) == 0 {
		return assessment{}
	}
	return all[0]
}

// previewCopy is what candidates would meet now: the versions that are pinned or, of a draft, the newest ones; its window is open.
func (s *Service) previewCopy(ctx context.Context, p identity.Principal, of assessment) (assessment, []problems.Version, error) {
	if len(of.items()) == 0 {
		return of, nil, errPreviewEmpty
	}
	copied, before := of, of.State
	copied.ID, copied.PreviewOf, copied.CreatedBy = ids.New[ids.Assessment](), of.ID, p.User
	copied.State, copied.Archived, copied.OpensAt, copied.ClosesAt = statePublished, false, nil, nil
	copied.Revision, copied.CreatedAt, copied.UpdatedAt = 1, s.now(), s.now()
	copied.Sections = slices.Clone(of.Sections)
	for i := range copied.Sections {
		x := &copied.Sections[i]
		x.ID, x.Items = "", slices.Clone(x.Items)
		for j := range x.Items {
			x.Items[j].ID = ""
		}
	}
	pinned, err := s.pin(ctx, &copied, before)
	return copied, pinned, err
}
