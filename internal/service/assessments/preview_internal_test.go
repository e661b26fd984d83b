package assessments

import (
	"context"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

// previewed opens the preview of an assessment as the staff.
func (w *world) previewed(t *testing.T, of ids.Assessment, restart bool) (attempt.Attempt, bool) {
	t.Helper()
	a, tokens, stale, err := w.previews.Open(w.staff, of, restart)
	must(t, err)
	if tokens.AccessToken != "for "+string(a.ID) {
		t.Errorf("the session is %q", tokens.AccessToken)
	}
	return a, stale
}

func (w *world) rows(t *testing.T, table string) int {
	t.Helper()
	n, err := db.One[int](t.Context(), w.db, `SELECT COUNT(*) FROM `+table)
	must(t, err)
	return n
}

func TestAPreviewIsCountedNowhere(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.weighted(t, nil)
		mails := w.rows(t, "outbox")
		a, _ := w.previewed(t, of.ID, false)
		if got := w.rows(t, "outbox"); got != mails {
			t.Errorf("%d messages went out", got-mails)
		}
		a, made := w.earns(t, a, 40, 50)
		if a.Score != 90 || a.MaxScore != 200 {
			t.Errorf("its maker sees %v of %v", a.Score, a.MaxScore)
		}
		for _, q := range w.asked(t) {
			if !q.Preview || q.Assessment != "" || q.ProblemVersion != "" {
				t.Errorf("judging it again with its likes, or webhooks, would find it: %+v", q)
			}
		}
		shown, err := w.submissions.Resources(w.candidate(t, a), made[:1])
		must(t, err)
		if len(shown) != 1 || shown[0].Attributes.Score != 40 || shown[0].Attributes.JudgementID != "" {
			t.Errorf("a submission of it is %+v", shown)
		}
		if all := w.listed(t, ""); len(all) != 1 || all[0] != of.Title {
			t.Errorf("the list has the assessments %q", all)
		}
		if x := w.shown(t, of); x.InvitationCount+x.StartedCount+x.FinishedCount != 0 {
			t.Errorf("counted: %+v", x)
		}
		for _, within := range [][]string{nil, {string(of.ID)}, {string(a.Assessment)}} {
			attempts, err := w.attempts.List(w.staff, w.org, within, nil, "", 10)
			must(t, err)
			invitations, err := w.invitations.List(w.staff, w.org, within, nil, "", 10)
			must(t, err)
			if len(attempts)+len(invitations) != 0 {
				t.Errorf("of %v, %d attempts and %d invitations are listed", within, len(attempts), len(invitations))
			}
		}
		rows, _, err := w.reports.Results(w.staff, of.ID)
		must(t, err)
		if len(rows) != 1 {
			t.Errorf("the export has %q", rows[1:])
		}
	})
}

func TestAPreviewIsForItsMakerAlone(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.weighted(t, nil)
		a, _ := w.previewed(t, of.ID, false)
		a, made := w.earns(t, a, 40)
		owner := as(t, identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: identity.Owner})
		author := as(t, identity.Principal{User: ids.New[ids.User](), Organization: w.org, Role: identity.Author})
		stranger := as(t, identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		answers, err := w.attempts.Answers(t.Context(), w.org, []ids.Attempt{a.ID})
		must(t, err)
		for who, ctx := range map[string]context.Context{"an owner": owner, "its maker as a member": w.staff} {
			_, err := w.attempts.Visible(ctx, a.ID)
			wants(t, err, "attempt_not_found")
			_, err = w.catalog.Get(ctx, w.org, a.Assessment)
			wants(t, err, "assessment_not_found")
			_, _, err = w.reports.Results(ctx, a.Assessment)
			wants(t, err, "assessment_not_found")
			_, err = w.invitations.Invite(ctx, a.Assessment, "kim@candidates.example", "")
			wants(t, err, "assessment_not_found")
			board, err := w.attempts.Resources(ctx, []ids.Attempt{a.ID})
			must(t, err)
			if len(board) != 0 {
				t.Errorf("%s sees the attempt", who)
			}
		}
		picture := "/v1/answers/" + string(answers[0].ID) + "/pictures/none"
		w.refused(t, owner, "/v1/submissions/"+string(made[0]), "submission_not_found")
		w.refused(t, owner, picture, "answer_not_found")
		w.refused(t, w.staff, picture, "picture_not_found") // its maker's browser fetches those that there are
		_, _, _, err = w.previews.Open(author, of.ID, false)
		wants(t, err, "permission_missing")
		_, _, _, err = w.previews.Open(stranger, of.ID, false)
		wants(t, err, "assessment_not_found")
		_, _, _, err = w.previews.Open(w.staff, a.Assessment, false)
		wants(t, err, "assessment_not_found")
		other, _, _, err := w.previews.Open(owner, of.ID, false)
		must(t, err)
		if other.ID == a.ID {
			t.Error("two members share a preview")
		}
	})
}

