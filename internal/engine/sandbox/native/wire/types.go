package wire

// Setup tells a slot how its root looks. The descriptors beside it are: one detached mount for each
// of Mounts, in their order.
type Setup struct {
	Hostname string
	UID, GID int64    // of programs, inside the slot
	Dirs     []string // absolute, 0755
	Mounts   []Mount
	Links    [][2]string // path, target
	Texts    [][2]string // path, content
	Proc     bool        // try to mount a /proc
	Masked   []string    // paths in /proc to cover with nothing
	Covers   [][2]string // paths in /proc to cover with a text
	Folder   string      // of the host: the slot is contained, and the mounts are plain descriptors of what programs may read
	Filters  []string    // seccomp programs, each an array of struct sock_filter: of programs, and of families that are stricter
}

// Mount is a place for a detached mount.
type Mount struct {
	Path string
	Dir  bool
}

// Encode makes the message.
func (s *Setup) Encode() []byte {
	w := NewWriter(KindSetup)
	w.String(s.Hostname)
	w.Int(s.UID)
	w.Int(s.GID)
	w.Strings(s.Dirs)
	w.Int(int64(len(s.Mounts)))
	for _, m := range s.Mounts {
		w.String(m.Path)
		w.Bool(m.Dir)
	}
	w.pairs(s.Links)
	w.pairs(s.Texts)
	w.Bool(s.Proc)
	w.Strings(s.Masked)
	w.pairs(s.Covers)
	w.String(s.Folder)
	w.Strings(s.Filters)
	return w.B
}

// DecodeSetup takes the message apart, after its kind.
func DecodeSetup(r *Reader) Setup {
	s := Setup{Hostname: r.String(), UID: r.Int(), GID: r.Int(), Dirs: r.Strings()}
	s.Mounts = make([]Mount, r.Count())
	for i := range s.Mounts {
		s.Mounts[i] = Mount{Path: r.String(), Dir: r.Bool()}
	}
	s.Links, s.Texts = r.pairs(), r.pairs()
	s.Proc, s.Masked, s.Covers = r.Bool(), r.Strings(), r.pairs()
	s.Folder, s.Filters = r.String(), r.Strings()
	return s
}

func (w *Writer) pairs(list [][2]string) {
	w.Int(int64(len(list)))
	for _, p := range list {
		w.String(p[0])
		w.String(p[1])
	}
}

func (r *Reader) pairs() [][2]string {
	list := make([][2]string, r.Count())
	for i := range list {
		list[i] = [2]string{r.String(), r.String()}
	}
	return list
}

// Ready answers a Setup.
type Ready struct {
	Err  string // empty when the slot stands
	Proc string // why there is no /proc; empty when there is
}

// Encode makes the message.
func (m *Ready) Encode() []byte {
	w := NewWriter(KindReady)
	w.String(m.Err)
	w.String(m.Proc)
	return w.B
}

// DecodeReady takes the message apart, after its kind.
func DecodeReady(r *Reader) Ready { return Ready{Err: r.String(), Proc: r.String()} }

// Graft asks the keeper for a detached copy of a mount.
type Graft struct {
	Path   string
	Device bool
}

// Encode makes the message.
func (m *Graft) Encode() []byte {
	w := NewWriter(KindGraft)
	w.String(m.Path)
	w.Bool(m.Device)
	return w.B
}

// DecodeGraft takes the message apart, after its kind.
func DecodeGraft(r *Reader) Graft { return Graft{Path: r.String(), Device: r.Bool()} }

// File is one file of the next run. With FromFD its content is that of the descriptor beside it.
type File struct {
	Name       string // relative, clean; a folder when Dir
	Dir        bool
	Executable bool
	FromFD     bool
	Data       []byte
}

// Encode makes the message.
func (f *File) Encode() []byte {
	w := NewWriter(KindFile)
	w.B = append(make([]byte, 0, len(f.Data)+len(f.Name)+32), w.B...)
	w.String(f.Name)
	w.Bool(f.Dir)
	w.Bool(f.Executable)
	w.Bool(f.FromFD)
	w.Int(int64(len(f.Data)))
	w.B = append(w.B, f.Data...)
	return w.B
}

// DecodeFile takes the message apart, after its kind. Data points into the message.
func DecodeFile(r *Reader) File {
	f := File{Name: r.String(), Dir: r.Bool(), Executable: r.Bool(), FromFD: r.Bool()}
	f.Data = r.take(r.Count())
	return f
}

// Rlimit is one resource limit, soft and hard alike.
type Rlimit struct{ Resource, Value int64 }

// Run is one program. The descriptors beside it are: stdin, stdout, stderr (with Terminal, none of them), then (with
// Cgroup) the folder of the cgroup2 group to be born in, then (unless Bound) one detached mount for each of Binds.
type Run struct {
	Number   int64
	Paths    []string // what to execute: the first that exists
	Args     []string
	Env      []string
	Rlimits  []Rlimit
	Disk     int64 // bytes
	Inodes   int64
	Cgroup   bool
	Family   int64 // the place of its filter in Setup.Filters
	Terminal bool  // three streams are one terminal, which the slot makes
	Rows     int64 // of the terminal
	Columns  int64
	Binds    []Mount
	Bound    bool // they stand already, since the run before: see Stays
	Keep     []string
}

// workFolders are what a program can write to.
var workFolders = []string{"/w", "/tmp", "/dev/shm"}

