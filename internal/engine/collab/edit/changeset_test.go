package edit_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/collabtest"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
)

type transformCase struct {
	Doc, Applied                            edit.Document
	A, B, C, Mapped, MappedBefore, Composed edit.ChangeSet
}

type rebaseCase struct {
	Doc, Text             edit.Document
	Pending, Others, Left []edit.ChangeSet
}

// readCases reads what testdata/cases.mjs wrote with CodeMirror itself.
func readCases(t *testing.T) (transforms []transformCase, rebases []rebaseCase) {
	t.Helper()
	file, err := os.Open("testdata/cases.json.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases struct {
		Transforms []transformCase
		Rebases    []rebaseCase
	}
	if err := json.NewDecoder(unzipped).Decode(&cases); err != nil {
		t.Fatal(err)
	}
	if len(cases.Transforms) < 2000 || len(cases.Rebases) < 1000 {
		t.Fatalf("only %d and %d cases", len(cases.Transforms), len(cases.Rebases))
	}
	return cases.Transforms, cases.Rebases
}

// TestEditorAgreesWithCodeMirror holds collabtest.Editor to what the real editor did with the same updates.
func TestEditorAgreesWithCodeMirror(t *testing.T) {
	_, rebases := readCases(t)
	for i, c := range rebases {
		editor := collabtest.NewEditor("own", collab.Snapshot{Text: c.Doc})
		for _, changes := range c.Pending {
			if err := editor.Change(changes); err != nil {
				t.Fatal(err)
			}
		}
		for v, changes := range c.Others {
			if err := editor.Receive(v, []collab.Update{{Client: "other", Changes: changes}}); err != nil {
				t.Fatal(err)
			}
		}
		if collabtest.JSON(t, editor.Text) != collabtest.JSON(t, c.Text) {
			t.Fatalf("case %d: the editor shows %q, CodeMirror %q", i, editor.Text, c.Text)
		}
		for j, e := range editor.Pending {
			if e.Changes.String() != c.Left[j].String() {
				t.Fatalf("case %d: pending %d is %v, of CodeMirror %v", i, j, e.Changes, c.Left[j])
			}
		}
	}
}

func TestChangeSetsAgreeWithCodeMirror(t *testing.T) {
	transforms, _ := readCases(t)
	for i, c := range transforms {
		applied, err := c.Doc.Apply(c.A)
		if err != nil || collabtest.JSON(t, applied) != collabtest.JSON(t, c.Applied) {
			t.Fatalf("case %d: %v applied to %q gives %q, %v; want %q", i, c.A, c.Doc, applied, err, c.Applied)
		}
		for what, got := range map[string]struct {
			got  func() (edit.ChangeSet, error)
			want edit.ChangeSet
		}{
			"a.map(b)":       {func() (edit.ChangeSet, error) { return c.A.Map(c.B, false) }, c.Mapped},
			"a.map(b, true)": {func() (edit.ChangeSet, error) { return c.A.Map(c.B, true) }, c.MappedBefore},
			"a.compose(c)":   {func() (edit.ChangeSet, error) { return c.A.Compose(c.C) }, c.Composed},
		} {
			if set, err := got.got(); err != nil || set.String() != got.want.String() {
				t.Fatalf("case %d: %s of a %v, b %v, c %v is %v, %v; want %v", i, what, c.A, c.B, c.C, set, err, got.want)
			}
		}
	}
}

func TestParseChangeSet(t *testing.T) {
	for sentence, c := range map[string]struct{ in, want string }{
		"nothing at all":                          {`[]`, `[]`},
		"keeps, deletes, inserts":                 {`[3,[2],[0,"a"],1]`, `[3,[2],[0,"a"],1]`},
		"spaces are read over":                    {" [ 3 , [ 2 , \"a\" ] ] ", `[3,[2,"a"]]`},
		"lines are kept apart":                    {`[[0,"a","","b"]]`, `[[0,"a","","b"]]`},
		"a line break alone":                      {`[[0,"",""]]`, `[[0,"",""]]`},
		"escapes become units":                    {`[[0,"\u0041\"\\\/\t\u0000"]]`, `[[0,"A\"\\/\t\u0000"]]`},
		"a pair of escapes is one emoji":          {`[[0,"\ud83d\ude00"]]`, `[[0,"😀"]]`},
		"half an emoji stays half":                {`[[1,"\ude00"],[0,"a\ud83d"],1]`, `[[1,"\ude00"],[0,"a\ud83d"],1]`},
		"half an emoji alone":                     {`[[1,"a\ud83d"],1]`, `[[1,"a\ud83d"],1]`},
		"not an array":                            {`{}`, ``},
		"a number alone":                          {`3`, ``},
		"a negative length":                       {`[-1]`, ``},
		"a fraction":                              {`[1.5]`, ``},
		"an exponent":                             {`[1e3]`, ``},
		"a leading zero":                          {`[01]`, ``},
		"a length beyond any document":            {`[99999999999999999999]`, ``},
		"lengths that add up beyond any document": {`[2147483647,[1]]`, ``},
		"keeping nothing":                         {`[0]`, ``},
		"replacing nothing by nothing":            {`[[0]]`, ``},
		"replacing nothing by the empty string":   {`[[0,""]]`, ``},
		"an empty section":                        {`[[]]`, ``},
		"text where the length belongs":           {`[["a"]]`, ``},
		"a number where text belongs":             {`[[1,2]]`, ``},
		"two keeps that are one":                  {`[1,1]`, ``},
		"two deletions that are one":              {`[[1],[2]]`, ``},
		"two insertions that are one":             {`[[0,"a"],[0,"b"]]`, ``},
		"a line break within a line":              {`[[0,"a\nb"]]`, ``},
		"a carriage return within a line":         {`[[0,"a\rb"]]`, ``},
		"a control character that is not escaped": {"[[0,\"a\tb\"]]", ``},
		"an unknown escape":                       {`[[0,"\x41"]]`, ``},
		"an escape cut short":                     {`[[0,"\u00`, ``},
		"a string without an end":                 {`[[0,"a`, ``},
		"an array without an end":                 {`[1,[2]`, ``},
		"something behind":                        {`[1] 2`, ``},
		"a comma too many":                        {`[1,]`, ``},
		"more sections than any edit has":         {"[" + strings.Repeat(`1,[1],`, 40000) + "1]", ``},
	} {
		got, err := edit.ParseChangeSet([]byte(c.in))
		switch {
		case c.want == "":
			if err == nil {
				t.Errorf("%s: %.60s is read as %v", sentence, c.in, got)
			}
		case err != nil || got.String() != c.want:
			t.Errorf("%s: %s is read as %v, %v; want %s", sentence, c.in, got, err, c.want)
		}
	}
}

