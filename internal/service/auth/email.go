package auth

import (
	"strings"

	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// normaliseEmail answers the one form an address is stored and looked up in: that of every list of people and of the sender
// of mails. Upper and lower case differ by the RFC, but no provider in use tells them apart and people do not either.
func normaliseEmail(text, pointer string) (string, error) {
	address, name, err := mail.Address(text)
	if err != nil || name != "" || strings.ContainsAny(text, "<>") {
		return "", errs.New(errs.Invalid, "email_invalid", "give an e-mail address such as ada@example.org").At(pointer)
	}
	return address, nil
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