// Stays tells whether a bind stands until a run that wants others. One in a folder that programs write to goes with
// what they wrote. Host and slot both go by this.
func Stays(path string) bool {
	for _, f := range workFolders {
		if path == f || len(path) > len(f) && path[:len(f)+1] == f+"/" {
			return false
		}
	}
	return true
}

// Encode makes the message.
func (m *Run) Encode() []byte {
	w := NewWriter(KindRun)
	w.Int(m.Number)
	w.Strings(m.Paths)
	w.Strings(m.Args)
	w.Strings(m.Env)
	w.Int(int64(len(m.Rlimits)))
	for _, l := range m.Rlimits {
		w.Int(l.Resource)
		w.Int(l.Value)
	}
	w.Int(m.Disk)
	w.Int(m.Inodes)
	w.Bool(m.Cgroup)
	w.Int(m.Family)
	w.Bool(m.Terminal)
	w.Int(m.Rows)
	w.Int(m.Columns)
	w.Int(int64(len(m.Binds)))
	for _, b := range m.Binds {
		w.String(b.Path)
		w.Bool(b.Dir)
	}
	w.Bool(m.Bound)
	w.Strings(m.Keep)
	return w.B
}

// DecodeRun takes the message apart, after its kind.
func DecodeRun(r *Reader) Run {
	m := Run{Number: r.Int(), Paths: r.Strings(), Args: r.Strings(), Env: r.Strings()}
	m.Rlimits = make([]Rlimit, r.Count())
	for i := range m.Rlimits {
		m.Rlimits[i] = Rlimit{Resource: r.Int(), Value: r.Int()}
	}
	m.Disk, m.Inodes, m.Cgroup = r.Int(), r.Int(), r.Bool()
	m.Family = r.Int()
	m.Terminal, m.Rows, m.Columns = r.Bool(), r.Int(), r.Int()
	m.Binds = make([]Mount, r.Count())
	for i := range m.Binds {
		m.Binds[i] = Mount{Path: r.String(), Dir: r.Bool()}
	}
	m.Bound = r.Bool()
	m.Keep = r.Strings()
	return m
}

// LetGo has the slot detach what stands bound in it.
type LetGo struct{}

// Encode makes the message.
func (*LetGo) Encode() []byte { return NewWriter(KindLetGo).B }

// Done tells how a run ended.
type Done struct {
	Number    int64
	Failure   string // the slot itself failed; nothing else holds
	Errno     int64  // of exec, when the program did not start
	Refused   string // why a file or bind could not be laid in; the program did not start
	Status    int64  // as wait(2) gives it
	Begun     int64  // when the first process was started, by CLOCK_MONOTONIC in ns; 0 when it was not
	Wall      int64  // ns from the start to the end of the first process
	CPU       int64  // ns of all reaped processes
	MaxRSS    int64  // bytes of the largest process
	Own       int64  // ns that the slot's own thread spent inside the program's cgroup
	DiskFull  bool   // the work folder ended with no space or inodes left
	Truncated bool   // more files than are collected
}

// Encode makes the message.
func (m *Done) Encode() []byte {
	w := NewWriter(KindDone)
	w.Int(m.Number)
	w.String(m.Failure)
	w.Int(m.Errno)
	w.String(m.Refused)
	for _, v := range []int64{m.Status, m.Begun, m.Wall, m.CPU, m.MaxRSS, m.Own} {
		w.Int(v)
	}
	w.Bool(m.DiskFull)
	w.Bool(m.Truncated)
	return w.B
}

// DecodeDone takes the message apart, after its kind.
func DecodeDone(r *Reader) Done {
	m := Done{Number: r.Int(), Failure: r.String(), Errno: r.Int(), Refused: r.String()}
	m.Status, m.Begun, m.Wall, m.CPU, m.MaxRSS, m.Own = r.Int(), r.Int(), r.Int(), r.Int(), r.Int(), r.Int()
	m.DiskFull, m.Truncated = r.Bool(), r.Bool()
	return m
}

// Kept is one collected file: Keep is its index in Run.Keep, Name is relative to it ("" for the file itself).
type Kept struct {
	Keep int64
	Name string
}

// Encode makes the message.
func (m *Kept) Encode() []byte {
	w := NewWriter(KindKept)
	w.Int(m.Keep)
	w.String(m.Name)
	return w.B
}

// DecodeKept takes the message apart, after its kind.
func DecodeKept(r *Reader) Kept { return Kept{Keep: r.Int(), Name: r.String()} }

// Terminal hands the host its end of a run's terminal, as the descriptor beside it.
type Terminal struct{ Number int64 }

// Encode makes the message.
func (m *Terminal) Encode() []byte {
	w := NewWriter(KindTerminal)
	w.Int(m.Number)
	return w.B
}

// DecodeTerminal takes the message apart, after its kind.
func DecodeTerminal(r *Reader) Terminal { return Terminal{Number: r.Int()} }

// Order is what the host wants of a run that is under way: that a signal reaches the process group of its first
// process, or, with none, that all its processes die.
type Order struct{ Run, Signal int64 }

// OrderSize is the length of every Order.
const OrderSize = 17

// Encode makes the message.
func (m *Order) Encode() []byte {
	w := NewWriter(KindOrder)
	w.Int(m.Run)
	w.Int(m.Signal)
	return w.B
}

// DecodeOrder takes the message apart, after its kind.
func DecodeOrder(r *Reader) Order { return Order{Run: r.Int(), Signal: r.Int()} }

// InputName is the name of the file that holds the input where slots have no /proc. It is laid outside the work folder,
// which shows a program its own files only; no file of a program can have this name.
const InputName = "/dev/stdin"
