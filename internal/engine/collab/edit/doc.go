// Package edit is a text and what is done to it: change sets as CodeMirror's, in UTF-16 units, which are parsed, applied, composed, and mapped over
// one another so that whoever edits the same text at once ends with the same one. It knows neither people nor connections: package collab does.
package edit
