// Package reference keeps the reference solutions of problems: programs whose verdict the author knows, right, wrong or
// too slow on purpose.
//
// Every change of one goes through problem.Change: it raises the draft's revision, which then has to be verified anew.
//
// Invariants: names are unique in a problem; an expected verdict is one that a program can earn.
//
// Tables: reference_solutions.
package reference
