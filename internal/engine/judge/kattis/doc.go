// Package kattis reads problem packages in the legacy format of the ICPC and Kattis
// (problem.yaml, data/, submissions/) as judging plans with labelled submissions.
//
// What is read: name, keywords, limits, validator flags of the default validator, type
// pass-fail and scoring, samples and secret data with groups in folders and their
// testdata.yaml (accept_score, range, grader_flags min and sum, inherited from folder to
// folder), statements, and submissions in the folders of the format or with an
// @EXPECTED_RESULTS@ line. A package with a validator of its own is refused: there is no
// honest way of judging it without.
//
// Two additions of ours, which other systems pass over: codecraft.yaml (difficulty, minutes,
// summary, language_factors) and attachments/starter/, a file a language.
//
// A package is untrusted: links, devices, names that lead out, files without end and too
// many files are refused, with the place of the fault in the error's pointer. Nothing of
// a package is run by reading it.
package kattis
