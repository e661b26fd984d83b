package people

import (
	"fmt"
	"time"
)

// Config is what an operator may set.
type Config struct {
	OpenRegistration bool          // anybody may register an organization of their own
	InvitationTTL    time.Duration // life of a member invitation
}

// Defaults let anybody register, and give those who are invited a week.
func Defaults() Config {
	return Config{OpenRegistration: true, InvitationTTL: 7 * 24 * time.Hour}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.InvitationTTL < time.Minute {
		return fmt.Errorf("auth: invitationTtl %v: a minute is the least", c.InvitationTTL)
	}
	return nil
}
