// Package montage makes one film of what was recorded of several people: their pictures side by side, a screen large beside them, and
// all their voices. It is FFmpeg that does so, from files that play by themselves; where there is no FFmpeg, there are no films.
//
// What it reads was sent by people whom nobody has to trust. FFmpeg is told which files it may open and which formats they have, and
// gets neither the network nor the product's environment.
package montage
