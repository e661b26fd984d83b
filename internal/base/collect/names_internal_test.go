package collect

import (
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
)

func TestDigestsAreFoundInTexts(t *testing.T) {
	a, b := string(blob.Of([]byte("a"))), string(blob.Of([]byte("b")))
	for text, want := range map[string][]string{
		"":                                       nil,
		a:                                        {a},
		`{"digest":"` + a + `","x":"` + b + `"}`: {a, b},
		"![x](pictures/" + a + ".png)":           {a},
		a + " " + b:                              {a, b},
		a[:63]:                                   nil,
		strings.ToUpper(a):                       nil,
		`\f` + a:                                 {a, ("f" + a)[:64]}, // an escaped character ends like a digest begins
		a + b:                                    {b, a},
		"é" + a + "é":                            {a},
	} {
		var got []string
		namedIn(text, func(d blob.Digest) { got = append(got, string(d)) })
		if !slices.Equal(got, want) {
			t.Errorf("in %q are found %q, want %q", text, got, want)
		}
	}
}

func numbered(n uint64) blob.Digest { return blob.Of(binary.LittleEndian.AppendUint64(nil, n)) }

func TestWhatIsMarkedIsFound(t *testing.T) {
	const many = 200_000
	m := newMarks()
	for n := range uint64(many) {
		m.add(numbered(n))
	}
	wrong := 0
	for n := range uint64(many) {
		if !m.has(numbered(n)) {
			t.Fatalf("the %dth is not found", n)
		}
		if m.has(numbered(many + n)) {
			wrong++
		}
	}
	if wrong > 10 {
		t.Errorf("%d of as many others are found, too", wrong)
	}
	if m.add("no digest"); !m.has("no digest") || !m.has("") {
		t.Error("what is no digest is taken for unreferenced")
	}
}
