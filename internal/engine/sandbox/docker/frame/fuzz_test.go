package frame_test

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/docker/frame"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

// FuzzReceive gives the host what a container may say, and the runner what a host may: nothing panics, takes memory beyond what
// was sent, or reads a message as another one than it says again.
func FuzzReceive(f *testing.F) {
	var stream bytes.Buffer
	w := frame.Writer{W: &stream}
	ended := frame.Ended{Refused: "no", Stopped: frame.StopWall, Status: 9, DiskFull: true}
	kept := frame.Kept{Keep: 1, Name: "a/b", Size: 5, Executable: true}
	file := frame.File{Name: "x", Size: 3}
	start := frame.Start{Paths: []string{"/bin/sh"}, Args: []string{"sh"}, Env: []string{"A=b"}, Rlimits: []wire.Rlimit{{Resource: 1, Value: 2}},
		Filter: []byte{1, 2}, Keep: []frame.Keep{{Name: "out", Max: 9}}}
	for _, body := range [][]byte{ended.Encode(), kept.Encode(), file.Encode(), start.Encode(), frame.Numbers(frame.KindTaken, 1), frame.Bytes(frame.KindOutput, []byte("hello"))} {
		if err := w.Send(body); err != nil {
			f.Fatal(err)
		}
		f.Add(bytes.Clone(stream.Bytes()))
	}
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 1})
	f.Add([]byte{0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		in := bytes.NewReader(data)
		for {
			r, err := frame.Receive(in)
			if err != nil {
				return
			}
			body := bytes.Clone(r.B)
			check(t, body)
		}
	})
}

// check decodes a message as the host or the runner does, and where that went well says it again.
func check(t *testing.T, body []byte) {
	r := &wire.Reader{B: body}
	var again []byte
	var twice any
	var once any
	switch r.Kind() {
	case frame.KindEnded:
		m := frame.DecodeEnded(r)
		once, again = m, m.Encode()
		twice = decode(t, again, frame.DecodeEnded)
	case frame.KindKept:
		m := frame.DecodeKept(r)
		once, again = m, m.Encode()
		twice = decode(t, again, frame.DecodeKept)
	case frame.KindFile:
		m := frame.DecodeFile(r)
		once, again = m, m.Encode()
		twice = decode(t, again, frame.DecodeFile)
	case frame.KindStart:
		m := frame.DecodeStart(r)
		if len(m.Rlimits) > len(body) || len(m.Keep) > len(body) {
			t.Fatalf("%d bytes make %d limits and %d files", len(body), len(m.Rlimits), len(m.Keep))
		}
		once, again = m, m.Encode()
		twice = decode(t, again, frame.DecodeStart)
	default:
		_ = r.Int()
		return
	}
	if r.Err == nil && !reflect.DeepEqual(once, twice) {
		t.Fatalf("%+v became %+v", once, twice)
	}
}

// decode reads a message that was just written, through a stream.
func decode[M any](t *testing.T, body []byte, take func(*wire.Reader) M) M {
	var stream bytes.Buffer
	if err := (&frame.Writer{W: &stream}).Send(body); err != nil {
		t.Fatal(err)
	}
	r, err := frame.Receive(&stream)
	if err != nil {
		t.Fatal(err)
	}
	r.Kind()
	m := take(r)
	if r.Err != nil {
		t.Fatalf("what was written cannot be read: %v", r.Err)
	}
	if _, err := frame.Receive(&stream); !errors.Is(err, io.EOF) {
		t.Fatalf("more is left: %v", err)
	}
	return m
}
