// Package assessments holds what a candidate is asked, who is invited, what they did, and what came of it.
//
// An assessment has sections of items (a problem in its place). Publishing pins the newest published version of
// each problem; from then on the sections are frozen. An invitation is a secret link (only hashes are stored, and further links can be made);
// posting it makes the attempt, once, and an attempt-scoped session. An attempt has one answer an item; an answer has
// documents, one a language and path, kept as an edit log; a submission names a version of a document and is judged.
//
// What holds:
//
//   - The server owns the clock: an attempt ends at ends_at, whoever still has its page open.
//   - A GET consumes nothing; the same invitation always gives the same attempt.
//   - Every write asks for the rights of now inside its transaction: the end of an attempt shuts its documents, and takes with
//     it what was acknowledged before.
//   - An acknowledged edit is in the log. A submission names a version of the log, never posted text.
//   - A submission, its outbox row and its activity are written in one transaction; its result is taken in once.
//   - A candidate sees of hidden tests the verdict of each group, and nothing else.
//   - Every row carries its organization, and every query is scoped by it.
//   - What the candidate's page tells (pastes, absences, the answer in work) is noted with what the log and this clock say, and is bounded.
//   - A preview is a copy of an assessment that no list shows (preview_of), for the member who made it alone.
//   - Activities are the attempt's timeline: numbered without gaps, never changed. Streams resume by those numbers.
//
// Tables: assessments, sections, items, pinned_versions, invitations, invitation_links, attempts, answers, documents,
// document_updates, document_snapshots, submissions, activities; and the outbox.
//
// Events out: events.judging.requested (a submission), mail.send (an invitation). In: events.execution.judgement.finished,
// events.execution.run.finished. Requests served: assessments.may-run. Asked: problems.version(s), auth.candidate-session.
// Told on the bus, and lost without harm: assessments.changed.<attempt>, assessments.edited.<document>.
package assessments
