// Package report tells what came of an assessment: its results as a table, a line an invitation.
//
// It reads from the rooms below, page by page, and has no tables. No cell that a candidate wrote is a formula to a spreadsheet.
package report
