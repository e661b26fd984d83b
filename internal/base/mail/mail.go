// Package mail sends mails: over SMTP, or into a folder where nobody has a mail server.
//
// A mail is queued in the transaction that causes it (Queue) and delivered later by whoever runs
// Deliver, again and again until the server takes it. Its words are the services' templates.
package mail

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

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

// compose writes the mail as a file of RFC 5322: plain text, or it, HTML and an entry for calendars to choose from.
func compose(from mail.Address, m Message, at time.Time) ([]byte, error) {
	_, domain, _ := strings.Cut(from.Address, "@")
	var out bytes.Buffer
	for _, h := range [][2]string{
		{"From", from.String()},
		{"To", (&mail.Address{Name: m.ToName, Address: m.To}).String()},
		{"Subject", mime.QEncoding.Encode("utf-8", m.Subject)},
		{"Date", at.Format(time.RFC1123Z)},
		{"Message-ID", "<" + uuid.NewString() + "@" + domain + ">"},
		{"Auto-Submitted", "auto-generated"},
		{"X-Codecraft-Kind", m.Kind},
		{"MIME-Version", "1.0"},
	} {
		fmt.Fprintf(&out, "%s: %s\r\n", h[0], h[1])
	}
	alternatives := [][2]string{{"text/plain", m.Text}, {"text/html", m.HTML}, {"text/calendar; method=" + m.Calendar.Method, m.Calendar.Text}}
	alternatives = slices.DeleteFunc(alternatives, func(part [2]string) bool { return part[1] == "" })
	if len(alternatives) == 1 {
		out.WriteString("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
		err := writeText(&out, m.Text)
		return out.Bytes(), err
	}
	err := writeParts(&out, alternatives)
	return out.Bytes(), err
}

// writeParts writes the same in several types, the richest last.
func writeParts(out io.Writer, alternatives [][2]string) error {
	parts := multipart.NewWriter(out)
	fmt.Fprintf(out, "Content-Type: multipart/alternative; boundary=%q\r\n\r\n", parts.Boundary())
	for _, part := range alternatives {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {part[0] + "; charset=utf-8"},
			"Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return err
		}
		if err := writeText(w, part[1]); err != nil {
			return err
		}
	}
	return parts.Close()
}

func writeText(w io.Writer, text string) error {
	q := quotedprintable.NewWriter(w)
	if _, err := io.WriteString(q, text); err != nil {
		return err
	}
	return q.Close()
}
