package identity

import (
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Standing is what a session lets do now, whatever its tokens say.
type Standing struct {
	Session    ids.Session `json:"session"`
	Role       Role        `json:"role"`       // empty: nothing any more
	Membership bool        `json:"membership"` // with an empty role: because the person is no member any more
}

// Ended says why whoever holds a token of p is let in no longer, or nil.
func (s Standing) Ended() *errs.Error {
	switch {
	case s.Role != "":
		return nil
	case s.Membership:
		return errs.New(errs.Unauthorized, "membership_ended", "you are no member of this organization any more: ask an owner to invite you")
	}
	return errs.New(errs.Unauthorized, "session_ended", "the session has ended: sign in again")
}
