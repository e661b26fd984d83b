// Package clip makes films of recordings: everybody's picture and voice in one file, of all of a recording or of a stretch.
//
// A film is asked for, waits, and is made by a replica that has FFmpeg, one at a time; whoever asked watches how far it is. A replica that
// is killed is heard of no more, and another begins anew; three that did not end it fail it. A film is seen by those who may play its
// recording, counts among the bytes of its organization, and goes with its recording, with its blobs: each film has its id in it. Those of one that is
// removed by itself go once nothing names them any more, as others of the same recording may have parts that are the same. One of a recording
// on hold may be removed: the same can be made again.
//
// # Tables
//
// clips.
package clip
