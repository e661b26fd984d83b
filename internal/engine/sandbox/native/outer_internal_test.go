package native

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestTheProfileOfPodsAllowsWhatIsAskedOfOperators ties the shipped profile to the sentence an operator is told.
func TestTheProfileOfPodsAllowsWhatIsAskedOfOperators(t *testing.T) {
	data, err := os.ReadFile("../../../../deploy/kubernetes/seccomp/execution.json")
	if err != nil {
		t.Fatal(err)
	}
	var profile struct {
		DefaultAction string
		Syscalls      []struct {
			Names  []string
			Action string
		}
	}
	if err := json.Unmarshal(data, &profile); err != nil {
		t.Fatal(err)
	}
	if profile.DefaultAction != "SCMP_ACT_ERRNO" {
		t.Errorf("what is not named is answered with %s", profile.DefaultAction)
	}
	allowed := map[string]bool{}
	for _, rule := range profile.Syscalls {
		for _, name := range rule.Names {
			if allowed[name] {
				t.Errorf("%s is named twice", name)
			}
			allowed[name] = rule.Action == "SCMP_ACT_ALLOW"
		}
	}
	for _, name := range outerCalls {
		if !allowed[name] {
			t.Errorf("%s is needed and not allowed", name)
		}
		if !strings.Contains(outerRemedy(), name) {
			t.Errorf("%s is needed and no operator is told", name)
		}
	}
	for _, name := range []string{"bpf", "perf_event_open", "userfaultfd", "ptrace", "process_vm_readv", "keyctl", "add_key", "init_module",
		"finit_module", "kexec_load", "open_by_handle_at", "setns", "reboot", "io_uring_setup", "fsopen", "fsmount", "shmget", "swapon"} {
		if allowed[name] {
			t.Errorf("%s is allowed, and nothing of ours needs it", name)
		}
	}
	for _, name := range []string{"mount", "umount2", "pivot_root", "chroot", "unshare", "open_tree", "move_mount", "mount_setattr", "fsconfig", "sethostname", "setdomainname"} {
		if allowed[name] && !slices.Contains(outerCalls, name) {
			t.Errorf("%s is allowed, and no operator is told why", name)
		}
	}
}
