// Package interviews will hold live interviews: rooms, video, recordings, shared pads, notes and scorecards, all on one clock.
//
// It is an empty room for now. What it will keep to: recording starts only with everyone's consent and shows a light;
// there is always a path without recording; pads and notes go through engine/collab, so that playback is the log; the
// video provider is behind an interface of this package, with an embedded one first.
//
// Tables: none yet. Events: none yet.
package interviews
