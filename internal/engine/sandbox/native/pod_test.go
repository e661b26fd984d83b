package native_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/test/form"
)

// A pod is what Kubernetes makes of deploy/kubernetes/execution-pod.yaml, made here with the kernel's own means: an ordinary user
// without a capability, a user namespace unless it is the host's users, a profile of system calls, and groups that cannot be written.
type pod struct {
	hostUsers bool     // no user namespace, and a masked /proc
	without   string   // a call that its profile lacks, although the shipped one has it
	args      []string // of the test binary
}

const (
	podUser     = 65532         // runAsUser
	podFirstUID = 1_700_000_000 // where hostUsers: false has the kubelet put a pod's users
	podVariable = "CODECRAFT_TEST_POD"
	podFilter   = "CODECRAFT_TEST_POD_FILTER"
)

// TestConformanceInAPod runs the suite in a pod as docs/operators.md has it: in CI its short form, and make test-sandbox has the
// whole.
func TestConformanceInAPod(t *testing.T) {
	out, err := pod{args: []string{"-test.run=^TestConformance$", "-test.v"}}.run(t)
	checkInner(t, out, err)
	if !strings.Contains(out, "own /proc            true") {
		t.Errorf("the pod's slots have no /proc of their own\n%.3000s", out)
	}
}

// TestConformanceInAPodOfTheHostsUsers is for clusters without user namespaces for pods: /proc is masked there, so slots have none.
// Attacks on compilers are left out, for many need /proc and the others are the same as above.
func TestConformanceInAPodOfTheHostsUsers(t *testing.T) {
	form.Whole(t, "TestConformanceInAPod, and languages without /proc in TestEveryLanguageWorksWithoutProc")
	out, err := pod{hostUsers: true, args: []string{"-test.run=^TestConformance$", "-test.v", "-test.skip=/attacks/compile"}}.run(t)
	checkInner(t, out, err)
	if !strings.Contains(out, "own /proc            false") {
		t.Errorf("a masked /proc was not noticed\n%.3000s", out)
	}
}

// TestEveryCallOfThePodsProfileIsNeeded takes one call after the other away.
func TestEveryCallOfThePodsProfileIsNeeded(t *testing.T) {
	for _, name := range []string{"unshare", "mount", "umount2", "pivot_root", "open_tree", "move_mount", "mount_setattr", "sethostname"} {
		t.Run(name, func(t *testing.T) {
			out, err := pod{without: name, args: []string{"-test.run=^TestHelperStart$", "-test.v"}}.run(t)
			if err == nil {
				t.Errorf("nothing misses %s\n%s", name, out)
			}
			names := name == "unshare" || name == "sethostname" // without these a program sees a name of the host, and that is all
			if !names && !strings.Contains(out, "in a container, the seccomp profile must allow") {
				t.Errorf("nobody is told what is missing\n%s", out)
			}
		})
	}
	if out, err := (pod{args: []string{"-test.run=^TestHelperStart$", "-test.v"}}).run(t); err != nil {
		t.Errorf("with all of them: %v\n%s", err, out)
	}
}

func (p pod) run(t *testing.T) (string, error) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: only root can make a pod's user namespace")
	}
	cmd, done := elsewhere(t, p.args...)
	defer done()
	kind, first := "own /proc", podFirstUID
	attr := &syscall.SysProcAttr{
		Cloneflags: unix.CLONE_NEWNS | unix.CLONE_NEWPID | unix.CLONE_NEWIPC | unix.CLONE_NEWUTS | unix.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL,
	}
	if p.hostUsers {
		kind, first = "masked /proc", 0
	} else {
		attr.Cloneflags |= unix.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: first, Size: 65536}}
		attr.GidMappings = attr.UidMappings
		attr.GidMappingsEnableSetgroups = true
		attr.Credential = &syscall.Credential{}
	}
	cmd.SysProcAttr = attr
	dir := scratch(t, first+podUser)
	cmd.Env = append(cmd.Env, "TMPDIR="+dir, podVariable+"="+kind, podFilter+"="+base64.StdEncoding.EncodeToString(outerFilter(t, p.without)))
	runtime.LockOSThread() // and never unlock it: the pod has this thread's view of /proc
	root.UncoverProc()
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// become turns this process, the first of its namespaces and root in them, into a pod's. It does not return.
func become(kind string) {
	runtime.LockOSThread() // what follows is of this thread, which then executes
	must := func(what string, err error) {
		if err != nil {
			fmt.Fprintf(os.Stderr, "make a pod: %s: %v\n", what, err)
			os.Exit(3)
		}
	}
	must("keep mounts", unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""))
	must("mount /proc", unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""))
	if kind == "masked /proc" {
		maskProc(must)
	}
	sealed := unix.MountAttr{Attr_set: unix.MOUNT_ATTR_RDONLY}
	must("seal the control groups", unix.MountSetattr(unix.AT_FDCWD, "/sys/fs/cgroup", unix.AT_RECURSIVE, &sealed))
	for c := uintptr(0); c <= unix.CAP_LAST_CAP; c++ {
		_ = unix.Prctl(unix.PR_CAPBSET_DROP, c, 0, 0, 0)
	}
	raw := func(what string, call, a, b, c uintptr) {
		if _, _, e := unix.RawSyscall(call, a, b, c); e != 0 {
			must(what, e)
		}
	}
	raw("drop the groups", unix.SYS_SETGROUPS, 0, 0, 0)
	raw("change the group", unix.SYS_SETRESGID, podUser, podUser, podUser)
	raw("change the user", unix.SYS_SETRESUID, podUser, podUser, podUser)
	must("die with the test", unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGKILL), 0, 0, 0))
	must("bar privileges", unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
	code, err := base64.StdEncoding.DecodeString(os.Getenv(podFilter))
	must("read the filter", err)
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, podVariable) })
	program := unix.SockFprog{Len: uint16(len(code) / int(unsafe.Sizeof(unix.SockFilter{}))), Filter: (*unix.SockFilter)(unsafe.Pointer(&code[0]))}
	raw("install the filter", unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, 0, uintptr(unsafe.Pointer(&program)))
	must("execute", syscall.Exec("/proc/self/fd/3", os.Args, env))
}

