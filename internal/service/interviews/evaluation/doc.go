// Package evaluation is what interviewers make of an interview: notes about its moments, a scorecard each, and word of the decision.
//
// Invariants:
//   - nothing of it is there for candidates and observers, by any route; of members, all but one who is the candidate read notes.
//   - interviewers who came in write, from the beginning of the interview on; a note and a card are their author's alone to change.
//   - a card rates the criteria that the interview had when the card was begun, and stays as it is once it is submitted.
//   - nobody sees a draft but who writes it. Who has a card sees those of others once their own is submitted; a member who has none,
//     once every interviewer who came in has submitted theirs, or the interview is decided.
//   - the timeline tells interviewers that there is something new, and not what: that is asked for here. The decision, which schedule
//     keeps, it tells whole, with who decided.
//
// Tables: notes, scorecards.
package evaluation
