package signingkey

import (
	"fmt"
	"time"
)

// Config is what an operator may set.
type Config struct {
	AccessTTL time.Duration `help:"Life of an access token."`
	Rotation  time.Duration `name:"key-rotation" help:"Age at which the key that signs access tokens gets a successor."`
}

// Defaults are tokens of ten minutes and a new key each month.
func Defaults() Config {
	return Config{AccessTTL: 10 * time.Minute, Rotation: 30 * 24 * time.Hour}
}

// Validate says the first thing that is wrong.
func (c Config) Validate() error {
	if c.AccessTTL < time.Minute {
		return fmt.Errorf("--auth-access-ttl %v: a minute is the least", c.AccessTTL)
	}
	if least := 2 * (Lead + c.AccessTTL); c.Rotation < least {
		return fmt.Errorf("--auth-key-rotation %v: %v is the least", c.Rotation, least)
	}
	return nil
}
