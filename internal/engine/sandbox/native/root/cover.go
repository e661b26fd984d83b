package root

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// maskedProc are files of /proc about the machine rather than the slot, which read as empty.
var maskedProc = []string{
	"/kcore", "/keys", "/key-users", "/kmsg", "/sysrq-trigger", "/timer_list", "/sched_debug", "/schedstat", "/latency_stats", "/kallsyms",
	"/modules", "/config.gz", "/cmdline", "/bootconfig", "/iomem", "/ioports", "/interrupts", "/softirqs", "/vmallocinfo", "/slabinfo", "/zoneinfo",
	"/pagetypeinfo", "/buddyinfo", "/diskstats", "/partitions", "/mdstat", "/swaps", "/vmstat", "/locks", "/devices", "/misc", "/consoles",
	"/kpageflags", "/kpagecount", "/kpagecgroup", "/dynamic_debug", "/mtrr", "/dma", "/fb",
	"/acpi", "/scsi", "/asound", "/bus", "/driver", "/fs", "/irq", "/tty", "/pressure",
	"/sys/kernel/random/boot_id", "/sys/fs/file-nr", "/sys/fs/inode-nr", "/sys/fs/inode-state", "/sys/fs/dentry-state", "/sys/kernel/pty/nr",
}

// coveredProc are files of /proc that runtimes read and that change with what others do: each slot sees them as
// they might be on a machine that just started and has nothing to do. The number of processors and the size of the memory stay true.
func coveredProc() [][2]string {
	covers := [][2]string{
		{"/stat", quietStat(runtime.NumCPU())},
		{"/loadavg", "0.00 0.00 0.00 1/1 1\n"},
		{"/uptime", "1.00 1.00\n"},
		{"/sys/kernel/random/entropy_avail", "256\n"},
	}
	if data, err := os.ReadFile("/proc/meminfo"); err == nil {
		covers = append(covers, [2]string{"/meminfo", quietMeminfo(data)})
	}
	return covers
}

// quietStat has as many processors as there are, with a second of idleness each (proc_stat(5)).
func quietStat(processors int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "cpu  0 0 0 %d 0 0 0 0 0 0\n", 100*processors)
	for i := range processors {
		fmt.Fprintf(&b, "cpu%d 0 0 0 100 0 0 0 0 0 0\n", i)
	}
	b.WriteString("intr 0\nctxt 0\nbtime 0\nprocesses 1\nprocs_running 1\nprocs_blocked 0\nsoftirq 0 0 0 0 0 0 0 0 0 0 0\n")
	return b.String()
}

// quietMeminfo keeps the totals, calls all memory free and everything else zero.
func quietMeminfo(data []byte) string {
	var b strings.Builder
	var total, swap string
	for s := bufio.NewScanner(bytes.NewReader(data)); s.Scan(); {
		name, value, _ := strings.Cut(s.Text(), ":")
		number, unit, _ := strings.Cut(strings.TrimSpace(value), " ")
		switch name {
		case "MemTotal":
			total = number
		case "SwapTotal":
			swap = number
		case "MemFree", "MemAvailable":
			number = total
		case "SwapFree":
			number = swap
		case "VmallocTotal", "Hugepagesize", "HugePages_Total":
		default:
			number = "0"
		}
		fmt.Fprintf(&b, "%-16s%8s %s\n", name+":", number, unit)
	}
	return b.String()
}

// MaskedProc are files of /proc about the machine, to be made empty.
func MaskedProc() []string {
	out := make([]string, len(maskedProc))
	for i, name := range maskedProc {
		out[i] = "/proc" + name
	}
	return out
}

// CoveredProc are files of /proc that runtimes read and that change with what others do, with what they should say.
func CoveredProc() [][2]string {
	out := coveredProc()
	for i := range out {
		out[i][0] = "/proc" + out[i][0]
	}
	return out
}
