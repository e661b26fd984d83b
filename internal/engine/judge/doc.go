// Package judge compiles one program, runs it on the tests of a plan and tells what it earned.
//
// A Plan is data: limits, a comparison and groups of tests named by the digests of their
// files. Run turns a plan and a program into an Outcome. A group earns its points only
// when every test of it is accepted, so a group stops at its first failure; sample groups
// run whole, because people look at each of their tests.
//
// An Outcome is for staff. Redact makes the only view of it that a candidate may see:
// of hidden groups nothing but verdict and points, because everything else a program does
// (output, exit code, time, memory, how far it came) could carry the hidden tests out.
//
// What the program did is an Outcome, never an error. An error from Run means that the
// judging itself failed and may be tried again.
package judge
