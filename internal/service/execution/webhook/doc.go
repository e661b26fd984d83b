// Package webhook tells an organization's own systems what has happened: it posts signed messages to the
// addresses that its administrators name, again and again until they are taken, and keeps a log of it.
//
// A delivery is written in the transaction of what it tells (Add), so that it is sent if and only if that is
// committed. A dispatcher leases what is due, sends it, and notes what came of it. A crash between the two
// sends the same message again: receivers know it by its id, which is that of the delivery.
//
// Messages, headers and secrets are those of the Standard Webhooks specification: the signature is over
// "id.timestamp.body", by HMAC-SHA256.
//
// Invariants:
//   - a secret is told when it is made and never again; it is in no log;
//   - of several dispatchers, one at a time sends a delivery;
//   - an address that is slow or dead holds up its own deliveries only;
//   - no address inside the operator's network is reached, unless the operator allows it.
//
// Tables, in the execution service's schema: webhooks, webhook_deliveries.
package webhook
