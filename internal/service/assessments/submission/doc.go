// Package submission keeps what candidates submit, and what judging says of it.
//
// A submission names a version of an answer's document, never posted text. It is judged by the plan of the problem's
// pinned version, and may be judged again: then it has another round.
//
// Invariants:
//   - a submission, its outbox row and its activity are written in one transaction; its result is taken in once;
//   - at the end of an attempt what was typed and not submitted is submitted, in the transaction of that end;
//   - a candidate sees of hidden tests the verdict of each group, and nothing else;
//   - a request or a result that got lost is asked for again.
//
// Tables: submissions; and the outbox. Those of an assessment are erased with a look at its attempts.
//
// Events out: events.judging.requested. In: events.execution.judgement.finished.
package submission
