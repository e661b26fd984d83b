// Package user keeps the accounts of people: the e-mail address by which somebody is found and the name they are
// called by. What proves that somebody is who they say lies with the rooms of credential, and where they belong
// with people.
//
// # Invariants
//
//   - An address is stored and looked up in one form, and is one account's.
//   - Nobody deletes an account.
//
// # Tables
//
// users.
package user
