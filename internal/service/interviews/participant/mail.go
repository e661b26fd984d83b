package participant

import (
	"context"
	"embed"
	"fmt"
	netmail "net/mail"
	"slices"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
	"github.com/codecraft-hq/codecraft/internal/contract/auth"
	"github.com/codecraft-hq/codecraft/internal/service/interviews/schedule"
)

//go:embed mails
var mailFiles embed.FS

var words = mail.MustWords(mailFiles, "mails")

// namesTimeout bounds how long inviting waits for the names, which a mail can do without.
const namesTimeout = 3 * time.Second

// inviter asks auth what who asks and their organization are called: before a transaction, as another process answers.
func (s *Service) inviter(ctx context.Context, p identity.Principal) auth.Names {
	ctx, cancel := context.WithTimeout(ctx, namesTimeout)
	defer cancel()
	names, err := s.auth.Names(ctx, auth.NamesOf{Organization: p.Organization, User: p.User})
	if err != nil {
		s.log.Warn("an interview goes without names", "organization", p.Organization, "error", err)
	}
	return names
}

// Name is what the member who asks is called, asked of auth: before a transaction.
func (s *Service) Name(ctx context.Context) string { return s.inviter(ctx, identity.From(ctx)).User }

// The mails about an interview: their names are those of the files of words.
const (
	invitation   = "interview"
	change       = "interview-changed"
	cancellation = "interview-cancelled"
	reminder     = "interview-reminder"
)

var headings = map[string]string{
	invitation: "Your interview: ", change: "Your interview has changed: ", cancellation: "Your interview is cancelled: ", reminder: "Your interview begins soon: ",
}

// letter is what the words of a mail may say.
type letter struct {
	mail.Letter
	schedule.Interview
	By, Organization string
	Changes          []string
}

// mail queues a mail of a kind with a link of its own, in the transaction of ctx, and answers the link.
func (s *Service) mail(ctx context.Context, kind string, to Participant, about letter) (link string, err error) {
	l := mail.Letter{To: to.Email, ToName: to.Name, Heading: mail.Brief(headings[kind] + about.Title), PublicURL: s.publicURL}
	entry := schedule.Entry{Method: schedule.Withdrawn, Owner: netmail.Address{Name: to.Name, Address: to.Email}}
	if kind != cancellation {
		if link, err = s.newLink(ctx, to.ID); err != nil {
			return "", err
		}
		l.Link, l.LinkLabel, entry.Method, entry.Link = link, "Open the interview", schedule.Requested, link
	}
	about.Letter = l
	m, err := words.Write(kind, l, about)
	if err != nil {
		return "", err
	}
	if kind != reminder { // calendars remind by themselves, and have nothing to learn
		m.Calendar = mail.Calendar{Method: entry.Method, Text: s.schedule.Calendar(about.Interview, entry)}
	}
	return link, mail.Queue(ctx, s.db, m)
}

// Announce prepares the mails about an interview that was moved, renamed, cancelled, or is to take place after all.
func (s *Service) Announce(ctx context.Context, now, before schedule.Interview) (func(context.Context) error, error) {
	if now.Sequence == before.Sequence || now.State == schedule.Live || now.State == schedule.Ended {
		return func(context.Context) error { return nil }, nil
	}
	kind, by := change, s.inviter(ctx, identity.From(ctx))
	if now.State == schedule.Cancelled {
		kind = cancellation
	}
	about := letter{Interview: now, By: by.User, Organization: by.Organization, Changes: changes(now, before)}
	return func(ctx context.Context) error { return s.mailAll(ctx, kind, about) }, nil
}

// mailAll queues a mail to everybody who was invited, in the transaction of ctx. Members who came by themselves were not.
func (s *Service) mailAll(ctx context.Context, kind string, about letter) error {
	all, err := s.All(ctx, about.Interview)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p Participant) bool { return !p.wasInvited() || p.State == Removed })
	if err := s.budgeted(kind)(ctx, about.Interview.Organization, len(all)); err != nil {
		return err
	}
	for _, p := range all {
		if _, err := s.mail(ctx, kind, p, about); err != nil {
			return err
		}
	}
	return nil
}

// budgeted is how mails of a kind are taken from the budget of a day. An interview is cancelled though nothing is left, and its
// people are reminded: of both there is one for each invitation or change, which are refused.
func (s *Service) budgeted(kind string) func(context.Context, ids.Organization, int) error {
	if kind == cancellation || kind == reminder {
		return s.mails.Count
	}
	return s.mails.Take
}

// changes says in sentences what is new.
func changes(now, before schedule.Interview) (all []string) {
	if before.State == schedule.Cancelled {
		all = append(all, "It was cancelled, and takes place after all.")
	}
	if !now.StartsAt.Equal(before.StartsAt) {
		before.TimeZone = now.TimeZone // both in one, to be compared
		all = append(all, fmt.Sprintf("It begins on %s. Before, that was %s.", now.StartsIn(), before.StartsIn()))
	}
	if now.DurationMinutes != before.DurationMinutes {
		all = append(all, fmt.Sprintf("It lasts %d minutes. Before, that was %d.", now.DurationMinutes, before.DurationMinutes))
	}
	if now.Title != before.Title {
		all = append(all, fmt.Sprintf("Its title is %q. Before, that was %q.", now.Title, before.Title))
	}
	return all
}
