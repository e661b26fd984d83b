package people

import (
	"fmt"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/quota"
)

// Config is what an operator may set.
type Config struct {
	OpenRegistration bool          `kong:"-"` // anybody may register an organization of their own: follows from --registration
	ProveAddresses   bool          `kong:"-"` // who does proves by a mail's link that the address is theirs: where mails are sent, or others than this machine's come in
	InvitationTTL    time.Duration `help:"Life of a member's invitation."`

	OrganizationMails int `kong:"-"` // invitations that one organization may have sent in a day
}

// Defaults let anybody register, and give those who are invited a week.
func Defaults() Config {
	return Config{OpenRegistration: true, InvitationTTL: 7 * 24 * time.Hour, OrganizationMails: quota.DefaultMails}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.InvitationTTL < time.Minute {
		return fmt.Errorf("--auth-invitation-ttl %v: a minute is the least", c.InvitationTTL)
	}
	return nil
}