func TestAPreviewIsKeptUntilItIsBegunAnew(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		of := w.weighted(t, nil)
		a, stale := w.previewed(t, of.ID, false)
		a, _ = w.earns(t, a, 40)
		if again, _ := w.previewed(t, of.ID, false); again.ID != a.ID || again.State != attempt.Started || stale {
			t.Errorf("opened again it is %+v", again)
		}
		w.clock.pass(time.Minute)
		renamed := of
		renamed.Title = "Another title"
		must(t, w.catalog.Update(w.staff, &renamed, catalog.Published, false))
		if _, stale := w.previewed(t, of.ID, false); !stale {
			t.Error("nothing says that the assessment has changed since")
		}
		anew, stale := w.previewed(t, of.ID, true)
		if anew.ID == a.ID || anew.State != attempt.Ready || anew.Score != 0 || stale {
			t.Errorf("begun anew it is %+v", anew)
		}
		_, err := w.attempts.ByID(t.Context(), w.org, a.ID)
		wants(t, err, "attempt_not_found")
		if w.rows(t, "submissions")+w.rows(t, "documents")+w.rows(t, "document_updates") != 0 || w.rows(t, "attempts") != 1 {
			t.Error("the old one was not thrown away whole")
		}
		must(t, w.catalog.Delete(w.staff, of.ID))
		if w.rows(t, "assessments")+w.rows(t, "attempts")+w.rows(t, "items") != 0 {
			t.Error("a preview outlives its assessment")
		}
	})
}

func TestADraftIsPreviewedInTheNewestVersions(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		soon, own := w.now().Add(time.Hour), 30.0
		draft := catalog.Assessment{Title: "Draft", TimeLimitMinutes: 60, Scoring: catalog.Best, OpensAt: &soon, Languages: db.JSON[[]string]{V: []string{}}}
		must(t, w.catalog.Create(w.staff, &draft))
		_, _, _, err := w.previews.Open(w.staff, draft.ID, false)
		wants(t, err, "preview_empty")
		draft.Sections = []catalog.SectionRow{{Title: "One", Items: []catalog.ItemRow{{Problem: w.problem, OwnPoints: &own}}}}
		must(t, w.catalog.Update(w.staff, &draft, catalog.Draft, true))
		a, _ := w.previewed(t, draft.ID, false)
		a, _ = w.earns(t, a, 50) // before it opens
		if a.Score != 15 || a.MaxScore != 30 {
			t.Errorf("%v of %v", a.Score, a.MaxScore)
		}
		must(t, w.catalog.Update(w.staff, &draft, catalog.Draft, true)) // its sections are still its own
		kept, err := w.catalog.Get(w.staff, w.org, draft.ID)
		must(t, err)
		if kept.State != catalog.Draft || kept.Items()[0].Version != "" {
			t.Errorf("the draft became %+v", kept)
		}
	})
}
