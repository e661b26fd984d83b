// Package terminal is an interactive run on its worker: the program's input and output on one side, and on the other
// everybody who follows it, whoever may write and whoever only reads.
//
// Invariants: output is remembered up to a bound, and a program never waits long for those who are slow; what is typed is
// bounded, too, and an interrupt overtakes it; a run that nobody comes back to, or that is idle, ends. Of one that is recorded what it
// showed is told in its order, bounded, before its end is.
package terminal
