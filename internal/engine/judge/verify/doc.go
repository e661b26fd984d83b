// Package verify tries a problem package out: its validators on its test data, and every submission, whose verdicts
// are compared with what the package says of them. A time limit that the package leaves open is found on the way, as
// its format describes.
package verify
