package native

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/sandbox"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/root"
	"github.com/codecraft-hq/codecraft/internal/engine/sandbox/native/wire"
)

func TestWhoRunsTheSameAgainGetsTheSlotThatHasIt(t *testing.T) {
	s := seats{kept: 2}
	for range 4 {
		s.put(&seat{&worker{conn: wire.Conn{FD: -1}}})
	}
	program := func(name string) []sandbox.Bind { return []sandbox.Bind{{Host: name, Path: "/program"}} }
	// run takes a seat for a program and tells whether it stood bound there, or anything else did.
	run := func(name string) (own, other bool, ran *seat) {
		one := s.take(program(name))
		own = one.bound() && one.worker.asked[0].Host == name
		other = one.bound() && !own
		one.worker.asked, one.worker.bound = program(name), []root.Bound{{}}
		s.put(one)
		return own, other, one
	}
	for _, step := range []struct {
		name string
		own  bool
	}{{"a", false}, {"a", true}, {"b", false}, {"a", true}, {"b", true}, {"c", false}, {"a", false}, {"c", true}, {"d", false}, {"e", false}} {
		own, other, _ := run(step.name)
		if own != step.own {
			t.Errorf("%s stood already: %v", step.name, own)
		}
		if other {
			t.Errorf("%s met what somebody else had bound, though a slot without was free", step.name)
		}
	}
	if len(s.idle) != 4 {
		t.Errorf("%d of 4 seats are left", len(s.idle))
	}
}
