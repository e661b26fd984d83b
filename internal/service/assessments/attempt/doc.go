// Package attempt keeps what candidates did: attempts, their answers, the documents of those, and the timeline of it all.
//
// Posting an invitation's secret makes the attempt, once, and an attempt-scoped session. An attempt has one answer an item;
// an answer has documents, one a language and path, kept as an edit log. Activities are the attempt's timeline.
//
// Invariants:
//   - the server owns the clock: an attempt ends at ends_at, whoever still has its page open;
//   - every write asks for the rights of now inside its transaction: the end of an attempt shuts its documents, and takes
//     with it what was acknowledged before (HandIn);
//   - activities are numbered without gaps and never changed; streams resume by those numbers;
//   - what the candidate's page tells (pastes, absences, the answer in work) is noted with what the log and this clock
//     say, and is bounded;
//   - a candidate reads and changes their own attempt alone.
//
// Tables: attempts, answers, documents, document_updates, document_snapshots, activities. An attempt starts where its
// assessment is open, which one query asks of both tables.
//
// Events in: events.execution.run.finished. Told on the bus, and lost without harm: assessments.changed.<attempt>,
// assessments.edited.<document>.
package attempt
