package edit_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

func TestDocumentKeepsUnits(t *testing.T) {
	for sentence, c := range map[string]struct {
		in, json, text string
		units          int
	}{
		"the empty text":                  {"", `""`, "", 0},
		"an emoji is two units":           {"a😀é", `"a😀é"`, "a😀é", 4},
		"line breaks become one kind":     {"a\r\nb\rc\n\r\n", `"a\nb\nc\n\n"`, "a\nb\nc\n\n", 7},
		"broken UTF-8 becomes U+FFFD":     {"a\xff", `"a` + "\uFFFD" + `"`, "a\uFFFD", 2},
		"quotes and controls are escaped": {"\"\\\t\x01", `"\"\\\t\u0001"`, "\"\\\t\x01", 4},
		"U+FFFD itself stays":             {"\uFFFD\uFFFD", `"` + "\uFFFD\uFFFD" + `"`, "\uFFFD\uFFFD", 2},
		"an emoji across a chunk's end":   {strings.Repeat("x", 1023) + "😀", `"` + strings.Repeat("x", 1023) + `😀"`, strings.Repeat("x", 1023) + "😀", 1025},
	} {
		d := edit.NewDocument(c.in)
		if got := collabtest.JSON(t, d); got != c.json || d.String() != c.text || d.Len() != c.units {
			t.Errorf("%s: %s, %q, %d units", sentence, got, d, d.Len())
		}
	}
}

func TestHalfAnEmojiIsKept(t *testing.T) {
	var d edit.Document
	for _, text := range []string{`"a\ud83d"`, `"\ude00b"`, `"\ud83d\ud83d"`, `"\ude00\ud83d"`} {
		if err := json.Unmarshal([]byte(text), &d); err != nil || collabtest.JSON(t, d) != text {
			t.Errorf("%s became %s, %v", text, collabtest.JSON(t, d), err)
		}
		if s := d.String(); !strings.Contains(s, "\uFFFD") || len(utf16.Encode([]rune(s))) != 2 {
			t.Errorf("%s reads %q", text, s)
		}
	}
	half := edit.NewDocument("😁")
	changes, err := edit.ParseChangeSet([]byte(`[1,[1,"\ude00"]]`)) // an editor may replace what differs only
	if err != nil {
		t.Fatal(err)
	}
	if got := apply(t, half, changes).String(); got != "😀" {
		t.Errorf("got %q", got)
	}
}

// TestDocumentEdits compares a long text under random edits with the same edits done on a plain slice.
func TestDocumentEdits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	plain := utf16.Encode([]rune(strings.Repeat("0123456789é😀\n", 800)))
	document := edit.NewDocument(string(utf16.Decode(plain)))
	at := 0
	for i := range 20_000 {
		if random.IntN(20) == 0 {
			at = random.IntN(len(plain) + 1)
		}
		at = min(at, len(plain))
		to := min(len(plain), at+random.IntN(4))
		text := strings.Repeat("x", random.IntN(4))
		if i%500 == 0 {
			text = strings.Repeat("long\n", random.IntN(1500))
		}
		if i%700 == 0 {
			to = min(len(plain), at+random.IntN(5000))
		}
		changes, err := edit.Replace(len(plain), at, to, text)
		if err != nil {
			t.Fatal(err)
		}
		before := document
		document = apply(t, document, changes)
		if before.Len() != len(plain) {
			t.Fatal("an edit changed the document it was applied to")
		}
		plain = append(append(append([]uint16(nil), plain[:at]...), utf16.Encode([]rune(text))...), plain[to:]...)
		at += len(text)
		if i%1000 == 0 && document.String() != string(utf16.Decode(plain)) {
			t.Fatalf("after %d edits the texts differ", i)
		}
	}
	if document.String() != string(utf16.Decode(plain)) {
		t.Fatal("the texts differ")
	}
}

func TestReplaceRefusesRanges(t *testing.T) {
	for _, r := range [][2]int{{-1, 0}, {2, 1}, {0, 4}} {
		if c, err := edit.Replace(3, r[0], r[1], ""); err == nil {
			t.Errorf("%v of 3 units gives %v", r, c)
		}
	}
}

func BenchmarkKeystrokeInAMegabyte(b *testing.B) {
	document := edit.NewDocument(strings.Repeat("0123456789abcde\n", 1<<16))
	b.ReportAllocs()
	for i := range b.N {
		changes, err := edit.Replace(document.Len(), 500_000+i%1000, 500_000+i%1000, "x")
		if err != nil {
			b.Fatal(err)
		}
		if document, err = document.Apply(changes); err != nil {
			b.Fatal(err)
		}
	}
}
