package docker

import (
	"fmt"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Protections implements sandbox.Backend.
func (b *Backend) Protections() []sandbox.Protection {
	e := b.engine
	uid := sandbox.Protection{
		Name: "separate uid", On: true,
		Detail: fmt.Sprintf("another uid for each container, from %d; its first process has it too, and is protected as init and by the filter", b.firstUID),
	}
	if e.mapped {
		uid.Detail += "; the engine maps it to an unprivileged one"
	}
	users := sandbox.Protection{
		Name: "user namespace", On: e.mapped, Detail: "the engine maps the users of containers",
	}
	if !e.mapped {
		users.Detail = "containers share the host's users; nothing in one has uid 0, or can get it"
		users.Remedy = "start the engine with --userns-remap=default, or as an ordinary user"
	}
	mandatory := sandbox.Protection{Name: "mandatory access control", On: e.apparmor, Detail: "AppArmor, the engine's profile"}
	if !e.apparmor {
		mandatory.Detail = "the engine found no AppArmor on this machine"
		mandatory.Remedy = "boot with AppArmor"
	}
	return []sandbox.Protection{
		{Name: "namespaces", On: true, Detail: fmt.Sprintf("a fresh container for each run: engine %s, runtime %s", e.version, e.runtime)},
		{Name: "read-only root", On: true, Detail: "the image " + b.image + ", toolchains only"},
		{Name: "no network", On: true, Detail: "a network namespace without interfaces to others, and no sockets but local ones"},
		{Name: "system call filter", On: true, Detail: "an allow-list for the container, and a filter of arguments for the program"},
		{Name: "disk limit", On: true, Detail: "memory file systems of a half (work folder), three eighths (/tmp) and an eighth (/dev/shm) of it"},
		uid, users, mandatory,
		{Name: "own /proc", On: true, Detail: "shows a program its own processes only, without files about the machine; no /sys"},
		{Name: "memory limit", On: true, Detail: fmt.Sprintf("enforced by the kernel for all processes together by cgroup v%s, of which %s are for the first process", e.cgroups, "16 MiB")},
		{Name: "process limit", On: true, Detail: "RLIMIT_NPROC of the container's own user, and the pids control group"},
		{Name: "CPU time", On: true, Detail: "counted for all processes together by the control group, looked at every 5 to 20 ms"},
	}
}
