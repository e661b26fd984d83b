// Package password is the credential that people know: what a good one is, how it is kept and compared, how failed
// guesses are slowed down, and how it is changed and reset. Other credentials (an identity provider's word, a
// passkey) belong beside it: each says whose account it proves, and the room people opens the session.
//
// # Invariants
//
//   - Passwords are kept as argon2id hashes, reset tokens as SHA-256 hashes only.
//   - No answer to a stranger, and no time it takes, tells whether an account exists: an unknown one costs the
//     same hash, counts the same failures, and a reset of it is taken in the same way.
//   - A new password ends all sessions but the one that set it, and every reset link.
//
// # Tables
//
// passwords, password_reset_requests, password_resets, login_failures; and, for one release, the column
// password_hash of users (see the migration 00004_passwords).
package password
