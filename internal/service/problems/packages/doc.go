// Package packages makes drafts of problem packages, as ICPC/Kattis and Polygon have them; the engine reads them
// (internal/engine/judge/packages).
//
// Invariants:
//   - a package is taken whole, in one transaction, or not at all; its blobs are written before;
//   - what cannot be taken of it is told, each in a sentence.
//
// It has no tables: it writes through the rooms of the problem, its tests and its reference solutions.
package packages
