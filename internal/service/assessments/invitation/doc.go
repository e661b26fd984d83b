// Package invitation keeps who is invited to an assessment, and the secret links that open their attempts.
//
// People are invited one by one or from a list, which one reader reads for the import and for the look before it. A mail
// and the answer tell the link; after that nobody can, and further ones are made.
//
// Invariants:
//   - of a link only a hash is stored; all links of an invitation open the same attempt;
//   - one that was withdrawn stays so, and one that is begun is not withdrawn any more;
//   - an invitation, or a further link, and its mail are written in one transaction;
//   - links and mails of an invitation are bounded within an hour, the mails of an organization within a day; what would go
//     over that invites nobody.
//
// Tables: invitations, invitation_links; the outbox and quotas. Invitations are read with the attempts that came of them, which
// are joined.
//
// Events out: mail.send.
package invitation
