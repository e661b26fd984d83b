// Package space bounds the bytes that an organization keeps in its problems: tests' data, files of packages, pictures. Its recordings,
// which interviews counts, take of the same room.
//
// A row says that a problem needs a blob. What an organization keeps is the sum of its blobs, each once however many of its
// problems need it, and is summed up when something is added: there is no count that could go wrong. What a version or a text may
// show stays until its problem is removed, which only one that was never published is; anything else is given back as soon as the
// draft has no test with it.
//
// Invariant: no transaction commits that adds to what is over the limit then, whoever else adds at the same time. Of recordings that is
// so within a moment: they are asked for before the transaction.
//
// Tables: problem_blobs, organization_spaces. It reads tests, of the room above, so that its rows are right whatever was changed
// there, by a release that knows nothing of them too.
package space
