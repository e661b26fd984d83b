// Package problem keeps the problems themselves: titles, statements, limits, how outputs are compared, and the
// pictures of their texts.
//
// A problem is a draft, which its authors change. Every change of it, and of what belongs to it (Change), raises its
// revision by one and goes through the lock of its row; the rooms above remember here which revision was verified last
// and which was published (MarkVerified, MarkPublished).
//
// Invariants:
//   - titles and slugs are unique in an organization;
//   - a problem that was published is never deleted; archiving one changes nothing of its draft;
//   - a picture stays as long as its problem, since versions may show it.
//
// Tables: problems, problem_pictures. A problem's points and the number of its tests are read from test_groups and
// tests in the same query, since lists show them.
package problem
