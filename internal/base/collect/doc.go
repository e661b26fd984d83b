// Package collect removes blobs that nothing refers to any more: sources of what was deleted, tests that were replaced, uploads that
// came to nothing. Each service says which blobs its tables name; whoever has the blobs (blob.Keeper) asks all of them, once an hour,
// and removes what no table has named for long enough.
//
// # Invariants
//
//   - In doubt a blob is kept. Where any service does not answer, answers in part, or a plan cannot be read, nothing is removed.
//   - A blob goes when nobody has put it for as long as is kept, and every sweep of as long a time has found nothing that names it. So
//     what moves from one row to another while tables are read, waits in a queue, or is put before the row that names it, stays;
//     and a copy of the databases that is no older than that finds all its blobs.
//   - What is put again while a sweep runs is as good as new: its age is looked at, and the blob removed, so that Put sees it or is
//     seen (blob.Keeper, Unneeded).
//   - One sweep at a time goes over the blobs, however many processes share them, and none while a backup is made (blob.Keeper, Hold).
//   - A text names every blob whose digest stands in it, wherever that is: a column need not be understood to be read. Plans are
//     blobs that name others.
//   - Memory is bounded, however many blobs there are: what is named is a set that may hold a few more than were put into it.
package collect
