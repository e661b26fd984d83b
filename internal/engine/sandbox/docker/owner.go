package docker

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/client"
)

// Every container says what it is and whose.
const (
	labelSandbox = "org.codecraft.sandbox"
	labelOwner   = "org.codecraft.owner"
)

// ownerHere names this process beyond doubt: this start of the machine, this space of process ids, this process.
func ownerHere() (string, error) {
	space, err := spaceHere()
	if err != nil {
		return "", err
	}
	started, err := startOf(os.Getpid())
	return fmt.Sprintf("%s/%d/%s", space, os.Getpid(), started), err
}

func spaceHere() (string, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "", err
	}
	space, err := os.Readlink("/proc/self/ns/pid")
	return strings.TrimSpace(string(boot)) + "/" + space, err
}

// startOf is when a process was started, in the kernel's ticks (proc_pid_stat(5), field 22).
func startOf(pid int) (string, error) {
	data, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return "", err
	}
	f := bytes.Fields(data[bytes.LastIndexByte(data, ')')+1:])
	if len(f) < 20 {
		return "", errors.New("the kernel tells no start of process " + strconv.Itoa(pid))
	}
	return string(f[19]), nil
}

// alive tells whether the owner of a container may still be there. One of another space of process ids cannot
// be seen: its containers end by themselves, when the connection of its first process does.
func alive(owner, space string) bool {
	rest, ok := strings.CutPrefix(owner, space+"/")
	if !ok {
		boot, _, _ := strings.Cut(space, "/")
		return strings.HasPrefix(owner, boot+"/")
	}
	pid, started, _ := strings.Cut(rest, "/")
	n, err := strconv.Atoi(pid)
	if err != nil {
		return false
	}
	now, err := startOf(n)
	return err == nil && now == started
}

// sweep removes containers whose owners are gone.
func (b *Backend) sweep(ctx context.Context) error {
	space, err := spaceHere()
	if err != nil {
		return err
	}
	list, err := b.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("label", labelSandbox)})
	if err != nil {
		return fmt.Errorf("list containers: %w", err)
	}
	for _, c := range list.Items {
		if alive(c.Labels[labelOwner], space) {
			continue
		}
		_, err := b.client.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true})
		if err != nil && !errdefs.IsNotFound(err) && !errdefs.IsConflict(err) {
			return fmt.Errorf("remove a container that was left: %w", err)
		}
		b.cfg.Log.Info("removed a container that an earlier process left", "container", c.ID)
	}
	return nil
}
