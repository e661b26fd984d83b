// Package people knows who belongs where: organizations, memberships with roles, invitations of members; and how
// somebody comes in: set-up, registration, joining, signing in.
//
// # Invariants
//
//   - An organization always has an owner: the last one can be neither removed nor demoted, and only
//     owners make or unmake owners.
//   - The very first user needs the set-up token that the server printed.
//   - Nobody reaches another organization: what is not yours is "not found".
//   - No answer to a stranger tells whether an account exists: who registers has proven to have the mailbox. Only where no mail is
//     sent and nobody comes in from outside, registering says when an address is taken.
//
// # Tables
//
// organizations, memberships, member_invitations, ended_member_invitations, setup_tokens, registration_requests, registrations; and quotas. A list of members shows
// names and addresses: it joins users, of the room user, so that a page is one query.
package people
