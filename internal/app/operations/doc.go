// Package operations is what an installation's operators see of it: each process tells every few seconds how it is (Report), and
// whoever serves the web app keeps what was told last (Board), puts it together (Overview) and answers it as /v1/operations.
//
// It shows queues, errors and settings of the whole installation, which several organizations may share. Who runs an installation is
// known to nobody but to who set it up: so it is shown to owners and administrators of the organization that was founded first, by the
// link that the server printed (auth.Operator), and to no other.
//
// Invariants:
//
//   - No secret leaves a process: a setting of the secret kind tells whether it is set, addresses lose what is before their @, and what
//     is known of problems is without any word that is a secret of this process, and without mail addresses.
//   - Nothing is kept but in memory, and no more than a bounded number of processes of bounded size: who may write to the queue is
//     believed to say who it is (package bus).
//   - A process that tells nothing any more stays with what it told last, and with its age, until another does what it did.
package operations
