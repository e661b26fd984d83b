// Package worker does the running: it takes orders of runs and leases jobs of judgings from the bus, has them compiled
// and run in the sandbox, and tells what happens.
//
// A run waits for its turn at a worker (lane.go) for a bounded time. A judging's result is in the work queue RESULTS
// before its job is acknowledged; a job that has killed five workers ends in the verdict JE.
//
// Invariants:
//   - a worker has no database credential: it knows the bus, the blobs, the sandbox and the toolchain;
//   - one slot of a worker is always kept for the interactive lane, and the last one for an organization without any;
//   - programs, inputs and outputs are in no log.
//
// Events in: SubjectEndTerminals. Events out: SubjectRunShown, SubjectRunFinished, SubjectJudgementProgress.
package worker
