package hostuid

import (
	"os"
	"path/filepath"
	"testing"
)

// TestUIDsAreOfOneProcessOnly claims all there are: no two claims are alike, and what was released can be had again.
func TestUIDsAreOfOneProcessOnly(t *testing.T) {
	locks := filepath.Join(t.TempDir(), "uids")
	const first, blocks = 100_000, 8
	held := map[int]func(){}
	for range blocks {
		uid, release := claim(locks, first, blocks)
		if held[uid] != nil || uid < first || uid >= first+blocks*block || (uid-first)%block != 0 {
			t.Fatalf("%d was claimed with %d others", uid, len(held))
		}
		held[uid] = release
	}
	free := first + 3*block
	held[free]()
	if uid, _ := claim(locks, first, blocks); uid != free {
		t.Errorf("%d was claimed where %d was the only free one", uid, free)
	}
	if most := 2 * (2*1024 + 2); most > block {
		t.Errorf("a process may use %d uids of %d", most, block)
	}
}

// TestUIDsWithoutLocks is where /run cannot be written: processes with one id, as in containers, still differ.
func TestUIDsWithoutLocks(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for range 20 {
		uid, _ := claim(file, 1_900_000_000, Blocks)
		seen[uid] = true
		if uid < 1_900_000_000 || uid+block > 1<<31-1 {
			t.Errorf("%d", uid)
		}
	}
	if len(seen) < 15 { // all alike would be the old fault; two alike are one in a hundred
		t.Errorf("only %d of 20 differ", len(seen))
	}
}
