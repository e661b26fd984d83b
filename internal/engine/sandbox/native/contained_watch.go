package native

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// filesEvery is how often the folder of a contained run is looked through.
const filesEvery = 50 * time.Millisecond

// fullness looks how much of its file space a contained run has used, and stops one that has used it all.
func (r *run) fullness() {
	if r.w.folder == "" || time.Now().Before(r.filesNext) {
		return
	}
	seen := filling{at: time.Now()}
	seen.bytes, seen.count = usedBelow(r.w.folder)
	seen.bytes += r.held()
	took := time.Since(seen.at)
	// A large or deep tree is not looked at all the time, unless it would be full before the next look.
	r.filesNext = seen.at.Add(took + max(filesEvery, min(4*took, seen.fullIn(r.filling, r.limits.Disk))))
	r.filling = seen
	if seen.bytes > r.limits.Disk || seen.count > inodes {
		r.full = true
		r.stop(sandbox.OutputLimit)
	}
}

// filling is what a folder held at one look.
type filling struct {
	at    time.Time
	bytes int64
	count int
}

// fullIn is how long it takes to fill a folder that goes on growing as it did since the look before; an hour when it does not grow.
func (f filling) fullIn(before filling, disk int64) time.Duration {
	reached := func(grown, left int64) time.Duration {
		if grown <= 0 {
			return time.Hour
		}
		return time.Duration(min(float64(time.Hour), float64(f.at.Sub(before.at))*float64(max(0, left))/float64(grown)))
	}
	return min(reached(f.bytes-before.bytes, disk-f.bytes), reached(int64(f.count-before.count), int64(inodes-f.count)))
}

// usedBelow counts what files take on the disk, and how many there are, while they change.
func usedBelow(dir string) (bytes int64, count int) {
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
		if count > 2*inodes {
			return fs.SkipAll
		}
		return nil
	})
	return bytes, count
}

// threads counts those of all processes.
func (r *run) threads(pids []int) (n int) {
	for _, pid := range pids {
		data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
		_, threads := userAndThreads(data)
		n += threads
	}
	return n
}

// tasksOf counts the processes and threads of a user.
func tasksOf(uid int) (n int) {
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		if pid, err := strconv.Atoi(e.Name()); err == nil {
			data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
			if id, threads := userAndThreads(data); id == uid {
				n += threads
			}
		}
	}
	return n
}

// userAndThreads reads both from the status of a process (proc_pid_status(5)).
func userAndThreads(status []byte) (uid, threads int) {
	uid = -1
	for line := range bytes.Lines(status) {
		f := bytes.Fields(line)
		if len(f) < 2 {
			continue
		}
		switch string(f[0]) {
		case "Uid:":
			uid = int(number(f[1]))
		case "Threads:":
			threads = int(number(f[1]))
		}
	}
	return uid, threads
}
