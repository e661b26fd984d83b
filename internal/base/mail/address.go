package mail

import (
	"net/mail"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const (
	maxAddress = 254 // RFC 5321, with errata 1690
	maxLocal   = 64
)

// Address reads what a person writes for one: an address, or Name <address>. The address comes back in the one form in
// which it is stored, compared and sent to: bare, in lower case, composed, the domain in ASCII (RFC 5891), without what
// nobody sees. What it answers without an error, a Sender takes.
func Address(text string) (address, name string, err error) {
	text = Visible(text)
	parsed, err := mail.ParseAddress(text)
	if err != nil {
		parsed, err = looseName(text)
	}
	if err != nil {
		return "", "", invalid(text)
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	local, domain := parsed.Address[:at], parsed.Address[at+1:]
	domain, err = idna.Lookup.ToASCII(norm.NFKC.String(domain))
	switch {
	case err != nil || !strings.Contains(domain, ".") || strings.HasSuffix(domain, "."):
		return "", "", invalid(text)
	case local == "" || len(local) > maxLocal || len(local)+1+len(domain) > maxAddress:
		return "", "", invalid(text)
	case strings.ContainsFunc(local, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune(`"<>()[]\,;:@`, r)
	}):
		return "", "", invalid(text) // a quoted part is allowed by RFC 5321, and refused by whoever receives
	}
	return strings.ToLower(norm.NFC.String(local)) + "@" + strings.ToLower(domain), strings.TrimSpace(parsed.Name), nil
}

// looseName reads names that RFC 5322 wants quoted and people do not quote: Doe, Jane <j@x.example>.
func looseName(text string) (*mail.Address, error) {
	open := strings.LastIndexByte(text, '<')
	if open <= 0 || !strings.HasSuffix(text, ">") {
		return nil, errs.New(errs.Invalid, "mail_address", "no address")
	}
	parsed, err := mail.ParseAddress(text[open:])
	if err != nil {
		return nil, err
	}
	parsed.Name = strings.Trim(strings.TrimSpace(text[:open]), `"'`)
	if strings.ContainsAny(parsed.Name, "<>@\r\n") {
		return nil, errs.New(errs.Invalid, "mail_address", "more than one address")
	}
	return parsed, nil
}

func invalid(text string) error {
	if r := []rune(text); len(r) > 80 {
		text = string(r[:80]) + "…"
	}
	return errs.New(errs.Invalid, "email_invalid", "%q is no e-mail address", text)
}

// Visible is the text without characters of no width and without controls, which copying brings along, and with spaces that are spaces.
func Visible(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r) && !unicode.IsSpace(r):
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, text))
}
