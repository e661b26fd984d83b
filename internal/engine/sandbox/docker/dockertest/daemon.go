// Package dockertest starts a Docker engine of its own, with everything it writes below one folder and no network, for
// tests and benchmarks. It ends with the process that started it, however that ends.
package dockertest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/moby/moby/client"
	"golang.org/x/sys/unix"
)

// Daemon is a running engine.
type Daemon struct {
	Host  string // its address
	Image string // the digest of the execution image
	dir   string
	hold  io.Closer // the daemon ends when this is closed
	ended chan struct{}
}

// Missing tells why there can be no daemon here; empty when there can, and then one that does not start is a fault.
func Missing() string {
	if os.Geteuid() != 0 {
		return "a Docker engine is started by root only"
	}
	if why := bound(); why != "" {
		return why
	}
	for _, tool := range []string{"dockerd", "containerd", "runc", "mmdebstrap", "setsid", "unshare"} {
		if _, err := exec.LookPath(tool); err != nil {
			return tool + " is not installed: apt-get install docker.io mmdebstrap"
		}
	}
	return ""
}

// needed are the capabilities without which an engine makes no container.
var needed = map[string]int{
	"CAP_SYS_ADMIN": unix.CAP_SYS_ADMIN, "CAP_NET_ADMIN": unix.CAP_NET_ADMIN, "CAP_MKNOD": unix.CAP_MKNOD, "CAP_CHOWN": unix.CAP_CHOWN,
	"CAP_DAC_OVERRIDE": unix.CAP_DAC_OVERRIDE, "CAP_SETUID": unix.CAP_SETUID, "CAP_SETGID": unix.CAP_SETGID, "CAP_SYS_CHROOT": unix.CAP_SYS_CHROOT,
}

// bound tells what root lacks for an engine, as in a container that was not given everything.
func bound() string {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(status), "CapEff:")
	text, _, _ := strings.Cut(strings.TrimSpace(after), "\n")
	held, err := strconv.ParseUint(text, 16, 64)
	for name, c := range needed {
		if err != nil || held&(1<<c) == 0 {
			return "an engine needs " + name + ", which this root has not: its capabilities are " + text
		}
	}
	var fs unix.Statfs_t
	for _, at := range []string{"/sys/fs/cgroup/memory", "/sys/fs/cgroup"} {
		if unix.Statfs(at, &fs) != nil || fs.Type != unix.CGROUP_SUPER_MAGIC && fs.Type != unix.CGROUP2_SUPER_MAGIC {
			continue
		}
		if unix.Access(at, unix.W_OK) != nil || fs.Flags&unix.ST_RDONLY != 0 {
			return "an engine needs control groups that can be written, and " + at + " is read-only"
		}
		return ""
	}
	return "an engine needs control groups, and none for memory are mounted below /sys/fs/cgroup"
}

// guard runs the engine in a mount namespace of its own, apart from this process's children, until its input ends.
const guard = `dir=$1
unshare --mount --propagation private dockerd --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false --bridge=none \
  --data-root "$dir/data" --exec-root "$dir/exec" --pidfile "$dir/pid" --host "unix://$dir/sock" --add-runtime "other=$dir/other" --oom-score-adjust=0 >"$dir/log" 2>&1 </dev/null &
engine=$!
cat >/dev/null
kill "$engine"
wait "$engine"
`

// otherRuntime is runc under another name, which notes that it was called.
const otherRuntime = "#!/bin/sh\necho \"$*\" >>\"${0%/*}/other.calls\"\nexec runc \"$@\"\n"

// Start starts an engine and loads an execution image, which is built at the first time. The engine knows a second
// runtime, "other", whose calls OtherCalls tells.
func Start(ctx context.Context, kind Kind) (*Daemon, error) {
	archive, digest, err := image(ctx, kind)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "codecraft-docker-")
	if err != nil {
		return nil, err
	}
	d := &Daemon{Host: "unix://" + dir + "/sock", Image: digest, dir: dir, ended: make(chan struct{})}
	if err := os.WriteFile(filepath.Join(dir, "other"), []byte(otherRuntime), 0o755); err != nil { //nolint:gosec // it is a program
		return nil, err
	}
	cmd := exec.Command("setsid", "--fork", "sh", "-c", guard, "guard", dir)
	if d.hold, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	// The guard holds this pipe until the engine has ended.
	alive, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		_, _ = io.Copy(io.Discard, alive)
		_ = cmd.Wait()
		close(d.ended)
	}()
	if err := d.load(ctx, archive); err != nil {
		log, _ := os.ReadFile(filepath.Join(dir, "log"))
		d.Stop()
		return nil, fmt.Errorf("%w\n%s", err, tail(string(log)))
	}
	return d, nil
}

// Stop ends the engine and removes what it wrote.
func (d *Daemon) Stop() {
	_ = d.hold.Close()
	select {
	case <-d.ended:
	case <-time.After(time.Minute):
	}
	_ = os.RemoveAll(d.dir)
}

// Dir is a folder the engine sees too.
func (d *Daemon) Dir() string { return filepath.Join(d.dir, "sandbox") }

// PID is the engine's process.
func (d *Daemon) PID() string {
	data, _ := os.ReadFile(filepath.Join(d.dir, "pid"))
	return strings.TrimSpace(string(data))
}

// OtherCalls is how often the engine called the runtime named "other".
func (d *Daemon) OtherCalls() int {
	data, _ := os.ReadFile(filepath.Join(d.dir, "other.calls"))
	return strings.Count(string(data), "\n")
}

// Folder is where everything of the engine lies: its processes name it.
func (d *Daemon) Folder() string { return d.dir }

// Client speaks with the engine.
func (d *Daemon) Client() (*client.Client, error) { return client.New(client.WithHost(d.Host)) }

func (d *Daemon) load(ctx context.Context, archive string) error {
	c, err := d.Client()
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(time.Minute)
	for {
		if _, err = c.Info(ctx, client.InfoOptions{}); err == nil {
			break
		}
		select {
		case <-tick.C:
		case <-d.ended:
			return errors.New("the engine ended at once")
		case <-ctx.Done():
			return ctx.Err()
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("the engine does not answer: %w", err)
		}
	}
	f, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer f.Close()
	res, err := c.ImageLoad(ctx, f)
	if err != nil {
		return err
	}
	defer res.Close()
	if _, err := io.Copy(io.Discard, res); err != nil {
		return err
	}
	_, err = c.ImageInspect(ctx, d.Image)
	return err
}

func tail(s string) string { return s[max(0, len(s)-3000):] }
