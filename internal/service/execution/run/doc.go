// Package run is the interactive lane: runs that somebody waits for.
//
// A run is validated and sent over the bus to a worker that has a free slot; the worker streams what happens to the memory
// stream RUNS (runs.events.<run>), from which every replica serves it. A run may be lost with its machine: whoever
// watches it is told so and runs again. Where all slots are busy a run waits for its turn, with one worker after the other
// if there are several, for a bounded time; then the client is asked to come again.
//
// Invariants: nothing of a run is in the database; programs, inputs and outputs are in no log.
package run
