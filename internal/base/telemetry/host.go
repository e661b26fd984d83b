package telemetry

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sys/unix"
)

// Disk tells of the file system that a folder is on.
func Disk(name, folder string) prometheus.Collector {
	labels := prometheus.Labels{"folder": name}
	return Asked(
		func(context.Context) ([]float64, error) {
			var s unix.Statfs_t
			if err := unix.Statfs(folder, &s); err != nil {
				return nil, fmt.Errorf("ask for the space of %s: %w", folder, err)
			}
			block := float64(s.Bsize)
			return []float64{float64(s.Blocks) * block, float64(s.Bavail) * block}, nil
		},
		prometheus.NewDesc("codecraft_disk_size_bytes", "Size of the file system that the folder is on.", nil, labels),
		prometheus.NewDesc("codecraft_disk_free_bytes", "Space that is left to the product there.", nil, labels),
	)
}

// Memory tells what the programs of this host, or of the container that this process is in, may use together and do use: the
// product's and those that it runs. Caches that the kernel gives up by itself do not count.
func Memory() prometheus.Collector {
	return Asked(
		func(context.Context) ([]float64, error) {
			limit, used, err := memory("/")
			return []float64{limit, used}, err
		},
		prometheus.NewDesc("codecraft_memory_limit_bytes", "Memory that this host, or the container that this process is in, has.", nil, nil),
		prometheus.NewDesc("codecraft_memory_used_bytes", "Memory of it that is used, without caches that are given up by themselves.", nil, nil),
	)
}

// memory reads the host's, and the container's where one is set that is smaller. Root is where the host's files are.
func memory(root string) (limit, used float64, err error) {
	text, err := os.ReadFile(filepath.Join(root, "proc/meminfo"))
	if err != nil {
		return 0, 0, fmt.Errorf("ask for the memory: %w", err)
	}
	host := fields(text)
	limit, used = 1024*host["MemTotal:"], 1024*(host["MemTotal:"]-host["MemAvailable:"])
	if limit == 0 {
		return 0, 0, fmt.Errorf("ask for the memory: %s names no MemTotal", filepath.Join(root, "proc/meminfo"))
	}
	for _, c := range containers {
		set, ok := number(filepath.Join(root, c.folder, c.limit))
		if !ok || set >= limit {
			continue
		}
		inside, _ := number(filepath.Join(root, c.folder, c.usage))
		text, _ := os.ReadFile(filepath.Join(root, c.folder, "memory.stat")) // without it all counts
		return set, max(0, inside-fields(text)[c.cache]), nil
	}
	return limit, used, nil
}

// containers are where control groups of version 2 and 1 show a container its own.
var containers = []struct{ folder, limit, usage, cache string }{
	{"sys/fs/cgroup", "memory.max", "memory.current", "inactive_file"},
	{"sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"},
}

// fields are the lines of a name and a number.
func fields(text []byte) map[string]float64 {
	all := map[string]float64{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) < 2 {
			continue
		}
		if n, err := strconv.ParseFloat(words[1], 64); err == nil {
			all[words[0]] = n
		}
	}
	return all
}

// number is what a file holds, unless that is no number ("max") or there is none.
func number(file string) (float64, bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(string(text)), 64)
	return n, err == nil
}
