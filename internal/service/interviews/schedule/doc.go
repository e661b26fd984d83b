// Package schedule is when interviews take place: their dates in people's calendars, and how far each has come, by which
// rubric it is judged, and what was decided after it.
//
// Who takes part is the business of participant, above it, and what happens in the room that of call.
//
// Tables: interviews.
package schedule
