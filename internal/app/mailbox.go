package app

import (
	"context"
	"time"

	"github.com/codecraft-hq/codecraft/internal/app/module"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/jsonapi"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// Mail is a mail that the embedded default wrote to a file. The mailbox exists only with --demo on loopback: it
// shows every mail of the installation, which is why no other mode has it.
type Mail struct {
	To      string    `json:"to" readOnly:"true"`
	Subject string    `json:"subject" readOnly:"true"`
	SentAt  time.Time `json:"sentAt" readOnly:"true"`
	Text    string    `json:"text" readOnly:"true"`
	HTML    string    `json:"html" readOnly:"true"`
}

// ResourceType is the JSON:API type.
func (Mail) ResourceType() string { return "mails" }

func registerMailbox(api *jsonapi.API, folder mail.Folder) {
	jsonapi.Register(api, jsonapi.Collection[Mail, jsonapi.None]{
		Path: "/v1/mails", Tag: "mailbox", PageSize: 100, MaxPage: 100,
		Read: identity.AnyOf(identity.MembersRead),
		List: func(ctx context.Context, q *jsonapi.Query) (jsonapi.Page[Mail, jsonapi.None], error) {
			var page jsonapi.Page[Mail, jsonapi.None]
			if err := operator(ctx); err != nil {
				return page, err
			}
			stored, err := folder.List(q.Size)
			if err != nil {
				return page, err
			}
			for _, m := range stored {
				page.Items = append(page.Items, mailResource(m))
			}
			return page, nil
		},
		Get: func(ctx context.Context, ids []string) ([]jsonapi.Resource[Mail, jsonapi.None], error) {
			if err := operator(ctx); err != nil {
				return nil, err
			}
			var found []jsonapi.Resource[Mail, jsonapi.None]
			for _, id := range ids {
				m, err := folder.Get(id)
				if errs.Is(err, errs.NotFound) {
					continue
				}
				if err != nil {
					return nil, err
				}
				found = append(found, mailResource(m))
			}
			return found, nil
		},
	})
}

// operator lets members of the demo organization in: on a demo machine they are its operator. A candidate is not, nor is
// somebody who registered an organization of their own: mails hold links that sign in and reset passwords.
func operator(ctx context.Context) error {
	p, err := identity.Require(ctx, identity.MembersRead)
	if err == nil && p.Organization != module.DemoOrganization {
		return errs.New(errs.Forbidden, "mailbox_foreign", "the mailbox is for members of the demo organization")
	}
	return err
}

func mailResource(m mail.Stored) jsonapi.Resource[Mail, jsonapi.None] {
	return jsonapi.Resource[Mail, jsonapi.None]{
		ID:         m.ID,
		Attributes: Mail{To: m.To, Subject: m.Subject, SentAt: m.SentAt, Text: m.Text, HTML: m.HTML},
	}
}
