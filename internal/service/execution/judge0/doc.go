// Package judge0 serves the HTTP interface of Judge0 CE 1.13 over this product's own runs, so that clients and
// front ends made for Judge0 work by changing the address. Nothing of Judge0 is in it.
//
// A submission is one or more runs of the interactive lane by a service principal. It answers to Judge0's numeric
// language and status ids, its limits and its error shapes; docs/dropin.md says where it differs.
//
// Invariants:
//   - a token that was answered is found until Config.Keep has passed, whatever process dies: a submission is a row
//     before its token is known;
//   - a row that is being run is leased; one whose process has died is run again, at most maxTries times;
//   - the result is written once, together with what is due to its callback;
//   - whatever a client sends is answered 4xx in Judge0's shape, never 5xx.
//
// Tables: judge0_submissions.
package judge0
