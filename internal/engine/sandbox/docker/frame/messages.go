package frame

import "github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"

// File is a file of the work folder, or with Dir a folder. Size bytes follow in messages of data.
type File struct {
	Name       string
	Dir        bool
	Executable bool
	Size       int64
}

// Encode makes the message.
func (f *File) Encode() []byte {
	w := wire.NewWriter(KindFile)
	w.String(f.Name)
	w.Bool(f.Dir)
	w.Bool(f.Executable)
	w.Int(f.Size)
	return w.B
}

// DecodeFile takes the message apart, after its kind.
func DecodeFile(r *wire.Reader) File {
	return File{Name: r.String(), Dir: r.Bool(), Executable: r.Bool(), Size: r.Int()}
}

// Keep is a file or folder to collect, at most so many bytes of it.
type Keep struct {
	Name string
	Max  int64
}

// Start is the program.
type Start struct {
	Paths     []string // what to execute: the first that exists
	Args, Env []string
	Rlimits   []wire.Rlimit
	Processes int64 // the program's own, beside those of the runner
	Filter    []byte
	Wall      int64 // ns
	Output    int64 // bytes
	Input     bool
	Joined    bool // the second output goes to the first
	Terminal  bool
	Rows      int64
	Columns   int64
	Keep      []Keep
}

// Encode makes the message.
func (s *Start) Encode() []byte {
	w := wire.NewWriter(KindStart)
	w.Strings(s.Paths)
	w.Strings(s.Args)
	w.Strings(s.Env)
	w.Int(int64(len(s.Rlimits)))
	for _, l := range s.Rlimits {
		w.Int(l.Resource)
		w.Int(l.Value)
	}
	w.Int(s.Processes)
	w.String(string(s.Filter))
	w.Int(s.Wall)
	w.Int(s.Output)
	w.Bool(s.Input)
	w.Bool(s.Joined)
	w.Bool(s.Terminal)
	w.Int(s.Rows)
	w.Int(s.Columns)
	w.Int(int64(len(s.Keep)))
	for _, k := range s.Keep {
		w.String(k.Name)
		w.Int(k.Max)
	}
	return w.B
}

// DecodeStart takes the message apart, after its kind.
func DecodeStart(r *wire.Reader) Start {
	s := Start{Paths: r.Strings(), Args: r.Strings(), Env: r.Strings()}
	s.Rlimits = make([]wire.Rlimit, r.Count())
	for i := range s.Rlimits {
		s.Rlimits[i] = wire.Rlimit{Resource: r.Int(), Value: r.Int()}
	}
	s.Processes = r.Int()
	s.Filter = r.Bytes()
	s.Wall, s.Output, s.Input, s.Joined, s.Terminal, s.Rows, s.Columns = r.Int(), r.Int(), r.Bool(), r.Bool(), r.Bool(), r.Int(), r.Int()
	s.Keep = make([]Keep, r.Count())
	for i := range s.Keep {
		s.Keep[i] = Keep{Name: r.String(), Max: r.Int()}
	}
	return s
}

// Ended tells how the program ended.
type Ended struct {
	Refused  string // why a file could not be laid in; the program did not start
	Errno    int64  // of exec, when the program did not start
	Stopped  string // why the runner or the host ended it; empty when it ended by itself
	Status   int64  // as wait(2) gives it
	Wall     int64  // ns from the start to the end of the first process
	CPU      int64  // ns of all reaped processes
	Own      int64  // ns that the runner itself spent meanwhile
	MaxRSS   int64  // bytes of the largest process
	DiskFull bool   // a folder of the program ended with no room left
}

// Encode makes the message.
func (e *Ended) Encode() []byte {
	w := wire.NewWriter(KindEnded)
	w.String(e.Refused)
	w.Int(e.Errno)
	w.String(e.Stopped)
	for _, v := range []int64{e.Status, e.Wall, e.CPU, e.Own, e.MaxRSS} {
		w.Int(v)
	}
	w.Bool(e.DiskFull)
	return w.B
}

// DecodeEnded takes the message apart, after its kind.
func DecodeEnded(r *wire.Reader) Ended {
	e := Ended{Refused: r.String(), Errno: r.Int(), Stopped: r.String()}
	e.Status, e.Wall, e.CPU, e.Own, e.MaxRSS = r.Int(), r.Int(), r.Int(), r.Int(), r.Int()
	e.DiskFull = r.Bool()
	return e
}

// Kept is a collected file: Keep is its index in Start.Keep, Name is relative to it ("" for the file itself).
// TooLarge says in its place that there was more than may be collected.
type Kept struct {
	Keep       int64
	Name       string
	Size       int64
	Executable bool
	TooLarge   bool
}

// Encode makes the message.
func (k *Kept) Encode() []byte {
	w := wire.NewWriter(KindKept)
	w.Int(k.Keep)
	w.String(k.Name)
	w.Int(k.Size)
	w.Bool(k.Executable)
	w.Bool(k.TooLarge)
	return w.B
}

// DecodeKept takes the message apart, after its kind.
func DecodeKept(r *wire.Reader) Kept {
	return Kept{Keep: r.Int(), Name: r.String(), Size: r.Int(), Executable: r.Bool(), TooLarge: r.Bool()}
}

// Numbers is a message of a few numbers: a signal, a size, what was taken.
func Numbers(k wire.Kind, values ...int64) []byte {
	w := wire.NewWriter(k)
	for _, v := range values {
		w.Int(v)
	}
	return w.B
}
