// Package problem is a problem as a package holds it, whatever format it came in: names, statements, test data
// as a judging plan, programs that check the test data, and submissions with what should become of each.
//
// Packages are untrusted. Tree bounds what may be read of one; nothing of a package is run by reading it.
package problem
