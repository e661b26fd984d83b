// Package wire is the language between the host and the first process of a slot:
// messages over a SEQPACKET socket pair, each at most one datagram, with file
// descriptors beside it. Both ends are built from one tree, so there is no version.
//
// It imports nothing but the system call layer: what is linked here costs every idle slot memory.
package wire

import (
	"encoding/binary"
	"errors"
)

// Kind is the first byte of a message.
type Kind byte

// The kinds, in the order in which they are met.
const (
	KindSetup    Kind = iota + 1 // host: build the root
	KindReady                    // slot: the root stands, or why not
	KindFile                     // host: one file of the next run; not answered
	KindRun                      // host: run
	KindKept                     // slot: one collected file, its descriptor beside it
	KindDone                     // slot: how the run ended; the next run may be sent
	KindGraft                    // host to keeper: copy a mount; answered by KindReady with its descriptor
	KindTerminal                 // slot: the run has its terminal, whose descriptor is beside it; before KindDone
	KindOrder                    // host, on the second socket: kill the run, or send it a signal
	KindLetGo                    // host: detach what stands bound since the last run; not answered
)

var errShort = errors.New("a message ends too early")

// Writer builds a message.
type Writer struct{ B []byte }

// NewWriter starts a message of a kind.
func NewWriter(k Kind) *Writer { return &Writer{B: []byte{byte(k)}} }

// Int appends a number.
func (w *Writer) Int(v int64) { w.B = binary.LittleEndian.AppendUint64(w.B, uint64(v)) }

// Bool appends a truth value.
func (w *Writer) Bool(v bool) {
	if v {
		w.B = append(w.B, 1)
		return
	}
	w.B = append(w.B, 0)
}

// String appends a string.
func (w *Writer) String(s string) {
	w.B = binary.LittleEndian.AppendUint32(w.B, uint32(len(s)))
	w.B = append(w.B, s...)
}

// Strings appends a list of strings.
func (w *Writer) Strings(list []string) {
	w.Int(int64(len(list)))
	for _, s := range list {
		w.String(s)
	}
}

// Reader takes a message apart. The first failure sticks and every later value is zero.
type Reader struct {
	B   []byte
	Err error
}

// Kind takes the first byte of a message.
func (r *Reader) Kind() Kind {
	if b := r.take(1); b != nil {
		return Kind(b[0])
	}
	return 0
}

func (r *Reader) take(n int) []byte {
	if r.Err != nil || n < 0 || n > len(r.B) {
		r.Err = errShort
		return nil
	}
	b := r.B[:n]
	r.B = r.B[n:]
	return b
}

// Int takes a number.
func (r *Reader) Int() int64 {
	if b := r.take(8); b != nil {
		return int64(binary.LittleEndian.Uint64(b))
	}
	return 0
}

// Bool takes a truth value.
func (r *Reader) Bool() bool {
	b := r.take(1)
	return b != nil && b[0] == 1
}

// Bytes takes a string without copying it.
func (r *Reader) Bytes() []byte {
	b := r.take(4)
	if b == nil {
		return nil
	}
	return r.take(int(binary.LittleEndian.Uint32(b)))
}

// String takes a string.
func (r *Reader) String() string { return string(r.Bytes()) }

// Count takes the length of a list, which cannot exceed the bytes that are left.
func (r *Reader) Count() int {
	n := r.Int()
	if n < 0 || n > int64(len(r.B)) {
		r.Err = errShort
		return 0
	}
	return int(n)
}

// Strings takes a list of strings.
func (r *Reader) Strings() []string {
	list := make([]string, r.Count())
	for i := range list {
		list[i] = r.String()
	}
	return list
}
