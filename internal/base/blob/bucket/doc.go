// Package bucket keeps blobs in a bucket of S3, or of what speaks like it, which every process reaches by itself. Below the prefix lie
//
//	blobs/<digest>                    each blob
//	collection/unreferenced/<digest>  since when sweeps have found it unreferenced
//	collection/going/<digest>         a sweep removes it this moment
//	collection/claims/<kind>-<id>     who sweeps, and who keeps sweeps out
//	collection/swept                  when the last sweep ended
//
// # Invariants
//
//   - A blob is there whole or not at all, and never written over: who puts what is there ends the doubt about it, so that the time
//     for which it is kept begins anew.
//   - S3 has no locks. A sweep writes that a blob is going, looks once more whether it is doubted, and deletes it. Who puts it ends the
//     doubt, waits while it is going, and looks then whether it is there. So one of the two sees the other, whichever is first; this
//     needs no more of the bucket than that it reads what was written (S3 does since 2020).
//   - Who sweeps writes a claim first and looks for others' then: of two at once none goes on. Claims are renewed; one that was not for
//     ten minutes, by the bucket's clock, is of a process that was killed.
//   - Nothing is in memory but a megabyte of each blob on its way: what is larger waits in a file without a name, since its name in
//     the bucket is known at its end only.
//   - Every request ends: it is repeated a few times, and what says nothing for Config.Silent is given up.
package bucket
