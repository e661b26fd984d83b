package watch

import (
	"bytes"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// held counts what a run keeps of files that have no name any more: open, or mapped. The kernel tells that to whoever has
// the program's user, and so does this thread meanwhile (proc(5), ptrace(2) on access modes): root in a container lacks the capability.
func (f *Folder) held(pids []int) int64 {
	if f.User != 0 {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		_, _ = unix.SetfsgidRetGid(f.User)
		_, _ = unix.SetfsuidRetUid(f.User)
		defer func() {
			_, _ = unix.SetfsuidRetUid(0)
			_, _ = unix.SetfsgidRetGid(os.Getegid())
		}()
	}
	files := map[uint64]int64{} // by inode
	for _, pid := range pids {
		proc := "/proc/" + strconv.Itoa(pid)
		entries, _ := os.ReadDir(proc + "/fd")
		for _, e := range entries {
			var st unix.Stat_t
			if unix.Stat(proc+"/fd/"+e.Name(), &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFREG && st.Nlink == 0 {
				files[st.Ino] = st.Blocks * 512
			}
		}
		maps, _ := os.ReadFile(proc + "/maps")
		mappedFiles(maps, f.Dir, files)
	}
	var sum int64
	for _, n := range files {
		sum += n
	}
	return sum
}

// mappedFiles adds those below a folder that are mapped and were removed, as large as they are mapped.
func mappedFiles(maps []byte, folder string, files map[uint64]int64) {
	for line := range bytes.Lines(maps) {
		f := bytes.Fields(line)
		if len(f) < 7 || string(f[len(f)-1]) != "(deleted)" || !bytes.HasPrefix(f[5], []byte(folder)) {
			continue
		}
		from, to, _ := bytes.Cut(f[0], []byte("-"))
		low, _ := strconv.ParseUint(string(from), 16, 64)
		high, _ := strconv.ParseUint(string(to), 16, 64)
		inode, _ := strconv.ParseUint(string(f[4]), 10, 64)
		files[inode] = max(files[inode], int64(high-low))
	}
}
