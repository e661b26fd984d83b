// Package execution runs programs: interactive runs that somebody waits for, and judgements that must
// never be lost. It also is the worker that does the running.
//
// The interactive lane. A run is validated and sent over the bus to a worker that has a free slot; the
// worker streams what happens to the memory stream RUNS (runs.events.<run>), from which every replica
// serves it. Nothing of it is in the database. A run may be lost with its machine: whoever watches it is
// told so and runs again. Where all slots are busy a run waits for its turn (lanes.go), with one worker after the
// other if there are several, for a bounded time; then the client is asked to come again.
//
// The graded lane. A judging request of a neighbour becomes a row of judgements and, through the outbox
// in the same transaction, a job in the work queue JUDGE. A worker leases the job, judges, and puts the
// result into the work queue RESULTS before it acknowledges the job; the service writes it once. Rows
// whose job or result the broker has lost are sent again. A job that has killed five workers ends in the
// verdict JE.
//
// Invariants:
//   - (organization, subject kind, subject, round) is judged exactly once;
//   - a worker has no database credential: it knows the bus, the blobs, the sandbox and the toolchain;
//   - one slot of a worker is always kept for the interactive lane, and the last one for an organization without any;
//   - programs, inputs and outputs are in no log.
//
// Tables: judgements, rejudgings, turns, and the outbox; package webhook below it has its own. Events in: SubjectJudgingRequested. Events out:
// SubjectJudgementFinished, SubjectRunFinished (from the worker).
package execution
