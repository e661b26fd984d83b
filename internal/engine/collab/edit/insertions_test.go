package edit_test

import (
	"fmt"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

func TestInsertionsTellTextAndPlace(t *testing.T) {
	for changes, want := range map[string]string{
		`[]`:                            "[]",
		`[3,[2]]`:                       "[]",
		`[[0,"a","b"]]`:                 "[{0 a\nb}]",
		`[3,[2,"é😀"],1,[0,"\ud83d"],4]`: "[{3 é😀} {6 \uFFFD}]",
	} {
		c, err := edit.ParseChangeSet([]byte(changes))
		if got := fmt.Sprint(c.Insertions()); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", changes, got, err, want)
		}
	}
}

func TestLinesAreCountedFromOne(t *testing.T) {
	d := edit.NewDocument("a\n\n😀b")
	for unit, want := range map[int]int{-1: 1, 0: 1, 1: 1, 2: 2, 3: 3, 6: 3, 99: 3} {
		if got := d.LineAt(unit); got != want {
			t.Errorf("unit %d is in line %d, want %d", unit, got, want)
		}
	}
}
