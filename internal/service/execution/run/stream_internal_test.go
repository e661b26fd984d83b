package run

import "testing"

func TestPlacesInAStream(t *testing.T) {
	for id, want := range map[string]place{"": {}, "x": {}, "7": {7, 0}, "7.2": {7, 2}, "7.-2": {}, "7.x": {7, 0}} {
		if got := parsePlace(id); got != want {
			t.Errorf("%q is %v", id, got)
		}
	}
	if got := (place{7, 2}).String() + " " + (place{7, 0}).String(); got != "7.2 7" {
		t.Errorf("got %s", got)
	}
}
