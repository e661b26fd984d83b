// Package call is the room itself: who enters it, with which ticket for video, and what everybody in it is told.
//
// A session is one tab of one participant. Asking for one is knocking: it answers that they wait, or a ticket of the video provider.
// Tickets are short-lived, so that whoever comes back asks again, and is let in or not as things are then.
//
// It has no tables. Heard and told: what changes at an interview, between replicas.
package call
