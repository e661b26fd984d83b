// Package judgement is the graded lane: judgings that must never be lost, from a neighbour's request to the result
// that is told.
//
// A judging request becomes a row of judgements, which waits for its organization's turn (release.go) and then is, through
// the outbox in the same transaction, a job in the work queue JUDGE. A worker judges it and puts the result into the
// work queue RESULTS; it is written once, and told to the neighbours and the organization's webhooks. Rows whose job or
// result the broker has lost are sent again.
//
// Invariants: (organization, subject kind, subject, round) is judged exactly once.
//
// Tables: judgements, turns, and the outbox. Events in: SubjectJudgingRequested. Events out: SubjectJudgementFinished.
package judgement
