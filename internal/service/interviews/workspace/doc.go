// Package workspace is what people work on together in the room of an interview: the problems that its interviewers show, the
// files that all edit, the runs of programs, the chat and the timer.
//
// Invariants:
//   - guests see what is for them and nothing else, by every route: of problems those that are shown, of messages those to
//     all, unless they came as interviewers; of no problem a hidden test; of runs those of what they see. Numbers of the timeline, whose gaps would tell that
//     others speak, are not for them.
//   - who was admitted writes while the interview is live; observers read. The rights to an edit are those of the moment at
//     which it is written: a lock, a removal and the end of the interview are asked for in its transaction.
//   - all that happens has a number and the server's time in the timeline; edits are in their documents' logs.
//   - the whole of it, logs of files included, is gone through again by members alone; who did is kept.
//   - a problem is the version that was published when it was first shown.
//   - a room has one terminal at a time, which all in it see; who writes in the files types into it.
//
// Tables: workspaces, interview_problems, documents, document_updates, document_snapshots, timeline, terminal_outputs, replay_reads.
//
// Events in: events.execution.run.started, .shown and .finished. Told on the bus: that something has changed (news),
// interviews.edited.<document>, and to workers execution.end-terminals.
package workspace
