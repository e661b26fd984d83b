package assessments

import (
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestThePreviewIsWhatTheImportDoes(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.publish(t, nil)
		_, err := w.invitations.Invite(w.staff, of.ID, "Ada <ada@bücher.example>", "")
		must(t, err)
		text := "ADA@xn--bcher-kva.example\nnobody\na@x.example, b@x.example, A@x.example\n\"Doe, Jane\" <j@x.example>\n"
		preview, err := w.invitations.Preview(w.staff, of.ID, text)
		must(t, err)
		sent, lines, err := w.invitations.Import(w.staff, of.ID, text)
		must(t, err)
		invited := 0
		for i, line := range lines {
			if preview[i] != line {
				t.Errorf("promised %+v, done %+v", preview[i], line)
			}
			if line.Result == "invited" {
				if sent[invited].Email != line.Email {
					t.Errorf("invited %s for %+v", sent[invited].Email, line)
				}
				invited++
			}
		}
		if invited != 3 || len(sent) != 3 || len(lines) != len(preview) {
			t.Errorf("%d lines, %d sent: %+v", len(lines), len(sent), lines)
		}
		if again, _, err := w.invitations.Import(w.staff, of.ID, text); err != nil || len(again) != 0 {
			t.Errorf("invited again: %+v, %v", again, err)
		}
	})
}
