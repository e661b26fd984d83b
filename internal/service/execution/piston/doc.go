// Package piston serves the HTTP and WebSocket interface of Piston, version 2, over this product's own runs, so that
// clients made for Piston work by changing the address. Nothing of Piston is in it.
//
// A job is one run of the interactive lane by a service principal; nothing of it is kept. docs/dropin.md says where
// this differs from Piston.
//
// Invariants:
//   - a job ends when its client goes away;
//   - whatever a client sends is answered 4xx with {"message": ...}, or a close code of Piston's, never 5xx.
package piston
