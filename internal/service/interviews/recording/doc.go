// Package recording records interviews: those of whom that was asked, and who agree.
//
// A recording is a stretch without a break. It begins once the interview is live and everybody in the room who can send has answered
// whether they agree, takes in those who do and nobody else, and ends when one of them withdraws, somebody is there who was not asked, nobody
// who agrees is left, or the interview is over. When it can go on, another begins. All are on the clock of the server, as the rest of the
// interview.
//
// Its files are made in a spool on the disk of the replica that records. They are looked through and stored as blobs when it has ended, and
// leave the spool only when they were read back whole. What a replica that was killed left in its spool is taken up when it starts again.
//
// What is stored counts among the bytes that its organization may keep, until it is removed. Where there is no room, no further interview
// is planned to be recorded (schedule); one that was is recorded, and kept whole.
//
// What is older than it is to be kept is removed, and what an owner or admin removes; nothing that is held. Its row stays, and tells who
// removed it and when. Its blobs are its own: each file has its name in its head, and the rest is of pictures and sound that nobody else sent.
//
// Whoever plays them may attach captions, which go with their recording.
//
// # Tables
//
// recordings, recording_reads, captions. Told: entries "recording" of the timeline, and the light of the room, when it changes; to interviewers
// entries "retention", of what was held, released and removed.
package recording
