// Package toolchain knows the programming languages: what each needs on the host, how its
// programs are compiled and run, and where compiled programs are kept.
//
// A language is a row of a file in languages and nothing else: adding a row needs no other
// change. The suite holds it to its verdicts with programs in suite/testdata/programs. Detect finds out which rows this host can serve.
//
// Compilers are untrusted work like the programs they compile: they run in the sandbox,
// with limits of their own, and see only their toolchain and the candidate's files.
// Compiled programs are cached by content within one scope (a candidate), never across
// scopes: a shared cache would tell one candidate what another has written.
//
// What may be prepared once for everybody (a precompiled header, an archive of compiler
// classes, the compiled standard library) is made in the sandbox from our own source, by
// the first compilation of a language or by Warm, and is bound read-only from then on.
package toolchain
