package invitation

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Import invites everybody whose line can be read and who is not invited yet.
func (s *Service) Import(ctx context.Context, to ids.Assessment, text string) (sent []Invitation, lines []PersonLine, err error) {
	p, assessment, err := s.invitable(ctx, to)
	if err != nil {
		return nil, nil, err
	}
	by := s.inviter(ctx, assessment.Organization, p.User)
	err = s.db.InTx(ctx, func(ctx context.Context) error {
		sent = nil
		if lines, err = s.planned(ctx, p, assessment, text); err != nil {
			return err
		}
		for _, x := range lines {
			if x.Result != lineInvited {
				continue
			}
			invitation, err := s.send(ctx, by, assessment, x.Email, x.Name)
			if err != nil {
				return err
			}
			sent = append(sent, invitation)
		}
		return nil
	})
	return sent, lines, err
}

// Preview tells what an import of the text would do, and does nothing.
func (s *Service) Preview(ctx context.Context, to ids.Assessment, text string) ([]PersonLine, error) {
	p, assessment, err := s.invitable(ctx, to)
	if err != nil {
		return nil, err
	}
	return s.planned(ctx, p, assessment, text)
}

// planned reads the text and merges who is invited already.
func (s *Service) planned(ctx context.Context, p identity.Principal, assessment catalog.Assessment, text string) ([]PersonLine, error) {
	lines, err := readPeople(text)
	if err != nil {
		return nil, err
	}
	known, err := s.invitedEmails(ctx, p.Organization, assessment.ID)
	for i := range lines {
		if lines[i].Result == lineInvited && known[lines[i].Email] {
			lines[i].Result, lines[i].Detail = lineMerged, "this person is invited already"
		}
	}
	return lines, err
}
