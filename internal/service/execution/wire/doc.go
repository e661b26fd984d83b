// Package wire is what the execution service and its workers say to one another on the bus: subjects, streams,
// messages, and how an outcome that is too large for one travels. It knows neither side.
//
// Invariants: every message is a plain struct that is read and written as JSON, and fits into a message of the bus.
package wire
