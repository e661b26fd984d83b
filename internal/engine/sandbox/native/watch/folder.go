package watch

import (
	"io/fs"
	"path/filepath"
	"syscall"
	"time"
)

// filesEvery is how often the folder of a run is looked through.
const filesEvery = 50 * time.Millisecond

// Folder counts what the programs of a run keep of files: those in their folder, and those without a name.
type Folder struct {
	Dir  string
	User int   // of the programs, and their group; 0 when it is this process's own
	Disk int64 // the most that it may hold in bytes
	Max  int   // and in files

	next time.Time // when it is looked through again
	last filling
}

// Full looks whether all of the space is used, unless that is too early. The programs that are alive are given by their ids.
func (f *Folder) Full(pids []int) bool {
	if time.Now().Before(f.next) {
		return false
	}
	seen := filling{at: time.Now()}
	seen.bytes, seen.count = usedBelow(f.Dir, f.Max)
	seen.bytes += f.held(pids)
	took := time.Since(seen.at)
	// A large or deep tree is not looked at all the time, unless it would be full before the next look.
	f.next = seen.at.Add(took + max(filesEvery, min(4*took, seen.fullIn(f.last, f.Disk, f.Max))))
	f.last = seen
	return seen.bytes > f.Disk || seen.count > f.Max
}

// filling is what a folder held at one look.
type filling struct {
	at    time.Time
	bytes int64
	count int
}

// fullIn is how long it takes to fill a folder that goes on growing as it did since the look before; an hour when it does not grow.
func (f filling) fullIn(before filling, disk int64, files int) time.Duration {
	reached := func(grown, left int64) time.Duration {
		if grown <= 0 {
			return time.Hour
		}
		return time.Duration(min(float64(time.Hour), float64(f.at.Sub(before.at))*float64(max(0, left))/float64(grown)))
	}
	return min(reached(f.bytes-before.bytes, disk-f.bytes), reached(int64(f.count-before.count), int64(files-f.count)))
}

// usedBelow counts what files take on the disk, and how many there are, while they change.
func usedBelow(dir string, most int) (bytes int64, count int) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // gone since it was listed, or barred to its owner, which is this user
		}
		count++
		if st, err := d.Info(); err == nil {
			if sys, ok := st.Sys().(*syscall.Stat_t); ok {
				bytes += sys.Blocks * 512
			}
		}
		if count > 2*most {
			return fs.SkipAll
		}
		return nil
	})
	return bytes, count
}
