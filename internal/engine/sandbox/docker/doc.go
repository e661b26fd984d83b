// Package docker isolates programs with the Docker engine: every run gets a fresh container of an image that is
// pinned by digest, with no network, a read-only root, no capability, a user of its own, our system call
// filters and limits, and an own first process (runner) that tells exactly how the program ended. It is slower than
// package native by far and stands in where an operator has, or trusts, nothing else, or wants another runtime
// by its name. The daemon must be on this machine: folders are bound, and control groups read, by their paths.
// See docs/sandbox-backends.md.
package docker
