// Package auth knows the people: organizations, users, memberships with roles, invitations of members,
// sessions, and the keys that sign access tokens.
//
// # Invariants
//
//   - An organization always has an owner: the last one can be neither removed nor demoted, and only
//     owners make or unmake owners.
//   - Passwords are kept as argon2id hashes; every token that is handed out once (refresh, reset,
//     invitation, set-up) is kept as a SHA-256 hash only.
//   - An access token lives ten minutes and is verified by every service itself; this service also asks
//     for its own routes whether the session still stands and what the member's role is now. Elsewhere
//     it is asked for that (Standings, httpx.Rights): a role change or a sign-out is felt within a
//     second, by what is open too; while this service does not answer, within ten minutes.
//   - A refresh token is spent once. Its successor is computed from it (see refresh.go), so a replay by
//     the same device within a minute gets the same successor; any other replay ends the session.
//   - A signing key is published before it signs, and published until the last token it signed has ended.
//   - No answer to a stranger, and no time it takes, tells whether an account exists, except that
//     registering says when an address is taken.
//   - Nobody reaches another organization: what is not yours is "not found".
//
// # Tables
//
// organizations, users, memberships, member_invitations, ended_member_invitations, sessions, refresh_tokens,
// signing_keys, setup_tokens, password_reset_requests, password_resets, login_failures, audit_entries.
//
// # Messages
//
// Serves the requests auth.keys, auth.candidate-session, auth.standings and auth.names (contract/auth). Mails go out through the
// queue of base/mail. Consumes no events and publishes none.
package auth
