// Package stream tells those who watch what changes: an attempt to its candidate and to staff, an assessment's attempts to
// its board.
//
// What is told on the bus wakes a stream, and is looked up before it is sent; who misses it sees the change at the next
// look. A stream of an attempt resumes by the numbers of its timeline. Of the progress of judging no counts are told: they
// would tell of hidden tests.
//
// It has no tables. Heard: events of execution's progress; what attempts tell reaches it through their watchers.
package stream
