// Package participant is who takes part in an interview: by link or as a member, in which role, and how far they have come to the room.
//
// A guest has a link of their own, whose secret is stored as a hash. The link makes a session that reaches the one interview; the
// lobby keeps its holder until an interviewer admits them. Interviewers are admitted as they come:
// members who may hold interviews, and guests who were invited as such. Who was
// removed stays out, whatever link or ticket they hold. Nobody enters a recorded interview without having been asked about it.
//
// Who is in the room, and who is not any more, is noted once, whichever replica sees it first, and told in the same transaction.
//
// An organization has so many mails in a day. Who would go over it invites, moves and renames nothing; cancelling and reminding go on.
//
// Tables: participants, guests (which of them a session is); and quotas.
package participant
