package native

import (
	"fmt"
	"os"
	"strings"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/cgroup"
)

// Protections implements sandbox.Backend.
func (b *Backend) Protections() []sandbox.Protection {
	if b.contained != nil {
		return b.containedProtections()
	}
	list := []sandbox.Protection{
		{Name: "namespaces", On: true, Detail: "user, mount, pid, network, IPC and host name of its own for each slot"},
		{Name: "read-only root", On: true, Detail: "toolchains only; the host's root is detached"},
		{Name: "no network", On: true, Detail: "an empty network namespace, and no sockets but local ones"},
		{Name: "system call filter", On: true, Detail: "an allow-list for each family of languages; mounts, tracing, namespaces, keys, shared memory and what is unknown are refused"},
		{Name: "disk limit", On: true, Detail: "one memory file system for each run, sized by the limit"},
	}
	uid := sandbox.Protection{Name: "separate uid", On: !b.single, Detail: "two host uids for each slot, one for its first process and one for programs"}
	if b.single {
		uid.Detail = fmt.Sprintf("all slots and this process share the uid %d; namespaces alone keep them apart", os.Geteuid())
		uid.Remedy = "start as root; the back end then gives each slot uids of its own and runs nothing as root"
	}
	proc := sandbox.Protection{Name: "own /proc", On: b.proc == "", Detail: "shows a program its own processes only, without files about the machine"}
	if !proc.On {
		proc.Detail = "slots have no /proc; languages of the common dozen do without, others may look for themselves there and not start: " + b.proc
		proc.Remedy = "in Kubernetes set procMount: Unmasked and hostUsers: false; in Docker --security-opt systempaths=unconfined"
	}
	return append(list, uid, proc,
		b.counting(b.controllers.Memory, "memory limit", "enforced by the kernel for all processes together",
			"the processes are looked at every 10 ms, so a program can exceed its limit for a moment"),
		b.counting(b.controllers.PIDs, "process limit", "counted for each slot", "RLIMIT_NPROC, counted for each user and slot"),
		b.counting(b.controllers.CPU, "CPU time", "counted for all processes together",
			"added up from the processes every 10 ms, so short-lived ones may be missed"))
}

// counting describes what a controller does here, or what does it instead. The limit holds either way, less exactly.
func (b *Backend) counting(c cgroup.Controller, name, with, without string) sandbox.Protection {
	if c.Usable() {
		return sandbox.Protection{Name: name, On: true, Detail: fmt.Sprintf("%s by cgroup v%d", with, c.Version)}
	}
	why := c.Why
	if b.cfg.NoCgroups {
		why = "switched off by configuration"
	}
	return sandbox.Protection{
		Name: name, On: false, Detail: without + "; no control group: " + why,
		Remedy: "let this process write its cgroup: systemd Delegate=yes, or root in a container with a writable /sys/fs/cgroup",
	}
}

// remedy tells an operator what commonly forbids namespaces on this host.
func remedy() string {
	var hints []string
	is := func(file, value string) bool {
		data, err := os.ReadFile(file)
		return err == nil && strings.TrimSpace(string(data)) == value
	}
	if is("/proc/sys/user/max_user_namespaces", "0") {
		hints = append(hints, "set sysctl user.max_user_namespaces to 10000")
	}
	if is("/proc/sys/kernel/unprivileged_userns_clone", "0") {
		hints = append(hints, "set sysctl kernel.unprivileged_userns_clone to 1")
	}
	if is("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1") {
		hints = append(hints, "set sysctl kernel.apparmor_restrict_unprivileged_userns to 0, or give the binary an AppArmor profile with userns")
	}
	if len(hints) == 0 {
		hints = append(hints, outerRemedy())
	}
	return strings.Join(hints, "; ")
}
