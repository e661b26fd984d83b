package preview

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// previewFor is how long a preview's session lasts; whoever is longer at it opens it again.
const previewFor = 12 * time.Hour

// Open answers the asker's own attempt at a copy of an assessment, made the first time and when it is begun anew, and
// a session that reaches it as a candidate's does, and ends with the asker's own. stale says that the assessment has
// changed since the copy was made. See docs/adr/0007-previews.md.
func (s *Service) Open(ctx context.Context, original ids.Assessment, restart bool) (attempt attempt.Attempt, tokens auth.Tokens, stale bool, err error) {
	p, err := identity.Require(ctx, identity.AssessmentsWrite)
	if err != nil {
		return attempt, tokens, false, err
	}
	assessment, err := s.catalog.Get(ctx, p.Organization, original)
	if errs.Is(err, errs.NotFound) {
		err = errs.Missing("assessment", string(original)).At("/data/relationships/assessment")
	}
	if err != nil {
		return attempt, tokens, false, err
	}
	copied, err := s.copyOf(ctx, p, assessment, restart)
	if err != nil {
		return attempt, tokens, false, err
	}
	invitation, err := s.invitations.OfPreview(ctx, copied.Organization, copied.ID)
	if err != nil {
		return attempt, tokens, false, err
	}
	if attempt, err = s.attempts.Of(ctx, invitation, copied); err != nil {
		return attempt, tokens, false, err
	}
	tokens, err = s.auth.CandidateSession(ctx, auth.CandidateSession{
		Organization: attempt.Organization, Place: identity.InAttempt(attempt.ID), Name: attempt.CandidateName, EndsAt: s.now().Add(previewFor), Parent: p.Session,
	})
	return attempt, tokens, assessment.UpdatedAt.After(copied.CreatedAt), err
}

// copyOf answers the copy there is, or a new one.
func (s *Service) copyOf(ctx context.Context, p identity.Principal, assessment catalog.Assessment, restart bool) (catalog.Assessment, error) {
	known, err := s.catalog.Previews(ctx, p.Organization, db.Where("preview_of = ?", assessment.ID).And("created_by = ?", p.User))
	if err != nil || len(known) > 0 && !restart {
		return first(known), err
	}
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: p.Organization, User: p.User})
	if err != nil {
		return catalog.Assessment{}, err
	}
	copied, pinned, err := s.catalog.PreviewCopy(ctx, p, assessment)
	if err != nil {
		return catalog.Assessment{}, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		if err := s.erase(ctx, p.Organization, db.Where("preview_of = ?", assessment.ID).And("created_by = ?", p.User)); err != nil {
			return err
		}
		if err := s.catalog.InsertPreview(ctx, &copied, pinned); err != nil {
			return err
		}
		return s.invitations.InviteToPreview(ctx, copied, p.User, names.User)
	})
	if _, taken := db.Taken(err); taken { // two tabs at once: the other one made it
		known, err = s.catalog.Previews(ctx, p.Organization, db.Where("preview_of = ?", assessment.ID).And("created_by = ?", p.User))
		return first(known), err
	}
	return copied, err
}

func first(all []catalog.Assessment) catalog.Assessment {
	if len(all) == 0 {
		return catalog.Assessment{}
	}
	return all[0]
}

// Erase deletes all previews of an assessment, in the transaction of ctx.
func (s *Service) Erase(ctx context.Context, organization ids.Organization, original ids.Assessment) error {
	return s.erase(ctx, organization, db.Where("preview_of = ?", original))
}

// erase deletes previews with all that was done in them, in the transaction of ctx.
func (s *Service) erase(ctx context.Context, organization ids.Organization, where *db.Conditions) error {
	wanted, err := s.catalog.PreviewIDs(ctx, organization, where)
	if err != nil {
		return err
	}
	for _, id := range wanted {
		for _, erase := range []func(context.Context, ids.Organization, ids.Assessment) error{
			s.attempts.Shut, s.submissions.Erase, s.attempts.EraseWork, s.attempts.Erase, s.invitations.Erase, s.catalog.Erase,
		} {
			if err := erase(ctx, organization, id); err != nil {
				return err
			}
		}
	}
	return nil
}
