// Package kattis reads problem packages of the ICPC and Kattis, in the legacy format and in 2025-09, as judging plans
// with labelled submissions and programs that check the test data.
//
// problem.yaml says by problem_format_version which of the two it is. What both have in common is in read.go and
// programs.go; legacy.go, graders.go and folders.go read the one, modern.go, groups.go and expectations.go the other.
//
// Where a legacy package does not say what a failed test ends (on_reject), the tests of a sum are all judged. Scores
// count whatever the verdict is: a candidate is to get what was earned. What has no meaning in a judging plan is
// refused with its place: custom graders, scores for rejected tests, objectives to be made small,
// answers handed in without a program, scripts that build a validator.
//
// Additions of ours, which other systems pass over: codecraft.yaml (difficulty, minutes, summary, language_factors,
// limits by language) and attachments/starter/, a file a language.
//
// Links within a package, which the formats allow, are refused: nothing that a package names leads anywhere else.
package kattis
