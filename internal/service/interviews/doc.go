// Package interviews is live interviews: when they take place, who takes part, and the room where they meet.
//
// Its rooms, from the top: call (the way into the room, video, what everybody is told), participant (links, lobby, consent),
// schedule (dates and states). Recordings, shared pads, notes and scorecards will stand beside them, all on one clock. Recording starts only with everyone's
// consent and shows a light; there is always a path without it. Who carries the pictures is behind engine/media.
//
// Tables: interviews, participants, links, guests. Events: none outside; mails go out through base/mail.
package interviews
