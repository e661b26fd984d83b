// Package draft sees a problem and all that belongs to it as one: read together, with the plan that it is judged by,
// and copied into a problem of its own.
//
// Invariant: the same draft gives the same plan, byte for byte.
//
// It has no tables: it asks the rooms of the problem, its tests and its reference solutions, within one transaction.
package draft
