// Package attachment connects people to interactive runs: what the terminal of a run shows comes to whoever attaches, and
// what they type goes to the worker that has it. Browsers have a WebSocket for it.
//
// Invariants: who started a run may write, others who may see it only read; in a place with several people its owner says who may do
// what, at each moment anew; nobody is sent more than they keep up with.
package attachment
