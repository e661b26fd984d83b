// Package montage makes one film of what was recorded of several people: their pictures side by side, a screen large beside them, and
// all their voices. It is FFmpeg that does so, from files that play by themselves; where there is no FFmpeg, there are no films.
//
// What it reads was sent by people whom nobody has to trust. FFmpeg is told which files it may open, which format they have and with what
// they are decoded; it opens no others and no address, gets nothing of the product's environment, and is held to the time, the memory
// and the room that a film takes.
package montage
