// Package session keeps the sessions: one device's way in each, of a member or of a candidate, with a chain of
// refresh tokens; and it tells the rooms above who asks now.
//
// # Invariants
//
//   - What a session may do is what the member's role says now, not what the token says (Require, Standings).
//   - A refresh token is spent once. Its successor is computed from it (see refresh.go), so a replay by
//     the same device within a minute gets the same successor; any other replay ends the session.
//   - A preview's session ends with the member's session it was made in, and with that member's right to preview.
//
// # Tables
//
// sessions, refresh_tokens. A session is read with its owner's name and role as they are now, in one query that
// joins users (of the room user), organizations and memberships (of people, above): every process asks it a few
// times a second for whoever has something open there.
package session
