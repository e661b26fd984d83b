// Package rejudging has what was judged judged again: one subject, or all submissions of an assessment or of a problem's
// version. The rounds themselves are judgements.
//
// Invariants: the rounds of many are queued a batch a transaction, and a crash goes on after the last one; the end of a
// rejudging is told once.
//
// Tables: rejudgings. Which of them have ended is asked together with the judgements of their rounds (noteEnds).
package rejudging
