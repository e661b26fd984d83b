// Package audit notes who did what to whom: sign-ins, and changes of passwords, members and organizations.
//
// # Invariants
//
//   - Append-only: nothing updates or deletes an entry.
//   - An entry is written in the transaction of what it tells about: neither is without the other.
//   - An entry holds ids and roles, no secrets and no addresses.
//
// # Tables
//
// audit_entries.
package audit
