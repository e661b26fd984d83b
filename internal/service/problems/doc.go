// Package problems keeps what is asked of candidates: statements, tests, reference solutions, and the
// immutable versions that assessments pin.
//
// A problem has one draft, which its authors change, and any number of versions, which nothing changes.
// Every change of the draft, of its test groups, tests and reference solutions too, raises the draft's
// revision by one. A verification judges every reference solution on one revision; only a revision that
// was verified can be published.
//
// The service is its rooms, each a noun, and knows them all; they know one another downwards:
//
//	packages      problem packages become drafts
//	version       drafts become versions, and versions drafts again
//	verification  the reference solutions are judged on a revision
//	draft         a problem and all that belongs to it as one: its plan, its copies
//	reference     reference solutions
//	tests         test groups and tests
//	problem       the problem itself, its pictures and its revision
//	space         how many bytes an organization keeps
//
// Here are what neighbours ask (versions.go, client.go), the seeding of packages (seed.go), and the migrations of all
// rooms. Each room says its tables; the outbox is shared.
//
// Events in and out are those of verification.
package problems
