package docker

import (
	"fmt"
	"testing"

	"github.com/moby/moby/api/types/container"
)

// LabelSandbox is on every container.
const LabelSandbox = labelSandbox

// OwnerOf is the label of a process on this machine, alive or not.
func OwnerOf(t *testing.T, pid int) string {
	space, err := spaceHere()
	if err != nil {
		t.Fatal(err)
	}
	started, err := startOf(pid)
	if err != nil {
		started = "1"
	}
	return fmt.Sprintf("%s/%d/%s", space, pid, started)
}

// LeftContainer is what an owner could have left.
func LeftContainer(image, owner string) *container.Config {
	return &container.Config{Image: image, Entrypoint: []string{"/bin/true"}, Labels: map[string]string{labelSandbox: "run", labelOwner: owner}}
}

// Ahead are the containers that nothing ran in yet, and whether one is being made.
func (b *Backend) Ahead() (ids []string, making bool) {
	for _, s := range b.seats {
		s.mu.Lock()
		p := s.ahead
		s.mu.Unlock()
		if p == nil {
			continue
		}
		select {
		case <-p.ready:
			if p.box != nil {
				ids = append(ids, p.box.id)
			}
		default:
			making = true
		}
	}
	return ids, making
}

// OwnUID tells whether programs of this back end run as a user.
func (b *Backend) OwnUID(uid int) bool { return uid >= b.firstUID && uid < b.firstUID+uids }
