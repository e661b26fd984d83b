package board

import "testing"

func TestPlacesOverOneAnotherAreThoseOfPages(t *testing.T) {
	for index, want := range map[any]bool{
		nil: true, "a0": true, "a1": true, "Zz": true, "b10": true, "a1V": true, "a10V": true, "Yzz": true,
		"": false, "a": false, "b1": false, "a10": false, "a1-": false, "0a": false, "Y0": false, 7.0: false, lowest: false,
	} {
		if got := isIndex(index); got != want {
			t.Errorf("%v: %v", index, got)
		}
	}
}
