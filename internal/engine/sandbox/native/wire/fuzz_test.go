package wire_test

import (
	"bytes"
	"errors"
	"os"
	"reflect"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// message is any of the types.
type message interface{ Encode() []byte }

// decode takes a body apart as its first byte says; nil is no message.
func decode(r *wire.Reader) message {
	switch r.Kind() {
	case wire.KindSetup:
		m := wire.DecodeSetup(r)
		return &m
	case wire.KindReady:
		m := wire.DecodeReady(r)
		return &m
	case wire.KindFile:
		m := wire.DecodeFile(r)
		return &m
	case wire.KindRun:
		m := wire.DecodeRun(r)
		return &m
	case wire.KindKept:
		m := wire.DecodeKept(r)
		return &m
	case wire.KindDone:
		m := wire.DecodeDone(r)
		return &m
	case wire.KindGraft:
		m := wire.DecodeGraft(r)
		return &m
	case wire.KindTerminal:
		m := wire.DecodeTerminal(r)
		return &m
	case wire.KindLetGo:
		return &wire.LetGo{}
	case wire.KindOrder:
		m := wire.DecodeOrder(r)
		return &m
	}
	return nil
}

// samples are one message of each kind, with something in every field.
var samples = []message{
	&wire.Setup{
		Hostname: "h", UID: 1, GID: 2, Dirs: []string{"/a"}, Mounts: []wire.Mount{{Path: "/b", Dir: true}}, Links: [][2]string{{"/c", "d"}},
		Texts: [][2]string{{"/e", "f"}}, Proc: true, Masked: []string{"/g"}, Covers: [][2]string{{"/h", "i"}}, Filters: []string{"12345678"},
	},
	&wire.Ready{Err: "x", Proc: "y"},
	&wire.File{Name: "a/b", Executable: true, FromFD: true, Data: []byte("data")},
	&wire.Run{
		Number: 7, Paths: []string{"/bin/x"}, Args: []string{"x", ""}, Env: []string{"A=B"}, Rlimits: []wire.Rlimit{{Resource: 1, Value: 2}},
		Disk: 3, Inodes: 4, Cgroup: true, Family: 1, Terminal: true, Rows: 24, Columns: 80, Binds: []wire.Mount{{Path: "/p"}}, Bound: true, Keep: []string{"."},
	},
	&wire.Kept{Keep: 1, Name: "n"},
	&wire.Done{Number: 7, Failure: "f", Errno: 2, Refused: "r", Status: 9, Wall: 1, CPU: 2, MaxRSS: 3, Own: 4, DiskFull: true, Truncated: true},
	&wire.Graft{Path: "/x", Device: true},
	&wire.Terminal{Number: 8},
	&wire.Order{Run: 9, Signal: 15},
	&wire.LetGo{},
}

func TestEveryMessageComesBackAsItWas(t *testing.T) {
	for _, m := range samples {
		r := &wire.Reader{B: m.Encode()}
		if got := decode(r); r.Err != nil || len(r.B) != 0 || !reflect.DeepEqual(got, m) {
			t.Errorf("%+v came back as %+v, %v, with %d bytes left", m, got, r.Err, len(r.B))
		}
	}
	if n := len((&wire.Order{}).Encode()); n != wire.OrderSize {
		t.Errorf("an order has %d bytes", n)
	}
}

// FuzzDecode: no bytes make a decoder panic or take more memory than their length allows, and what was decoded whole
// means the same when it is encoded again.
func FuzzDecode(f *testing.F) {
	for _, m := range samples {
		f.Add(m.Encode())
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r := &wire.Reader{B: body}
		m := decode(r)
		if m == nil || r.Err != nil {
			return
		}
		again := &wire.Reader{B: m.Encode()}
		if got := decode(again); again.Err != nil || !bytes.Equal(got.Encode(), m.Encode()) {
			t.Fatalf("%+v became %+v, %v", m, got, again.Err)
		}
	})
}

// FuzzReceive: whatever the other end sends, beside whatever descriptors, Receive ends and leaks none.
func FuzzReceive(f *testing.F) {
	for _, m := range samples {
		f.Add(m.Encode(), uint8(0), int64(0))
	}
	f.Add([]byte{0}, uint8(1), int64(1<<50))
	f.Add([]byte{0, 1, 2}, uint8(3), int64(100))
	f.Fuzz(func(t *testing.T, body []byte, files uint8, size int64) {
		if len(body) > wire.MaxInline {
			return
		}
		before := open(t)
		pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_SEQPACKET|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		var fds []int
		for range files % 8 {
			fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC)
			if err != nil {
				t.Fatal(err)
			}
			_ = unix.Ftruncate(fd, max(size, 0)) // too large a size leaves it empty
			fds = append(fds, fd)
		}
		var oob []byte
		if len(fds) > 0 {
			oob = unix.UnixRights(fds...)
		}
		if err := unix.Sendmsg(pair[0], body, oob, nil, 0); err != nil && !errors.Is(err, unix.EMSGSIZE) {
			t.Fatal(err)
		}
		unix.Close(pair[0])
		for _, fd := range fds {
			unix.Close(fd)
		}
		conn := wire.Conn{FD: pair[1]}
		got, given, err := conn.Receive()
		if err == nil {
			decode(&wire.Reader{B: got})
		}
		for _, fd := range given {
			unix.Close(fd)
		}
		unix.Close(pair[1])
		if now := open(t); now != before {
			t.Fatalf("%d descriptors were open, now %d", before, now)
		}
	})
}

func open(t *testing.T) int {
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}
