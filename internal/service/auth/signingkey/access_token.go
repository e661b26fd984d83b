package signingkey

import (
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
)

// AccessToken signs a token for the principal. It ends with the session at the latest.
func (s *Service) AccessToken(p identity.Principal, sessionEnds time.Time) (token string, expires time.Time, err error) {
	now := s.now()
	expires = now.Add(s.config.AccessTTL)
	if sessionEnds.Before(expires) {
		expires = sessionEnds
	}
	key, err := s.ring.signer(now)
	if err != nil {
		return "", time.Time{}, err
	}
	t := jwt.NewWithClaims(jwt.SigningMethodES256, &identity.Claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: identity.Issuer, Audience: jwt.ClaimStrings{identity.Audience},
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(expires),
		},
		User: p.User, Organization: p.Organization, Role: p.Role, Session: p.Session, Place: p.Place,
	})
	t.Header["kid"] = key.id
	token, err = t.SignedString(key.private)
	return token, expires.Truncate(time.Second), err
}
