// Package execution runs programs: interactive runs that somebody waits for, and judgements that must
// never be lost. Its worker does the running, apart and without a database.
//
// It is put together here of rooms, which know one another downwards only:
//
//	attachment  people at the terminal of an interactive run
//	run         the interactive lane: runs, and what became of them
//	rejudging   what was judged, judged again
//	judgement   the graded lane: judging requests, their turns, their results
//	roster      the workers and their languages
//	worker      the other side: runs programs, judges, has slots and no database
//	terminal    an interactive run on its worker
//	wire        what the service and its workers say to one another
//	webhook     addresses that are told of what has ended
//
// judge0 and piston stand above: other ways in, for programs that were written for these.
//
// Invariants:
//   - (organization, subject kind, subject, round) is judged exactly once;
//   - a worker has no database credential: it knows the bus, the blobs, the sandbox and the toolchain;
//   - one slot of a worker is always kept for the interactive lane, and the last one for an organization without any;
//   - programs, inputs and outputs are in no log.
//
// Tables: judgements, rejudgings, turns, the outbox and quotas; the packages webhook and judge0 have their own. Events in:
// SubjectJudgingRequested, SubjectEndTerminals (to the worker). Events out: SubjectJudgementFinished, SubjectRunStarted, SubjectRunShown and
// SubjectRunFinished (from the worker).
package execution
