package assessments

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/collab"
	"github.com/codecraft-hq/codecraft/internal/engine/collab/edit"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// noted are the attempt's activities of a kind.
func (w *world) noted(t *testing.T, a attempt.Attempt, kind string) (all []attempt.Activity) {
	t.Helper()
	timeline, err := w.attempts.Timeline(t.Context(), w.org, []string{string(a.ID)}, 0, 1000)
	must(t, err)
	for _, x := range timeline {
		if x.Kind == kind {
			all = append(all, x)
		}
	}
	return all
}

// paste puts text at the end of a document, as a tab pushes it.
func (w *world) paste(t *testing.T, id ids.Document, text, data string) {
	t.Helper()
	room, err := w.attempts.OpenRoom(t.Context(), id)
	must(t, err)
	defer room.Close()
	now, version := room.Text()
	changes, err := edit.Replace(now.Len(), now.Len(), now.Len(), text)
	must(t, err)
	_, err = room.Push(t.Context(), collab.Author{Actor: "candidate"}, collab.Push{Base: version, Entries: []collab.Entry{{Kind: collab.Paste, Changes: changes, Data: json.RawMessage(data)}}})
	must(t, err)
}

func TestPastesAreRecordedWithWhereTheyComeFrom(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		v := w.shelf[w.problem]
		v.Statement, v.Samples = "Print the sum of all\nthe numbers given.", []problems.Sample{{Input: "1 2 3 4 5 6 7 8 9 10 11 12", Answer: "78"}}
		w.shelf[w.problem] = v
		ctx, a, d := w.written(t)
		other, err := w.attempts.OpenDocument(ctx, d.Answer, "cpp", "")
		must(t, err)
		w.edit(t, other, "int main() { return in_the_other_language(); }\n")
		for name, c := range map[string]struct{ text, data, origin string }{
			"short":                     {"sorted(values)", ``, "short"},
			"a line break is not short": {"a\nb", ``, "elsewhere"},
			"of another own document":   {"    return in_the_other_language();", ``, "document"},
			"of the statement":          {"sum of all the numbers given.", ``, "statement"},
			"of a sample":               {"1 2 3 4 5 6 7 8 9 10 11 12", ``, "statement"},
			"cut on the page":           {"what was cut here a moment ago", `{"own":true}`, "page"},
			"elsewhere, whatever size the page tells": {"def solve(): # from the net \x00", `{"own":false,"length":3}`, "elsewhere"},
		} {
			t.Run(name, func(t *testing.T) {
				before := len(w.noted(t, a, "paste"))
				w.paste(t, d.ID, c.text, c.data)
				all := w.noted(t, a, "paste")
				if len(all) != before+1 {
					t.Fatalf("%d activities more", len(all)-before)
				}
				x := all[before]
				if got := x.Stored.V; got["origin"] != c.origin || got["length"] != float64(len(c.text)) || got["text"] != strings.ReplaceAll(c.text, "\x00", "\uFFFD") || x.Answer != d.Answer {
					t.Errorf("recorded %v of answer %s", got, x.Answer)
				}
			})
		}
		t.Run("and once more it is the candidate's own", func(t *testing.T) {
			w.paste(t, d.ID, "def solve(): # from the net", "")
			if all := w.noted(t, a, "paste"); all[len(all)-1].Stored.V["origin"] != "document" {
				t.Errorf("recorded %v", all[len(all)-1].Stored.V)
			}
		})
		t.Run("the board counts those from elsewhere, the candidate sees no count", func(t *testing.T) {
			staff, err := w.attempts.Resources(w.staff, []ids.Attempt{a.ID})
			must(t, err)
			own, err := w.attempts.Resources(ctx, []ids.Attempt{a.ID})
			must(t, err)
			if n := staff[0].Attributes.Pastes; n == nil || *n != 2 || own[0].Attributes.Pastes != nil || own[0].Attributes.Absences != nil {
				t.Errorf("staff see %v, the candidate %v", n, own[0].Attributes)
			}
		})
	})
}

func TestAPasteIsRecordedWithItsPlace(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	_, a, d := w.written(t)
	w.paste(t, d.ID, "x = 1\ny = 2\n", "")
	x := w.noted(t, a, "paste")[0].Stored.V
	if x["line"] != 2.0 || x["from"] != 9.0 || x["lines"] != 2.0 || x["version"] != 2.0 || x["documentId"] != string(d.ID) {
		t.Errorf("recorded %v", x)
	}
}

func TestPastesDoNotFloodATimeline(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	_, a, d := w.written(t)
	for range 300/2 + 5 {
		w.paste(t, d.ID, "again", "")
	}
	if n := len(w.noted(t, a, "paste")); n != 300/2 {
		t.Errorf("%d harmless pastes recorded", n)
	}
	w.paste(t, d.ID, "one from elsewhere, after all of them", "")
	if n := len(w.noted(t, a, "paste")); n != 300/2+1 {
		t.Errorf("%d pastes recorded", n)
	}
}

func TestAPasteAfterTheEndIsRefused(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		ctx, a, d := w.written(t)
		_, err := w.attempts.SetState(ctx, a.ID, attempt.Finished)
		must(t, err)
		changes, err := edit.Replace(9, 0, 0, "late")
		must(t, err)
		err = w.attempts.DocumentLog().Append(ctx, d.ID, 1, []collab.Update{{Version: 2, At: w.now(), Client: "c", Seq: 2, Kind: collab.Paste, Changes: changes}})
		wants(t, err, "attempt_closed")
		if n := len(w.noted(t, a, "paste")); n != 0 {
			t.Errorf("%d pastes recorded", n)
		}
	})
}
