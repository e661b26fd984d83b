// Package collab shares documents between people who type at once: operational transformation with the
// authority here, over CodeMirror's change sets.
//
// A document is a log of updates, each made for the version before it. A tab pushes changes made for the
// version it knows; the server moves them over what others did since, appends them to the log with its
// own time, and tells everybody. Nobody is ever refused for being late, so a slow line starves nobody. Edits
// and marks (a run, a paste, a lost focus) share the log, so playback is the log, read again.
//
// What holds:
//
//   - The Log decides, by compare-and-swap on (document, version). A Room is a cache: any number of replicas
//     serve one document, and one killed at any instant loses nothing that was acknowledged.
//   - A change is applied exactly once. Each carries the tab's client id and a sequence number that
//     counts from 1, both kept in the log; a push repeated after a lost answer, a crash or a restart adds nothing.
//   - Server and browser map pending changes over others' updates one by one, by the same algorithm. Mapping
//     over several at once may put text on the other side of a replaced range, and the two would part.
//   - Everything is counted in UTF-16 units, and a lone surrogate stays what it is.
//   - A client id holds a hash of document and actor: nobody can push under another's.
//
// # The protocol
//
// One WebSocket a tab and document; every message is a JSON object with a type. A version is the number of
// updates in the log. The tab speaks first:
//
//	hello {version?, client?}
//	    version is the one the tab knows, absent when it knows nothing. client is the id the tab was issued
//	    before, for this document and person; absent at first.
//
// The server answers, and then sends whatever is new:
//
//	init {version, client, actor, doc?, readOnly, limits: {document, push, changes, data, rate}, now}
//	    With doc the tab starts with this text at this version (also when the version it named is unknown);
//	    without, it stays at its version and updates follow. client is the tab's id from now on: another than
//	    asked for means that the old one is not this person's, and what was pending under it must not be pushed.
//	updates {version, updates: [{client, seq, actor, at, kind?, changes, data?}]}
//	    The updates after version: the first makes version+1. Skip those the tab knows. changes is CodeMirror's
//	    JSON; a mark's changes keep the whole document. kind is absent for an edit. at and now are milliseconds
//	    since 1970 on the server's clock. An update with the tab's own client id acknowledges its change of that seq.
//	ack {version, seq}
//	    Of the last push nothing was new: the log holds everything of this tab up to seq, at the latest in
//	    version. The updates that carry them have been sent or will be.
//	aware {client, actor, version, data}    gone {client}
//	    Where another tab's cursor is, in positions of that version; that tab has left.
//	ping {now}
//	    The tab answers pong. No message for three heartbeats means that the line is dead.
//	error {code, detail, fatal, seq?, retryAfter?}
//	    With fatal the server closes the connection. seq names the first change of the push that was refused;
//	    retryAfter is in milliseconds.
//
// The tab sends:
//
//	push {version, seq, updates: [{changes, kind?, data?}]}
//	    The first change was made for version, each other for what the one before makes. The first has number
//	    seq, the others count on, without gaps. At most one push is under way; the next waits for the
//	    own updates, the ack or the error.
//	aware {version, data}    mark {kind, data}    pong {}
//	    A mark is recorded when it arrives; it has no number, and comes back as an update without client.
//
// What the tab must do beside that: give @codemirror/collab's receiveUpdates one update at a time while
// changes of its own are unconfirmed; keep (client, version, text at version, pending changes with their first
// seq) in its storage in one write, so that after a crash it can go on as after a lost connection;
// and hold a lock named by the client id, so that a duplicated tab asks for an id of its own.
//
// Error codes that are not fatal: rate_limited and document_busy (push again after retryAfter), read_only,
// kind_forbidden, data_too_large, push_too_large, push_too_long (push less at once) and document_too_large (the
// change can never be accepted: undo it). Fatal: superseded (the same tab has connected again; do
// not reconnect), closing, push_out_of_order, version_unknown, changes_do_not_fit, changes_malformed,
// message_malformed, hello_expected, internal (connect again, and push again what is pending).
package collab
