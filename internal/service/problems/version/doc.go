// Package version publishes drafts as immutable versions, which assessments pin, and makes a draft again what a version
// of it was.
//
// Invariants:
//   - a version holds all that a candidate may see as one document and, by digest, the judging plan: it
//     stays the same whatever happens to the draft;
//   - what is published was verified on this very revision, and differs from the version before;
//   - a restoration leaves the slug and the reference solutions, which no version holds, as they are.
//
// Tables: problem_versions. Which version is a problem's latest is read from problems in the same query.
package version
