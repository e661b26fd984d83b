// Package interviews is live interviews: when they take place, who takes part, and the room where they meet.
//
// Its rooms, from the top: call (the way into the room, video, what everybody is told), evaluation (what interviewers make of it:
// notes, scorecards, word of the decision), workspace (what they work on together), participant (links, lobby, consent), schedule (dates
// and states), news (word of changes). Recordings will stand beside them, all on one clock. Recording starts only with everyone's consent and shows a light; there is always a path
// without it. Who carries the pictures is behind engine/media.
//
// Tables: those of its rooms. Events in: events.execution.run.started and .finished. Mails go out through base/mail.
package interviews
