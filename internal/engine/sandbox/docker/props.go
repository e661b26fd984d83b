package docker

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
)

// coverable are the files of /proc that container runtimes let be bound over.
var coverable = []string{"/proc/stat", "/proc/loadavg", "/proc/uptime", "/proc/meminfo"}

// makeProps writes what every container has bound in, where the daemon finds it: the first process; in the place of /sys,
// which shows the machine, a folder nobody can open; no name servers; and files of /proc that say nothing of others.
func (b *Backend) makeProps() error {
	program, err := runnerProgram()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(b.cfg.Dir, 0o755); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp(b.cfg.Dir, "containers-"); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(b.dir, "nothing"), 0o700); err != nil {
		return err
	}
	b.props = []sandbox.Bind{{Host: filepath.Join(b.dir, "nothing"), Path: "/sys"}}
	if err := b.prop(runnerPath, program, 0o555); err != nil {
		return err
	}
	if err := b.prop("/etc/resolv.conf", nil, 0o444); err != nil {
		return err
	}
	for _, c := range root.CoveredProc() {
		if !slices.Contains(coverable, c[0]) {
			continue
		}
		if err := b.prop(c[0], []byte(c[1]), 0o444); err != nil {
			return err
		}
	}
	return nil
}

// prop writes one file that containers have at a path.
func (b *Backend) prop(path string, data []byte, mode os.FileMode) error {
	file := filepath.Join(b.dir, strconv.Itoa(len(b.props)))
	if err := os.WriteFile(file, data, mode); err != nil {
		return err
	}
	b.props = append(b.props, sandbox.Bind{Host: file, Path: path})
	return os.Chmod(file, mode) // whatever the mask of this process is
}
