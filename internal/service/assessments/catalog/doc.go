// Package catalog keeps assessments: what candidates are asked, when, for how long, and for how many points.
//
// An assessment has sections of items, a problem in its place each. Publishing pins the newest published version of each
// problem; from then on the sections are frozen. A copy is a draft of its own. A preview is a copy of an assessment that
// no list shows (preview_of), for the member who made it alone.
//
// Invariants:
//   - an assessment is written at the revision it was read at, and each writing raises that; archiving does not;
//   - nobody deletes one that somebody has begun: the rooms above say so (Deps.Forget), in the same transaction;
//   - scores are stored as the judge gave them, and told as they count (Worth).
//
// Tables: assessments, sections, items, pinned_versions. The condition Readable joins attempts with them, so that one
// query tells what a member may read of an attempt.
package catalog
