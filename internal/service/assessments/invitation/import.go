package invitation

import (
	"context"
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/quota"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
)

// Import invites everybody whose line can be read and who is not invited yet, or nobody.
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
		if err := s.takeMails(ctx, p.Organization, lines); err != nil {
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

// takeMails takes the mails of an import from the budget. A refusal says that nobody was invited.
func (s *Service) takeMails(ctx context.Context, organization ids.Organization, lines []PersonLine) error {
	n := 0
	for _, x := range lines {
		if x.Result == lineInvited {
			n++
		}
	}
	err := s.mails.Take(ctx, organization, n)
	if e := errs.Of(err); e != nil && e.Code == quota.Code {
		refused := *e
		refused.Detail = fmt.Sprintf("none of the %d people were invited: %s", n, e.Detail)
		return &refused
	}
	return err
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
