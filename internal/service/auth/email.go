package auth

import (
	"net/mail"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
)

const maxEmail = 254 // RFC 5321, with errata 1690

// normaliseEmail answers the one form an address is stored and looked up in: bare and in lower case.
// Upper and lower case differ by the RFC, but no provider in use tells them apart and people do not either.
func normaliseEmail(text, pointer string) (string, error) {
	bare := strings.TrimSpace(text)
	refuse := func() (string, error) {
		return "", errs.New(errs.Invalid, "email_invalid", "give an e-mail address such as ada@example.org").At(pointer)
	}
	parsed, err := mail.ParseAddress(bare)
	if err != nil || parsed.Address != bare || len(bare) > maxEmail || strings.ContainsAny(bare, " \"\r\n\t") {
		return refuse()
	}
	local, domain, _ := strings.Cut(bare, "@")
	if len(local) > 64 || strings.HasSuffix(domain, ".") || strings.HasPrefix(domain, "[") {
		return refuse()
	}
	return strings.ToLower(bare), nil
}

const maxName = 120

// checkName trims a name of a person or an organization and says what is wrong with it.
func checkName(text, pointer string) (string, error) {
	name := strings.Join(strings.Fields(text), " ")
	switch {
	case name == "":
		return "", errs.New(errs.Invalid, "name_missing", "give a name").At(pointer)
	case len([]rune(name)) > maxName:
		return "", errs.New(errs.Invalid, "name_long", "use at most %d characters", maxName).At(pointer)
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return "", errs.New(errs.Invalid, "name_unreadable", "leave control characters out of the name").At(pointer)
	}
	return name, nil
}
