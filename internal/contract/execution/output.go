package execution

// Chunk is something that a program wrote.
type Chunk struct {
	Stream string  `json:"stream"` // stdout or stderr
	Text   string  `json:"text"`
	AtMs   float64 `json:"atMs"` // since the program's start
}

// The streams of a program.
const (
	Stdout = "stdout"
	Stderr = "stderr"
)

// Piece is a chunk whose text is in a result's Stdout or Stderr, after that of the pieces before it.
type Piece struct {
	Stderr bool    `json:"stderr,omitempty"`
	Bytes  int     `json:"bytes"`
	AtMs   float64 `json:"atMs"`
}

// Stream is the name of the stream it is of.
func (p Piece) Stream() string {
	if p.Stderr {
		return Stderr
	}
	return Stdout
}

// Output is what the program wrote, in its order, as far as the result has its text. It is empty where the order was not
// noted: of a terminal.
func (r RunResult) Output() []Chunk {
	chunks := make([]Chunk, 0, len(r.Order))
	left := map[bool]string{false: r.Stdout, true: r.Stderr}
	for _, p := range r.Order {
		rest := left[p.Stderr]
		n := min(p.Bytes, len(rest))
		if n > 0 {
			chunks = append(chunks, Chunk{Stream: p.Stream(), Text: rest[:n], AtMs: p.AtMs})
		}
		left[p.Stderr] = rest[n:]
	}
	return chunks
}
