// Package verification judges every reference solution of a problem on one revision of its draft; only a revision that
// was verified can be published.
//
//	queued ── first sign of judging ──► running ── all judged ──► passed | failed
//
// Invariants:
//   - a revision is verified once at a time;
//   - a result is taken in once, and a verification ends with its last result, in the same transaction;
//   - what is judged is the plan and the sources as they were when it began.
//
// Tables: verifications, verification_results; requests go through the outbox.
//
// Events out: execution.SubjectJudgingRequested, one for each reference solution of a verification (the
// subject is the row of verification_results). Events in: execution.SubjectJudgementFinished; progress of
// judgements only turns "queued" into "running" and may be lost.
package verification
