// Package recording makes files of what a media.Recorder hears: a WebM (VP8 and Opus) for each person and source, and a manifest that puts
// them on one clock, the server's.
//
// On its way a packet meets, in this order: queue (in sequence, each once; what is lost is known), frames (whole pictures, none that
// hangs on one that was lost), clock (the moment of its capture, by RTP time held steadily to arrival), and file (clusters of a second,
// each written whole and synced). A file's head is blank until it is finished, and to finish a file is the same after an orderly stop as
// after a kill: what is whole is kept, indexed and hashed. So a kill loses what had not become a cluster, under three seconds.
//
// Files are made in a spool, a folder that outlives the process. What is in it stays until its owner forgets it.
//
// WebM is Matroska (RFC 9559) with VP8 (RFC 6386) and Opus (RFC 7845).
package recording
