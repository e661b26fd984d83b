package people

import (
	"context"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/service/auth/secret"
)

// setupPrefix marks the tokens of set-up links.
const setupPrefix = "ccs_"

// EnsureSetupToken answers a one-time token for making the first owner, as long as there is no user.
// Each replica that starts makes one of its own; the first use ends them all.
func (s *Service) EnsureSetupToken(ctx context.Context) (token string, needed bool, err error) {
	if needed, err = s.SetupRequired(ctx); err != nil || !needed {
		return "", false, err
	}
	token = secret.New(setupPrefix)
	_, err = db.Exec(ctx, s.db, `INSERT INTO setup_tokens (token_hash, created_at) VALUES ($1, $2)`, secret.Hash(token), s.now())
	return token, true, err
}

// SetupRequired says whether the installation still waits for its first user.
func (s *Service) SetupRequired(ctx context.Context) (bool, error) {
	any, err := s.users.Any(ctx)
	return !any, err
}

// mayRegister decides before the costly hash whether a registration without invitation can succeed. at is where a request for one has
// its set-up token.
func (s *Service) mayRegister(ctx context.Context, setupToken, at string) error {
	required, err := s.SetupRequired(ctx)
	switch {
	case err != nil:
		return err
	case required && setupToken == "":
		return errs.New(errs.Forbidden, "setup_required", "this installation is not set up yet: use the set-up link that the server printed when it started").At(at)
	case required:
		return nil
	case setupToken != "":
		return setupOver()
	case !s.config.OpenRegistration:
		return errs.New(errs.Forbidden, "registration_closed", "this installation takes new people by invitation only: ask a member to invite you")
	}
	return nil
}

func (s *Service) nobodyYet(ctx context.Context) error {
	required, err := s.SetupRequired(ctx)
	if err == nil && !required {
		err = setupOver()
	}
	return err
}

func setupOver() error {
	return errs.New(errs.Forbidden, "setup_token_invalid", "this set-up link is not valid or has been used: sign in, or start the server again for a new one").At("/data/attributes/setupToken")
}

// spendSetupToken ends all set-up tokens if the given one is among them and nobody is there yet. Of two callers at once the
// database has the second wait for the first on the rows; where its own token was made after the first had ended the
// others, it is not among those, but then the first's user is there.
func (s *Service) spendSetupToken(ctx context.Context, token string) error {
	spent, err := db.Write[string](ctx, s.db, `DELETE FROM setup_tokens RETURNING token_hash`)
	if err != nil {
		return err
	}
	for _, hash := range spent {
		if hash == secret.Hash(token) {
			return s.nobodyYet(ctx)
		}
	}
	return setupOver() // and the transaction gives the others back
}
