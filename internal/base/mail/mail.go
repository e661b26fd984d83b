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
	return nil
}

// compose writes the mail as a file of RFC 5322: plain text, or text and HTML to choose from.
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
	if m.HTML == "" {
		out.WriteString("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
		err := writeText(&out, m.Text)
		return out.Bytes(), err
	}
	parts := multipart.NewWriter(&out)
	fmt.Fprintf(&out, "Content-Type: multipart/alternative; boundary=%q\r\n\r\n", parts.Boundary())
	for _, part := range [][2]string{{"text/plain", m.Text}, {"text/html", m.HTML}} {
		w, err := parts.CreatePart(textproto.MIMEHeader{
			"Content-Type":              {part[0] + "; charset=utf-8"},
			"Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return nil, err
		}
		if err := writeText(w, part[1]); err != nil {
			return nil, err
		}
	}
	if err := parts.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func writeText(w io.Writer, text string) error {
	q := quotedprintable.NewWriter(w)
	if _, err := io.WriteString(q, text); err != nil {
		return err
	}
	return q.Close()
}
