// Package frame is the language between the docker back end and the first process of its containers: messages
// with their length before them, over the container's standard input and output. Both ends are
// built from one tree, so there is no version.
package frame

import (
	"encoding/binary"
	"errors"
	"io"
	"sync"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// Max is the longest message; longer data travels in several.
const Max = 8 << 20

// Chunk is how much of a file or stream one message carries.
const Chunk = 64 << 10

// How much input may be under way before the runner says that the program took some: so many messages of so many
// bytes. The runner never holds more, and always reads on, so that an order to kill is never behind input.
const (
	InputMessages = 64
	InputChunk    = 16 << 10
)

// Why a program was stopped.
const (
	StopWall   = "wall"
	StopOutput = "output"
	StopCPU    = "cpu"
	StopMemory = "memory"
	StopCancel = "cancel"
)

// The kinds, in the order in which they are met.
const (
	KindReady  wire.Kind = iota + 1 // runner: it stands
	KindFile                        // host: a file or folder of the work folder
	KindData                        // both: content of the file named last
	KindStart                       // host: start the program
	KindInput                       // host: for the program's standard input; an empty one ends it
	KindTaken                       // runner: a message of input was taken
	KindOutput                      // runner: what the program wrote
	KindDeaf                        // host: nobody reads a stream any more
	KindSignal                      // host: a signal for the program's process group
	KindResize                      // host: the terminal's size
	KindKill                        // host: end the program, for a reason
	KindEnded                       // runner: no process of the program is left
	KindKept                        // runner: a collected file; its content follows
	KindBye                         // runner: that was all
)

var errTooLong = errors.New("a message is longer than any may be")

// Writer sends messages, from any goroutine.
type Writer struct {
	W  io.Writer
	mu sync.Mutex
}

// Send sends one message.
func (w *Writer) Send(body []byte) error {
	message := binary.LittleEndian.AppendUint32(make([]byte, 0, 4+len(body)), uint32(len(body)))
	message = append(message, body...)
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.W.Write(message)
	return err
}

// Receive reads one message.
func Receive(r io.Reader) (*wire.Reader, error) {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(head[:])
	if n == 0 || n > Max {
		return nil, errTooLong
	}
	body := make([]byte, n)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	return &wire.Reader{B: body}, nil
}

// Bytes is a message of nothing but bytes.
func Bytes(k wire.Kind, data []byte) []byte {
	return append(wire.NewWriter(k).B, data...)
}
