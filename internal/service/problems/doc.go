// Package problems keeps what is asked of candidates: statements, tests, reference solutions, and the
// immutable versions that assessments pin.
//
// A problem has one draft, which its authors change, and any number of versions, which nothing changes.
// Every change of the draft, of its test groups, tests and reference solutions too, raises the draft's
// revision by one. A verification judges every reference solution on one revision; only a revision that
// was verified can be published.
//
// Invariants:
//   - titles and slugs are unique in an organization; names of groups and references in a problem, of tests in a group;
//   - a version holds all that a candidate may see as one document and, by digest, the judging plan: it
//     stays the same whatever happens to the draft;
//   - inputs and answers of tests are blobs; the tables keep their digests, sizes and beginnings;
//   - a problem that was published is never deleted; archiving one changes nothing of its draft.
//
// Tables: problems, problem_pictures, test_groups, tests, reference_solutions, verifications, verification_results,
// problem_versions, and the outbox.
//
// Events out: execution.SubjectJudgingRequested, one for each reference solution of a verification (the
// subject is the row of verification_results). Events in: execution.SubjectJudgementFinished; progress of
// judgements only turns "queued" into "running" and may be lost.
package problems
