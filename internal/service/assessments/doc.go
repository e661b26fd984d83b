// Package assessments holds what a candidate is asked, who is invited, what they did, and what came of it.
//
// An assessment has sections of items (a problem in its place). An invitation is a secret link; posting it makes the attempt.
// An attempt has one answer an item; an answer has documents, one a language and path; a submission names a version of a
// document and is judged.
//
// The service is its rooms, each a noun, and knows them all; they know one another downwards:
//
//	stream      attempts and boards as they change
//	report      the results of an assessment
//	preview     a member meets an assessment as its candidates do
//	submission  what is judged, and what came of it
//	attempt     attempts, answers, documents, the timeline
//	invitation  who is invited, links, imports, mails
//	catalog     assessments, their problems and points
//
// What a lower room asks of a higher one goes through the service: catalog tells of changes, and asks what must be forgotten
// with an assessment; invitation tells of withdrawals; attempt hands in what was typed when it ends.
//
// What holds in all of them:
//
//   - A GET consumes nothing; the same invitation always gives the same attempt.
//   - An acknowledged edit is in the log. A submission names a version of the log, never posted text.
//   - Every row carries its organization, and every query is scoped by it.
//
// Here are what neighbours ask (client.go, events.go), the seeding of a demo (seed.go, seed_acts.go), and the migrations of all rooms. Each
// room says its tables and events; the outbox is shared.
//
// Requests served: places.may-run.attempt. Asked: problems.version(s), auth.candidate-session.
package assessments
