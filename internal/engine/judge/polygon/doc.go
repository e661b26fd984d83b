// Package polygon reads the packages that Codeforces' Polygon makes: problem.xml, tests/, files/, solutions/.
//
// The full package is needed, whose tests have been generated. Checkers, interactors and validators are written for
// testlib.h, which such a package brings in files/; where it is missing, the checkers of Polygon's own that do no more
// than a comparison are replaced by one, and every other is refused.
package polygon
