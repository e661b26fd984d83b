// Package hostuid hands host uids out to processes of this product, so that no two of them run programs as the same user.
package hostuid

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/sys/unix"
)

const (
	block    = 8192   // uids of one process: two for each of its workers, of which the largest configuration has 2050
	Blocks   = 25_000 // all of them below 2^31
	locksDir = "/run/codecraft-uids"
)

// Claim takes a block of host uids for this process, from first on, and returns the first of it. Processes that see the same
// /run never share one, for each locks a file there. Those in containers of their own, all of which may have the process id 1,
// are kept apart by chance: one in as many as there are blocks.
func Claim(first, blocks int) (uid int, release func()) {
	return claim(locksDir, first, blocks)
}

// ClaimMapped is Claim for programs where namespaces are not to be had: of the usual uids, or, in a container whose users are
// mapped, the last of those it has (which no distribution gives to anybody).
func ClaimMapped(first, blocks int) (int, func()) {
	data, _ := os.ReadFile("/proc/self/uid_map")
	var inside, outside, count int
	if n, _ := fmt.Sscan(string(data), &inside, &outside, &count); n == 3 && inside == 0 && count < first+block*blocks {
		return count - block, func() {}
	}
	return Claim(first, blocks)
}

func claim(locks string, first, blocks int) (int, func()) {
	var seed [8]byte
	_, _ = rand.Read(seed[:])
	start := int(binary.NativeEndian.Uint64(seed[:]) % uint64(blocks))
	nothing := func() {}
	if err := os.MkdirAll(locks, 0o700); err != nil {
		return first + start*block, nothing
	}
	for i := range min(blocks, 1000) {
		n := (start + i) % blocks
		release, err := lockBlock(filepath.Join(locks, strconv.Itoa(first+n*block)))
		if err == nil {
			return first + n*block, release
		}
		if !errors.Is(err, unix.EWOULDBLOCK) { // nothing can be locked here
			break
		}
	}
	return first + start*block, nothing
}

// lockBlock holds a file until it is released, or the process ends. Whoever removed the file held it; then there is another.
func lockBlock(path string) (func(), error) {
	fd, err := unix.Open(path, unix.O_RDWR|unix.O_CREAT|unix.O_CLOEXEC|unix.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB); err != nil {
		unix.Close(fd)
		return nil, err
	}
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil || st.Nlink == 0 {
		unix.Close(fd)
		return nil, unix.EWOULDBLOCK
	}
	return func() {
		_ = unix.Unlink(path)
		unix.Close(fd)
	}, nil
}
