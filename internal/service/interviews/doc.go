// Package interviews is live interviews: when they take place, who takes part, and the room where they meet.
//
// Its rooms, from the top: call (the way into the room, video, what everybody is told), clip (films of recordings), recording (of those who agree, and how long it is kept), evaluation (what interviewers make of it:
// notes, scorecards, word of the decision), board (the whiteboard), workspace (what they work on together), participant (links, lobby, consent), schedule (dates
// and states), news (word of changes). All are on one clock. Recording starts when everyone was asked and takes in who agrees, and a light tells of it; there is always a path
// without it. Who carries the pictures is behind engine/media.
//
// Tables: those of its rooms. Events in: events.execution.run.started and .finished. Mails go out through base/mail.
package interviews