func FuzzParseChangeSet(f *testing.F) {
	for _, seed := range []string{`[]`, `[3,[2,"a","b"],[0,"\ud83d"],1]`, `[[1,"😀"]]`, `[[0,"\u00`, `[[[`, "[1,\x00"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := edit.ParseChangeSet(data)
		if err != nil {
			return
		}
		again, err := edit.ParseChangeSet([]byte(c.String()))
		if err != nil || again.String() != c.String() {
			t.Fatalf("%q is written as %v, which is read as %v, %v", data, c, again, err)
		}
		if c.Before() < 1<<16 {
			text := edit.NewDocument(strings.Repeat("x", c.Before()))
			if changed, err := text.Apply(c); err != nil || changed.Len() != c.After() {
				t.Fatalf("%v makes %d units, %v", c, changed.Len(), err)
			}
		}
	})
}

// FuzzTransform holds the two laws convergence rests on, for any two edits of one text.
func FuzzTransform(f *testing.F) {
	f.Add(`[1,[1,"X"],1]`, `[2,[0,"A"],1]`, `[2,[1]]`)
	f.Add(`[[3]]`, `[1,[1],1]`, `[[0,"a"]]`)
	f.Add(`[[1,"\ude00"],[2]]`, `[[0,"\ud83d"],3]`, `[1]`)
	f.Fuzz(func(t *testing.T, first, second, third string) {
		a, errA := edit.ParseChangeSet([]byte(first))
		b, errB := edit.ParseChangeSet([]byte(second))
		if errA != nil || errB != nil || a.Before() > 1<<12 {
			return
		}
		text := edit.NewDocument(strings.Repeat("é", a.Before()))
		if b.Before() != a.Before() {
			if _, err := text.Apply(b); err == nil {
				t.Fatalf("%v was applied to %d units", b, text.Len())
			}
			_, _ = a.Map(b, false) // must not panic; empty ends make some lengths pass
			_, _ = a.Compose(b)
			return
		}
		checkConvergence(t, text, a, b)
		c, err := edit.ParseChangeSet([]byte(third))
		if err == nil && c.Before() == a.After() {
			checkComposition(t, text, a, c)
		}
	})
}

func checkConvergence(t *testing.T, text edit.Document, a, b edit.ChangeSet) {
	t.Helper()
	overA, err := b.Map(a, true)
	if err != nil {
		t.Fatalf("%v over %v: %v", b, a, err)
	}
	overB, err := a.Map(b, false)
	if err != nil {
		t.Fatalf("%v over %v: %v", a, b, err)
	}
	one, two := apply(t, text, a, overA), apply(t, text, b, overB)
	if collabtest.JSON(t, one) != collabtest.JSON(t, two) {
		t.Fatalf("a %v then b %v gives %q; b %v then a %v gives %q", a, overA, one, b, overB, two)
	}
}

func checkComposition(t *testing.T, text edit.Document, a, c edit.ChangeSet) {
	t.Helper()
	both, err := a.Compose(c)
	if err != nil {
		t.Fatalf("%v then %v: %v", a, c, err)
	}
	if one, two := apply(t, text, a, c), apply(t, text, both); collabtest.JSON(t, one) != collabtest.JSON(t, two) {
		t.Fatalf("%v then %v gives %q, composed %v gives %q", a, c, one, both, two)
	}
}

func apply(t *testing.T, text edit.Document, changes ...edit.ChangeSet) edit.Document {
	t.Helper()
	for _, c := range changes {
		var err error
		if text, err = text.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	return text
}
