// Package auth knows the people: who they are, where they belong, what they may do, and who is signed in.
//
// It puts its rooms together, from the top:
//
//   - people: organizations, memberships with roles, invitations of members; set-up, registration, signing in.
//   - credential/password: what proves who somebody is. Other credentials have their place beside it.
//   - session: one device's way in, its refresh tokens, and who asks now.
//   - signingkey: the keys that sign access tokens.
//   - user: the accounts.
//   - audit: who did what to whom.
//   - secret: tokens that are handed out once.
//
// A room knows those below it. The one call upwards is session's SignIn, which New sets: asking for a session
// takes a credential and a membership.
//
// # Invariants
//
// Each room says its own. Of all together:
//
//   - Every token that is handed out once (refresh, reset, invitation, set-up) is kept as a SHA-256 hash only.
//   - An access token lives ten minutes and is verified by every service itself; this service also asks
//     for its own routes whether the session still stands and what the member's role is now. Elsewhere
//     it is asked for that (Standings, httpx.Rights): a role change or a sign-out is felt within a
//     second, by what is open too; while this service does not answer, within ten minutes.
//   - No answer to a stranger, and no time it takes, tells whether an account exists. Who sits at the machine itself is no stranger:
//     where nobody else comes in and no mail is sent, registering says when an address is taken.
//   - Nobody reaches another organization: what is not yours is "not found".
//
// # Tables
//
// Each room names its own; the migrations of all are here.
//
// # Messages
//
// Serves the requests auth.keys, auth.candidate-session, auth.standings and auth.names (contract/auth). Mails go out through the
// queue of base/mail. Consumes no events and publishes none.
package auth
