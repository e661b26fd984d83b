package toolchain

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// Measure finds out how much room each installed toolchain takes: its folder, or the Debian packages that
// it consists of where it shares the system's, without what those need.
func (t Table) Measure(ctx context.Context) {
	owners := t.owners(ctx)
	var packages []string
	for _, tool := range t {
		packages = append(packages, tool.packages(owners)...)
	}
	sizes := packageSizes(ctx, packages)
	for i, tool := range t {
		switch {
		case !tool.Installed:
		case !tool.shared():
			t[i].Size = folderSize(tool.root)
		default:
			for _, p := range tool.packages(owners) {
				t[i].Size += sizes[p]
			}
		}
	}
}

// shared reports whether the toolchain's folder is that of others too.
func (t Tool) shared() bool { return slices.Contains([]string{"/", "/usr", "/usr/local"}, t.root) }

// packages are those of the row and the one that its program is from.
func (t Tool) packages(owners map[string]string) []string {
	if !t.Installed || !t.shared() {
		return nil
	}
	var all []string
	for _, alternatives := range t.Language.Install.Apt {
		all = append(all, strings.Split(alternatives, "|")...)
	}
	if owner := owners[t.Path]; owner != "" && !slices.Contains(all, owner) {
		all = append(all, owner)
	}
	return all
}

// owners are the packages of the programs, by path.
func (t Table) owners(ctx context.Context) map[string]string {
	args := []string{"-S", "--"}
	for _, tool := range t {
		if tool.Installed && tool.shared() && tool.Path != tool.root {
			args = append(args, tool.Path)
		}
	}
	owners := map[string]string{}
	for line := range strings.Lines(dpkgQuery(ctx, args)) { // "gcc-12: /usr/bin/x86_64-linux-gnu-gcc-12"
		if owner, file, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			owners[file], _, _ = strings.Cut(owner, ":")
		}
	}
	return owners
}

func packageSizes(ctx context.Context, packages []string) map[string]int64 {
	sizes := map[string]int64{}
	if len(packages) == 0 {
		return sizes
	}
	args := append([]string{"-W", "-f", "${Package} ${Installed-Size}\n", "--"}, packages...)
	for line := range strings.Lines(dpkgQuery(ctx, args)) {
		name, kb, _ := strings.Cut(strings.TrimSpace(line), " ")
		if n, err := strconv.ParseInt(kb, 10, 64); err == nil {
			sizes[name] = n << 10
		}
	}
	return sizes
}

// dpkgQuery gives what is known; packages and files that are not known make its status one, which says nothing.
func dpkgQuery(ctx context.Context, args []string) string {
	var out bytes.Buffer
	cmd := exec.CommandContext(ctx, "dpkg-query", args...)
	cmd.Stdout = &out
	_ = cmd.Run()
	return out.String()
}
