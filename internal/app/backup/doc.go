// Package backup makes an archive of an installation while it runs, and an installation of an archive.
//
// An archive is a tar in zstd, in this order:
//
//	blobs/<digest>                       each blob that the store has
//	databases/<service>.db               a service's SQLite, or
//	databases/<service>/<table>.rows     the rows of a table of PostgreSQL, as COPY writes them
//	manifest.json                        what it is, and of which versions (Manifest)
//	SHA256SUMS                           of all before it, as sha256sum reads it
//
// # Invariants
//
//   - Whatever a row refers to is in the archive. Rows are copied first and blobs after them, and no blobs are collected
//     meanwhile (blob.Keeper, Hold). Those of recordings that are removed go all the same: one that was removed while the archive was made may be without its files in it.
//     (So all that there are, are those that are referred to, as far as anybody can tell: plans are blobs that name others.)
//   - PostgreSQL's schemas are of one moment. SQLite's files are of one moment each, copied in the order of who asks: what a service
//     then knows of a neighbour, the neighbour's later copy knows too. Judgings between two of them are asked for again, as those
//     that the queue has lost (contract/execution, Lost). The queue itself is not copied for the same reason.
//   - An archive is there whole or not at all: it is made beside its place and renamed.
//   - Nothing is written by a restoration before the whole archive was read and found right and the place empty.
//   - A place in which a restoration ended early is served by nobody (open.StorageConfig, Prepare).
//   - What went on when a backup was made, and of which no backup has what belongs to it, is ended by its service (open.Tables, Restored).
//   - An archive holds all secrets of the installation. Only its owner may read it.
package backup
