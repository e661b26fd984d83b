package assessments

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func (w *world) archive(t *testing.T, a catalog.Assessment) {
	t.Helper()
	var doc any
	body := `{"data":{"type":"assessments","id":"` + string(a.ID) + `","attributes":{"archived":true}}}`
	if to := w.ask(t, w.staff, "PATCH", "/v1/assessments/"+string(a.ID), body, &doc); to.Code != http.StatusOK {
		t.Fatalf("archiving is answered %d: %s", to.Code, to.Body)
	}
}

func TestAnArchivedAssessmentIsOutOfTheWayAndStaysWhatItIs(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		a := w.publish(t, nil)
		w.publish(t, func(a *catalog.Assessment) { a.Title = "Other" })
		w.archive(t, a)
		now, err := w.catalog.Get(w.staff, w.org, a.ID)
		must(t, err)
		if !now.Archived || now.Revision != a.Revision || now.Title != a.Title || now.State != catalog.Published {
			t.Errorf("archived it is %+v", now)
		}
		for filter, want := range map[string][]string{"true": {"Test"}, "false": {"Other"}, "true,false": {"Other", "Test"}, "maybe": nil} {
			if got := w.listed(t, "?sort=title&filter[archived]="+filter); !slices.Equal(got, want) {
				t.Errorf("archived=%s lists %v, want %v", filter, got, want)
			}
		}
		if got := w.listed(t, ""); len(got) != 2 {
			t.Errorf("without the filter %v are listed", got)
		}
	})
}

func TestACopyOfAnAssessmentIsADraftOfItsOwn(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		opens, closes := w.now(), w.now().AddDate(0, 0, 1)
		a := w.publish(t, func(a *catalog.Assessment) {
			a.Title, a.OpensAt, a.ClosesAt, a.Languages.V = strings.Repeat("ä", 198), &opens, &closes, []string{"python"}
		})
		w.archive(t, a)
		made, err := w.catalog.Copy(w.staff, a.ID, "")
		must(t, err)
		made, err = w.catalog.Get(w.staff, w.org, made.ID)
		must(t, err)
		if made.State != catalog.Draft || made.Archived || made.OpensAt != nil || made.ClosesAt != nil || made.Revision != 1 {
			t.Errorf("the copy is %+v", made)
		}
		if made.Title != strings.Repeat("ä", 193)+" (copy)" || !slices.Equal(made.Languages.V, a.Languages.V) || made.TimeLimitMinutes != a.TimeLimitMinutes {
			t.Errorf("the copy is %+v", made)
		}
		x, y := made.Items()[0], a.Items()[0]
		if x.Problem != y.Problem || x.Version != "" || x.ID == y.ID || made.Sections[0].ID == a.Sections[0].ID {
			t.Errorf("the copy's item is %+v of %+v", x, y)
		}
		if named, err := w.catalog.Copy(w.staff, a.ID, "Spring"); err != nil || named.Title != "Spring" {
			t.Errorf("named: %q, %v", named.Title, err)
		}
		stranger := as(t, identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		_, err = w.catalog.Copy(stranger, a.ID, "")
		wants(t, err, "assessment_not_found")
	})
}

func TestAnAssessmentIsDeletedUntilSomebodyStarts(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		kept := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
		a := w.publish(t, nil)
		i, err := w.invitations.Invite(w.staff, a.ID, "kim@candidates.example", "")
		must(t, err)
		link, err := w.invitations.MakeLink(w.staff, i.ID, false)
		must(t, err)
		opened := w.enterNew(t, a, "ada@candidates.example")
		must(t, w.catalog.Delete(w.staff, a.ID))
		_, err = w.follow(t, link)
		wants(t, err, "invitation_unknown")
		_, err = w.attempts.Visible(w.candidate(t, opened), opened.ID)
		wants(t, err, "attempt_not_found")
		wants(t, w.catalog.Delete(w.staff, a.ID), "assessment_not_found")
		_, err = w.attempts.SetState(w.candidate(t, kept), kept.ID, attempt.Started) // another one's is left alone
		must(t, err)
		wants(t, w.catalog.Delete(w.staff, kept.Assessment), "assessment_begun")
		if timeline, err := w.attempts.Timeline(w.staff, w.org, []string{string(kept.ID)}, 0, 10); err != nil || len(timeline) != 2 {
			t.Errorf("after the refusal the timeline is %+v, %v", timeline, err)
		}
	})
}

func TestAStartAndADeletionAgree(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		for range 5 {
			a := w.enterNew(t, w.publish(t, nil), "kim@candidates.example")
			var started, deleted error
			var both sync.WaitGroup
			both.Go(func() { _, started = w.attempts.SetState(w.candidate(t, a), a.ID, attempt.Started) })
			both.Go(func() { deleted = w.catalog.Delete(w.staff, a.Assessment) })
			both.Wait()
			if (started == nil) == (deleted == nil) {
				t.Errorf("started: %v, deleted: %v", started, deleted)
			}
			if err := errors.Join(started, deleted); !errs.Is(err, errs.Conflict) && !errs.Is(err, errs.NotFound) {
				t.Errorf("refused with %v", err)
			}
			n, err := db.One[int](context.Background(), w.db, `SELECT COUNT(*) FROM attempts WHERE id = $1`, a.ID)
			must(t, err)
			if (n == 1) != (started == nil) {
				t.Errorf("%d attempts, started: %v", n, started)
			}
		}
	})
}
