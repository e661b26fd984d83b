package recording

import (
	"bytes"
	"encoding/binary"
	"os"
	"slices"
	"sync"
	"time"
)

// Tracks of a file.
const (
	soundTrack   = 1
	pictureTrack = 2
)

const (
	// headSize is what is kept free at the beginning of a file, for what is known only in the end.
	headSize = 1024
	// clusterFor is how much a cluster holds at most: what a kill loses.
	clusterFor = time.Second
	// lateness is how much later than the other track's a frame may come and still find its place: a lost packet is waited for.
	lateness = patience + 200*time.Millisecond
)

// file is a WebM that grows. It gathers frames of both tracks, brings them in order, and writes them as clusters.
type file struct {
	mu      sync.Mutex
	path    string
	entry   *File                           // what the manifest says of it
	note    func(*File) error               // keeps that beside it
	dirty   bool                            // it has changed since
	f       *os.File                        // nil until there is something to write
	pending []block                         // in order of time
	last    [pictureTrack + 1]time.Duration // time of each track's last frame
	newest  time.Duration
	begin   time.Duration // of the last cluster
	closed  bool
	owners  [pictureTrack + 1]int // who writes each track, by number: the latest who came
	health  *health
}

type block struct {
	track int
	frame
}

// own makes who asks the one who writes a track: of those before, nothing more is taken.
func (f *file) own(track int) (owner int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.owners[track]++
	return f.owners[track]
}

// put takes in a frame, which it copies.
func (f *file) put(track, owner int, x frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || f.owners[track] != owner || f.health.failed() {
		return
	}
	last := f.last[track]
	if x.at <= last {
		x.at = last + time.Millisecond
	}
	if track == pictureTrack && x.resumed && last > 0 {
		f.entry.Gaps, f.dirty = append(f.entry.Gaps, Gap{last.Milliseconds(), (x.at - last).Milliseconds()}), true
	}
	f.last[track], f.newest = x.at, max(f.newest, x.at)
	x.data = bytes.Clone(x.data)
	at, _ := slices.BinarySearchFunc(f.pending, x.at, func(b block, t time.Duration) int {
		if b.at <= t {
			return -1
		}
		return 1
	})
	f.pending = slices.Insert(f.pending, at, block{track, x})
	for len(f.pending) > 0 && f.newest-f.pending[0].at >= clusterFor+lateness {
		f.flush(f.pending[0].at + clusterFor)
	}
}

// flush writes what lies before a time as a cluster. One ends before a key frame, so that players find it at a cluster's begin.
func (f *file) flush(before time.Duration) {
	n := 0
	for n < len(f.pending) && f.pending[n].at < before {
		if b := f.pending[n]; n > 0 && b.track == pictureTrack && b.key {
			break
		}
		n++
	}
	err := f.write(f.pending[:n])
	if err == nil && f.dirty {
		err, f.dirty = f.note(f.entry), false
	}
	f.pending = slices.Delete(f.pending, 0, n)
	f.health.fail(err)
}

func (f *file) write(all []block) error {
	if f.f == nil {
		if err := f.create(all[0].at); err != nil {
			return err
		}
	}
	begin := max(all[0].at, f.begin)
	f.begin = begin
	zero := time.Duration(f.entry.OffsetMs) * time.Millisecond
	parts := [][]byte{number(idTime, (begin - zero).Milliseconds())}
	for _, b := range all {
		parts = append(parts, simpleBlock(b, max(b.at, begin).Milliseconds()-begin.Milliseconds()))
	}
	cluster := element(idCluster, parts...)
	if _, err := f.f.Write(cluster); err != nil {
		return err
	}
	f.health.wrote(len(cluster))
	return f.f.Sync()
}

// create makes the file whose first frame is of a time. Until it is finished it is no WebM.
func (f *file) create(first time.Duration) error {
	f.entry.OffsetMs = first.Milliseconds()
	if err := f.note(f.entry); err != nil {
		return err
	}
	made, err := os.OpenFile(f.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	f.f = made
	_, err = made.Write(make([]byte, headSize))
	return err
}

// simpleBlock is a frame at a time within its cluster, in milliseconds.
func simpleBlock(b block, at int64) []byte {
	flags := byte(0)
	if b.key {
		flags = keyFlag
	}
	head := binary.BigEndian.AppendUint16([]byte{0x80 | byte(b.track)}, uint16(at))
	return element(idBlock, append(head, flags), b.data)
}

// keyFlag marks a block that stands alone.
const keyFlag = 0x80

// close writes what is left.
func (f *file) close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	for len(f.pending) > 0 && !f.health.failed() {
		f.flush(f.pending[0].at + clusterFor)
	}
	if f.f == nil {
		return nil
	}
	err := f.f.Close()
	f.f = nil
	return err
}
