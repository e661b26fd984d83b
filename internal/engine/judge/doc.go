// Package judge says what judging is about: the plan by which programs are judged, how outputs are compared, and what
// comes of it. It runs nothing: package judging does, and package tally adds up.
//
// A Plan is data: limits, a comparison and groups of tests named by the digests of their
// files. A group earns its points only when every test of it is accepted, so a group stops at
// its first failure; sample groups run whole, because people look at each of their tests.
//
// An Outcome is for staff. Redact makes the only view of it that a candidate may see:
// of hidden groups nothing but verdict and points, because everything else a program does
// (output, exit code, time, memory, how far it came) could carry the hidden tests out.
package judge
