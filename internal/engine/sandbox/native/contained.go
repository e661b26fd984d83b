package native

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/contained"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/hostuid"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/seccomp"
)

// shownHost are files of the host that elsewhere a slot has of its own, or not at all: what runtimes ask for the size of the
// machine, and settings that they must read where there are some.
var shownHost = []string{
	"/etc/nsswitch.conf", "/etc/ssl/openssl.cnf",
	"/proc/cpuinfo", "/proc/meminfo", "/proc/version", "/proc/filesystems",
	"/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/osrelease", "/proc/sys/kernel/ngroups_max", "/proc/sys/kernel/pid_max",
	"/sys/devices/system/cpu", "/sys/kernel/mm/transparent_hugepage",
}

// contain has the back end do without namespaces, for the given reason.
func (b *Backend) contain(reason error) error {
	if os.Geteuid() != os.Getuid() {
		return errors.New("the process changed its user")
	}
	folders, err := contained.Make(os.Geteuid() == 0)
	if err != nil {
		return err
	}
	b.contained, b.refused = folders, reason
	b.grafter = root.PathOpener{}
	b.plan = b.newPlan(seccomp.ContainedFilters())
	for _, f := range shownHost {
		b.plan.Mount(f, f, false)
	}
	return nil
}

// ErrContainedOnly tells that programs could be contained here, which the configuration does not allow.
var ErrContainedOnly = errors.New("programs could be contained here, not isolated")

// openContained finds out whether programs can be contained, and starts the slots.
func (b *Backend) openContained(ctx context.Context, reason error) error {
	if err := b.prepareSlots(hostuid.ClaimMapped); err != nil {
		return err
	}
	if err := b.contain(reason); err != nil {
		return err
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	return b.try()
}

// try runs a program that does nothing, so that what is refused here is found out at the start.
func (b *Backend) try() error {
	slot := &slot{b: b}
	<-b.free
	b.busy.Add(1)
	defer slot.Close() //nolint:errcheck // it answers nil
	res, err := slot.Run(b.closing, sandbox.Spec{Args: []string{"/bin/true"}})
	if err == nil && res.Status != sandbox.OK {
		err = fmt.Errorf("a program that does nothing is %s: %s", res.Status, res.Detail)
	}
	return err
}

// containedProtections are those of contained slots.
func (b *Backend) containedProtections() []sandbox.Protection {
	list := []sandbox.Protection{
		{Name: "namespaces", Detail: "contained, not isolated: programs see this host's paths and share its kernel objects; " + b.refused.Error(), Remedy: remedy()},
		{Name: "read-only root", On: true, Detail: "by Landlock: toolchains can be read, the run's own folder can be written, all else is out of reach but for its names"},
		{Name: "no network", On: true, Detail: "no sockets but pairs, by the system call filter; no TCP, by Landlock"},
		{Name: "system call filter", On: true, Detail: "an allow-list for each family of languages; mounts, tracing, sockets, keys, shared memory and what is unknown are refused"},
		{Name: "signals", On: true, Detail: "reach the run's own processes only, by Landlock"},
		{Name: "disk limit", Detail: "the run's folder is looked at every 50 ms, so a program can exceed its limit for a moment"},
	}
	uid := sandbox.Protection{Name: "separate uid", On: !b.single, Detail: "one host uid for each slot"}
	if b.single {
		uid.Detail = fmt.Sprintf("all programs and this process share the uid %d; Landlock keeps them apart, but not from changing the mode and times of this user's files", os.Geteuid())
		uid.Remedy = "start as root; programs then get uids of their own"
	}
	return append(list, uid,
		sandbox.Protection{Name: "own /proc", Detail: "of processes, a program can read what is told of its own first one; the size of the machine and its free memory are seen"},
		sandbox.Protection{Name: "memory limit", Detail: "the processes are looked at every 10 ms, so a program can exceed its limit for a moment; no control group without namespaces"},
		sandbox.Protection{Name: "process limit", On: !b.single, Detail: "RLIMIT_NPROC, counted for each user, and looked at every 10 ms"},
		sandbox.Protection{Name: "CPU time", Detail: "added up from the processes every 10 ms, so short-lived ones may be missed"})
}
