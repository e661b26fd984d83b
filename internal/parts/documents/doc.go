// Package documents keeps the shared documents of a service and lets people edit them together: the log in SQL (Store), and
// the rooms of this process with their WebSockets and what its replicas tell one another (Rooms). What a document belongs
// to, who may open it and what it is called is the service's.
//
// A service's schema has the tables
//
//   - documents, with the columns id, version, updated_at and closed_at beside its own;
//   - document_updates and document_snapshots, as this package writes them.
//
// What holds:
//
//   - An acknowledged edit is in the log, under the one version it made.
//   - Rights are those of the moment an edit is written, not of the one when its socket was opened: who closes a document
//     (Store.Close) meets the edit on the row that both lock, so that none is acknowledged after it, and what is read
//     after it, in the same transaction, is all there ever was.
//   - What replicas tell one another may be lost; rooms look by themselves.
package documents
