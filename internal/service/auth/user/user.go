package user

import (
	"strings"
	"time"
	"unicode"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/mail"
)

// User is a person with an account.
type User struct {
	ID               ids.User         `db:"id"`
	Email            string           `db:"email"`
	Name             string           `db:"name"`
	LastOrganization ids.Organization `db:"last_organization"`
	Revision         int              `db:"revision"`
	CreatedAt        time.Time        `db:"created_at"`
}

// Service keeps the accounts.
type Service struct{ db *db.DB }

// New keeps them in a database that has the table.
func New(d *db.DB) *Service { return &Service{d} }

// CheckEmail answers the one form an address is stored and looked up in: that of every list of people and of the sender
// of mails. Upper and lower case differ by the RFC, but no provider in use tells them apart and people do not either.
// pointer is its place in the request document.
func CheckEmail(text, pointer string) (string, error) {
	address, name, err := mail.Address(text)
	if err != nil || name != "" || strings.ContainsAny(text, "<>") {
		return "", errs.New(errs.Invalid, "email_invalid", "give an e-mail address such as ada@example.org").At(pointer)
	}
	return address, nil
}

// MaxName is the longest name of a person or an organization, in characters.
const MaxName = 120

// CheckName trims a name of a person or an organization and says what is wrong with it.
func CheckName(text, pointer string) (string, error) {
	name := strings.Join(strings.Fields(text), " ")
	switch {
	case mail.Visible(name) == "":
		return "", errs.New(errs.Invalid, "name_missing", "give a name").At(pointer)
	case len([]rune(name)) > MaxName:
		return "", errs.New(errs.Invalid, "name_long", "use at most %d characters", MaxName).At(pointer)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || turns(r) }):
		return "", errs.New(errs.Invalid, "name_unreadable", "leave control characters out of the name").At(pointer)
	}
	return name, nil
}

// turns tells of the characters after which text runs the other way, beyond the name's end, too: mails and lists would
// show other words than they have (Unicode's report 36). Marks and joiners, which names need in some scripts, are none.
func turns(r rune) bool { return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' }
