// Package wish notes what anybody may ask for any address, and has a worker answer it by mail. To whoever asks, the answer is the
// same for every address, and takes the same time: nobody learns whether there is an account.
//
// # Invariants
//
//   - At most one wish of an address waits.
//   - A wish is gone once it was answered, and only then.
//
// # Tables
//
// The one that a box is made over, of which the room that asks is the owner: id, email (unique), created_at.
package wish
