package native

import "strings"

// outerCalls are what this back end asks of the kernel and the profiles that container engines put on by themselves refuse.
// deploy/kubernetes/seccomp/execution.json allows them.
var outerCalls = []string{
	"clone", "unshare", "mount", "umount2", "pivot_root", "open_tree", "move_mount", "mount_setattr", "sethostname",
}

// outerRemedy tells the operator of a container what to allow.
func outerRemedy() string {
	last := len(outerCalls) - 1
	return "in a container, the seccomp profile must allow " + strings.Join(outerCalls[:last], ", ") + " and " + outerCalls[last] +
		" (deploy/kubernetes/seccomp/execution.json does); the kernel must be 5.12 or later"
}
