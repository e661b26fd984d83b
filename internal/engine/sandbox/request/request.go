// Package request is what every back end on this machine does with a Spec, whatever its walls are made of: it refuses what no
// program can be started with, completes the limits, finds the program, and opens and replaces the files of the host that go in
// and come out. It starts nothing and keeps nothing.
package request

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// Valid refuses what no program can be started with.
func Valid(spec *sandbox.Spec) error {
	if len(spec.Args) == 0 || spec.Args[0] == "" {
		return errors.New("no program is named")
	}
	for _, list := range [][]string{spec.Args, spec.Env} {
		for _, s := range list {
			if strings.IndexByte(s, 0) >= 0 {
				return errors.New("an argument or variable contains a NUL byte")
			}
		}
	}
	for _, f := range spec.Files {
		if err := ValidName(strings.TrimSuffix(f.Name, "/")); err != nil {
			return err
		}
	}
	for _, k := range spec.Keep {
		if k.Name != "." {
			if err := ValidName(strings.TrimSuffix(k.Name, "/")); err != nil {
				return err
			}
		}
	}
	for _, b := range spec.Binds {
		if !strings.HasPrefix(b.Host, "/") || !strings.HasPrefix(b.Path, "/") || b.Path == "/" || strings.Contains(b.Path+"/", "/../") {
			return fmt.Errorf("the bind %q to %q is not absolute", b.Host, b.Path)
		}
	}
	return nil
}

// ValidName refuses names that leave the work folder.
func ValidName(name string) error {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." || strings.IndexByte(part, 0) >= 0 {
			return fmt.Errorf("the file name %q leaves the work folder", name)
		}
	}
	return nil
}

// Lookup is where a program may be: its path, or its name in each folder of PATH.
func Lookup(name string, env []string) []string {
	if strings.Contains(name, "/") {
		return []string{name}
	}
	path := "/usr/local/bin:/usr/bin:/bin"
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			path = v
		}
	}
	var out []string
	for dir := range strings.SplitSeq(path, ":") {
		if dir != "" {
			out = append(out, dir+"/"+name)
		}
	}
	return out
}

// ValidSignal tells whether there is such a signal.
func ValidSignal(s syscall.Signal) bool { return s > 0 && s <= 64 }
