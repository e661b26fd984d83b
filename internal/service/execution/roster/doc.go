// Package roster knows the workers by their signs of life, and what languages they have; it serves the table of
// languages. Nothing of it is in a database: each replica hears every worker.
//
// Invariants: a worker that was silent for too long takes no work, and one that was never heard of is not given up.
package roster
