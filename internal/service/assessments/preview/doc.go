// Package preview lets a member meet an assessment as its candidates do, without being counted anywhere.
//
// A preview is a copy of the assessment as it is now, with one invitation that nobody can open and the member's own attempt
// at it; it is kept until it is begun anew, or the assessment is deleted. See docs/adr/0007-previews.md.
//
// Invariants:
//   - a member has one preview of an assessment at most, and nobody else reads it;
//   - its session ends with the one that asked for it;
//   - it is erased whole, with all that was done in it, in one transaction.
//
// It has no tables of its own.
package preview
