package report

import (
	"testing"
)

func TestCellsAreInert(t *testing.T) {
	for cell, want := range map[string]string{"=1+1": "'=1+1", "@x": "'@x", "-2": "'-2", "Kim": "Kim", "": ""} {
		if got := inert(cell); got != want {
			t.Errorf("%q became %q", cell, got)
		}
	}
}
