// Package images holds what operators are given to run the product in containers to what the product really takes: the Dockerfile, the
// compose file with what it mounts, and the images themselves.
package images