// maskProc covers what containerd and CRI-O cover (the paths of the CRI's defaults).
func maskProc(must func(string, error)) {
	for _, f := range []string{"/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/latency_stats", "/proc/sched_debug"} {
		if _, err := os.Stat(f); err == nil {
			must("mask "+f, unix.Mount("/dev/null", f, "", unix.MS_BIND, ""))
		}
	}
	for _, f := range []string{"/proc/acpi", "/proc/scsi", "/sys/firmware"} {
		if _, err := os.Stat(f); err == nil {
			must("mask "+f, unix.Mount("none", f, "tmpfs", unix.MS_RDONLY, ""))
		}
	}
	for _, f := range []string{"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"} {
		if _, err := os.Stat(f); err == nil {
			must("seal "+f, unix.Mount(f, f, "", unix.MS_BIND|unix.MS_REC, ""))
			must("seal "+f, unix.Mount("", f, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY|unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""))
		}
	}
}

// outerFilter makes the shipped profile what a runtime makes of it. Calls this machine's headers do not know are left out.
func outerFilter(t *testing.T, without string) []byte {
	data, err := os.ReadFile("../../../../deploy/kubernetes/seccomp/execution.json")
	if err != nil {
		t.Fatal(err)
	}
	var profile struct {
		DefaultErrnoRet uint32
		Syscalls        []struct {
			Names    []string
			Action   string
			ErrnoRet uint32
		}
	}
	if err := json.Unmarshal(data, &profile); err != nil {
		t.Fatal(err)
	}
	numbers := callNumbers(t)
	load := func(off uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: off}
	}
	is := func(k uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: k}
	}
	ret := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	code := []unix.SockFilter{load(0)}
	known := 0
	for _, rule := range profile.Syscalls {
		for _, name := range rule.Names {
			n, ok := numbers[name]
			if !ok || name == without {
				continue
			}
			known++
			answer := uint32(unix.SECCOMP_RET_ALLOW)
			if rule.Action != "SCMP_ACT_ALLOW" {
				answer = unix.SECCOMP_RET_ERRNO | rule.ErrnoRet
			}
			code = append(code, is(n), ret(answer))
		}
	}
	if known < 200 {
		t.Fatalf("only %d calls of the profile have a number here", known)
	}
	code = append(code, ret(unix.SECCOMP_RET_ERRNO|profile.DefaultErrnoRet))
	return unsafe.Slice((*byte)(unsafe.Pointer(&code[0])), len(code)*int(unsafe.Sizeof(code[0])))
}

var callLine = regexp.MustCompile(`(?m)^#define __nr_(\w+) (\d+)$`)

// callNumbers asks the C compiler, for no package has the names.
func callNumbers(t *testing.T) map[string]uint32 {
	cmd := exec.Command("gcc", "-E", "-dM", "-include", "sys/syscall.h", "-xc", "/dev/null")
	out, err := cmd.Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("gcc tells the numbers of system calls, and is missing: %v", err)
		}
		t.Skipf("SKIPPED: gcc tells the numbers of system calls, and is missing: %v", err)
	}
	numbers := map[string]uint32{}
	for _, m := range callLine.FindAllSubmatch(bytes.ToLower(out), -1) {
		n, _ := strconv.ParseUint(string(m[2]), 10, 32)
		numbers[string(m[1])] = uint32(n)
	}
	return numbers
}
