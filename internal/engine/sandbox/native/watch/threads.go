package watch

import (
	"bytes"
	"os"
	"strconv"
)

// Threads counts those of all processes.
func Threads(pids []int) (n int) {
	for _, pid := range pids {
		data, _ := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
		_, threads := userAndThreads(data)
		n += threads
	}
	return n
}

// TasksOf counts the processes and threads of a user.
func TasksOf(uid int) (n int) {
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
