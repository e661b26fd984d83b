package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/bus"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// answers stands in for replicas that answer in turns.
func answers(t *testing.T, all ...answer) error {
	t.Helper()
	b, n := harness.Bus(t), 0
	stop, err := bus.Serve(b, asked("shop"), "shop", func(context.Context, question) (answer, error) {
		n++
		return all[(n-1)%len(all)], nil
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	}()
	return references(t.Context(), b, "shop", func([]blob.Digest, []blob.Digest) {})
}

func TestReplicasOfTwoReleasesAreNotBelieved(t *testing.T) {
	first, next := &question{Columns: "things", Place: "1"}, &question{Columns: "things", Place: "2"}
	if err := answers(t, answer{Edition: "a", Next: first}, answer{Edition: "a", Next: next}, answer{Edition: "a"}); err != nil {
		t.Error(err)
	}
	for says, all := range map[string][]answer{
		"of another edition": {{Edition: "a", Next: first}, {Edition: "b"}},
		"that goes nowhere":  {{Edition: "a", Next: first}, {Edition: "a", Next: first}},
	} {
		if err := answers(t, all...); err == nil || !strings.Contains(err.Error(), "two releases") {
			t.Errorf("an answer %s is taken: %v", says, err)
		}
	}
	one, other := []Columns{{Name: "a", Query: "x"}}, []Columns{{Name: "a", Query: "y"}}
	if editionOf(one) == editionOf(other) {
		t.Error("two releases are one edition")
	}
}

// What does not fit into one answer comes in several, each of whole places.
func TestAnAnswerHasWholePlaces(t *testing.T) {
	var rows []row
	for place := range 3 {
		for n := range maxNamed / 2 {
			rows = append(rows, row{fmt.Sprint(place), string(blob.Of(fmt.Append(nil, place, n)))})
		}
	}
	named, last := gather(rows)
	if len(named) != maxNamed || last != "1" {
		t.Errorf("%d are told, up to %q", len(named), last)
	}
	again, _ := gather(append(slices.Clone(rows[:10]), rows[:10]...))
	if len(again) != 10 {
		t.Errorf("of ten, twice, are told %d", len(again))
	}
	whole := slices.Repeat(rows[:1], maxNamed+1)
	for n := range whole {
		whole[n].Named = string(blob.Of(fmt.Append(nil, "one place", n)))
	}
	if named, _ := gather(whole); len(named) != maxNamed+1 {
		t.Errorf("a place is cut to %d", len(named))
	}
}
