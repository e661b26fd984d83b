// Package mail sends mails: over SMTP, or into a folder where nobody has a mail server.
//
// A mail is queued in the transaction that causes it (Queue) and delivered later by whoever runs
// Deliver, again and again until the server takes it. Its words are the services' templates.
package mail

import (
	"context"
	"net/mail"
	"strings"
	"time"

	"github.com/google/uuid"
	gomail "github.com/wneessen/go-mail"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

// Message is one mail to one person.
type Message struct {
	To      string `json:"to"`
	ToName  string `json:"toName,omitempty"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html,omitempty"` // beside Text, never instead of it
	Kind    string `json:"kind"`           // what it is for: "invitation", "password-reset"; in logs

	Calendar Calendar `json:"calendar,omitzero"` // what the receiver's calendar is to do
}

// Calendar is an entry for the calendar of who gets the mail (RFC 5545), and what is to become of it (RFC 5546).
type Calendar struct {
	Method string `json:"method"` // as in the text: REQUEST or CANCEL
	Text   string `json:"text"`
}

// Sender delivers a mail. An errs.Invalid is for good; anything else may be tried again.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Validate refuses what no server would take, and line breaks that would smuggle in headers.
func (m Message) Validate() error {
	for _, line := range []struct{ name, value string }{{"to", m.To}, {"toName", m.ToName}, {"subject", m.Subject}, {"kind", m.Kind}} {
		if strings.ContainsAny(line.value, "\r\n\x00") {
			return errs.New(errs.Invalid, "mail_line_break", "the mail's %s must be one line", line.name)
		}
	}
	if address, _, err := Address(m.To); err != nil || address != m.To {
		return errs.New(errs.Invalid, "mail_address", "the mail address is not valid")
	}
	if m.Subject == "" || m.Text == "" {
		return errs.New(errs.Invalid, "mail_empty", "a mail needs a subject and a text")
	}
	if method := m.Calendar.Method; m.Calendar != (Calendar{}) && method != "REQUEST" && method != "CANCEL" {
		return errs.New(errs.Invalid, "mail_calendar", "a mail asks a calendar for REQUEST or CANCEL, not for %q", method)
	}
	return nil
}

// compose makes the mail of RFC 5322: plain text, or it, HTML and an entry for calendars to choose from, the richest last.
func compose(from mail.Address, m Message) *gomail.Msg {
	_, domain, _ := strings.Cut(from.Address, "@")
	out := gomail.NewMsg(gomail.WithCharset("utf-8"), gomail.WithNoDefaultUserAgent())
	out.FromMailAddress(&from)
	out.ToMailAddress(&mail.Address{Name: m.ToName, Address: m.To})
	out.Subject(m.Subject)
	out.SetDateWithValue(time.Now().UTC())
	out.SetMessageIDWithValue(uuid.NewString() + "@" + domain)
	out.SetGenHeader("Auto-Submitted", "auto-generated")
	out.SetGenHeader("X-Codecraft-Kind", m.Kind)
	out.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		out.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	if m.Calendar.Text != "" {
		out.AddAlternativeString(gomail.ContentType("text/calendar; method="+m.Calendar.Method), m.Calendar.Text)
	}
	return out
}
