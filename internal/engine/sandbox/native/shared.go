package native

import (
	"fmt"
	"io"
	"os"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
)

// What every back end on this machine asks of a Spec and does with files, for package docker.

// ValidSpec refuses what no program can be started with.
func ValidSpec(spec *sandbox.Spec) error { return validate(spec) }

// ValidName refuses names that leave the work folder.
func ValidName(name string) error { return validName(name) }

// Lookup is where a program may be: its path, or its name in each folder of PATH.
func Lookup(name string, env []string) []string { return lookup(name, env) }

// Complete replaces zero limits, first by those given and then by this package's own.
func Complete(l, defaults sandbox.Limits) sandbox.Limits {
	return complete(l, Config{Defaults: defaults}.withDefaults().Defaults)
}

// Size writes a number of bytes for a person.
func Size(n int64) string { return size(n) }

// Content opens what is to be laid in, a regular file or bytes.
func Content(f sandbox.File) (*os.File, error) { return content(f) }

// CopyOut replaces a host file, never writing through a link.
func CopyOut(to string, from io.Reader, size int64, mode os.FileMode) (int64, error) {
	return copyOut(to, from, size, mode)
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

// Filter is the system call filter of a family, as an array of struct sock_filter. It keeps processes up to
// lastOwnPID from being changed.
func Filter(f sandbox.Family) ([]byte, error) {
	n := familyNumber(f)
	if n < 0 {
		return nil, fmt.Errorf("there is no family %q of languages", f)
	}
	return []byte(seccompFilters(true)[n]), nil
}
