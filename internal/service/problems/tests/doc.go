// Package tests keeps the test groups of problems and the tests in them: what a draft is judged by.
//
// Every change of a group or a test goes through problem.Change: it raises the draft's revision, and changes of one
// draft go one by one.
//
// Invariants:
//   - names of groups are unique in a problem, of tests in a group; a test stays in its problem;
//   - a group is within other groups of its problem, never in itself, and asks only for groups of its problem;
//   - inputs and answers are blobs; the tables keep their digests, sizes and beginnings.
//
// Tables: test_groups, tests.
package tests
