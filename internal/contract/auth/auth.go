// Package auth is what the auth service exchanges with the others.
package auth

import (
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Subjects on the bus.
const (
	SubjectKeys             = "auth.keys"              // request: struct{} → KeySet
	SubjectCandidateSession = "auth.candidate-session" // request: CandidateSession → Tokens
	SubjectStandings        = "auth.standings"         // request: StandingsOf → Standings
	SubjectNames            = "auth.names"             // request: NamesOf → Names
	SubjectOperator         = "auth.operator"          // request: struct{} → Operator
)

// StandingsOf asks what sessions may do now.
type StandingsOf struct {
	Sessions []ids.Session `json:"sessions"`
}

// Standings are those of the sessions that there are.
type Standings struct {
	Standings []identity.Standing `json:"standings"`
}

// NamesOf asks what an organization and one of its people are called, and how they are reached.
type NamesOf struct {
	Organization ids.Organization `json:"organization"`
	User         ids.User         `json:"user"`
}

// Names are empty for whom there is not.
type Names struct {
	Organization string `json:"organization"`
	User         string `json:"user"`
	Email        string `json:"email"` // the person's; empty from auth of the release before
}

// Operator is who runs the installation: the organization that was founded first, by the link that the server printed. It is empty
// before the set-up.
type Operator struct {
	Organization ids.Organization `json:"organization"`
}

// KeySet is the public keys that verify access tokens, as a JWK set (RFC 7517) in JSON.
type KeySet struct {
	JWKS []byte `json:"jwks"`
}

// CandidateSession asks for a session that reaches one place and nothing else: of a candidate in an attempt, of a guest in
// any other.
type CandidateSession struct {
	Organization ids.Organization `json:"organization"`
	Place        identity.Place   `json:"attempt"`
	Name         string           `json:"name"`
	Email        string           `json:"email"`
	EndsAt       time.Time        `json:"endsAt"` // the session is refused from then on
	// Parent is the member's session that asks for a preview: the new one ends with it, and with the right to write
	// assessments. Empty for a candidate.
	Parent ids.Session `json:"parent,omitempty"`
}

// Tokens are handed out once. Browsers get them as cookies, API clients in the document.
type Tokens struct {
	Session          ids.Session `json:"session"`
	AccessToken      string      `json:"accessToken"`
	AccessExpiresAt  time.Time   `json:"accessExpiresAt"`
	RefreshToken     string      `json:"refreshToken"`
	RefreshExpiresAt time.Time   `json:"refreshExpiresAt"`
}
