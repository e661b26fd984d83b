package assessments

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/blob"
	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/execution"
	"github.com/codecraft-hq/codecraft/internal/contract/problems"
	"github.com/codecraft-hq/codecraft/internal/engine/judge"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/submission"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestPointsAreBounded(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	for points, code := range map[float64]string{
		0.01: "", 10_000: "", 12.5: "",
		0: "points_out_of_range", -1: "points_out_of_range", 10_000.01: "points_out_of_range",
		math.Inf(1): "points_out_of_range", math.NaN(): "points_out_of_range", 0.001: "points_too_fine",
	} {
		a := catalog.Assessment{Title: "x", TimeLimitMinutes: 1, Sections: []catalog.SectionRow{{Items: []catalog.ItemRow{{Problem: w.problem, OwnPoints: &points}}}}}
		err := w.catalog.Create(w.staff, &a)
		if code == "" {
			must(t, err)
			continue
		}
		wants(t, err, code)
		if errs.Of(err).Pointer != "/data/attributes/sections/0/items/0/ownPoints" {
			t.Errorf("%v points to %q", points, errs.Of(err).Pointer)
		}
	}
}

// weighted is an assessment of two problems of 100 points: the first gives as much as own, the second its own.
func (w *world) weighted(t *testing.T, own *float64) catalog.Assessment {
	t.Helper()
	second := ids.New[ids.Problem]()
	w.shelf[second] = problems.Version{
		ID: ids.New[ids.ProblemVersion](), Problem: second, Number: 1, Title: "Other", Points: 100, Plan: blob.Of([]byte("plan")), Languages: []string{"python"},
	}
	first := w.shelf[w.problem]
	first.Groups = []problems.Group{{Name: "hidden", Points: 70}}
	w.shelf[w.problem] = first
	return w.publish(t, func(a *catalog.Assessment) {
		a.Sections[0].Items = []catalog.ItemRow{{Problem: w.problem, OwnPoints: own}, {Problem: second}}
	})
}

// earns submits to each of the attempt's answers, and has the judge give the scores.
func (w *world) earns(t *testing.T, a attempt.Attempt, scores ...float64) (attempt.Attempt, []ids.Submission) {
	t.Helper()
	ctx := w.candidate(t, a)
	a, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
	must(t, err)
	answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
	must(t, err)
	var made []ids.Submission
	for i, score := range scores {
		x := answers[i]
		_, err := w.attempts.ChooseLanguage(ctx, x.ID, "python")
		must(t, err)
		d, err := w.attempts.OpenDocument(ctx, x.ID, "python", "")
		must(t, err)
		w.edit(t, d, "print(1)\n")
		n, err := w.submissions.Submit(ctx, x.ID, 1, "")
		must(t, err)
		must(t, w.submissions.TakeIn(ctx, execution.Judgement{
			ID: ids.New[ids.Judgement](), Organization: w.org, FinishedAt: w.now(), Subject: n.Subject(),
			Outcome: judge.Outcome{Verdict: judge.WrongAnswer, Score: score, MaxScore: 100, Groups: []judge.GroupOutcome{
				{Name: "hidden", Verdict: judge.WrongAnswer, Points: 70, Earned: score},
			}},
		}))
		made = append(made, n.ID)
	}
	a, err = w.attempts.ByID(ctx, w.org, a.ID)
	must(t, err)
	return a, made
}

func TestPointsOfAnItemAreToldEverywhere(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		own := 30.0
		of := w.weighted(t, &own)
		a, made := w.earns(t, w.enterNew(t, of, "kim@candidates.example"), 100.0/3, 20)
		if a.Score != 30 || a.MaxScore != 130 {
			t.Errorf("the attempt has %v of %v", a.Score, a.MaxScore)
		}
		if x := w.shown(t, of); x.Points != 130 || x.Sections[0].Items[0].Points != 30 || x.Sections[0].Items[0].MaxScore != 100 || x.Sections[0].Items[1].OwnPoints != nil {
			t.Errorf("the assessment shows %+v", x)
		}
		board, err := w.attempts.Resources(w.staff, []ids.Attempt{a.ID})
		must(t, err)
		if p := board[0].Attributes.Progress; p[0].Points != 30 || *p[0].Score != 10 || p[1].Points != 100 || *p[1].Score != 20 || *board[0].Attributes.Score != 30 {
			t.Errorf("the board shows %+v", board[0].Attributes)
		}
		candidate := w.candidate(t, a)
		var problem struct {
			Data []struct{ Attributes attempt.AnswerAttributes }
		}
		w.ask(t, candidate, "GET", "/v1/answers?filter[attempt]="+string(a.ID), "", &problem)
		if x := problem.Data[0].Attributes; x.Points != 30 || x.Score != 10 || x.Groups[0].Points != 21 {
			t.Errorf("the candidate is told %+v", x)
		}
		submitted, err := w.submissions.Resources(candidate, made[:1])
		must(t, err)
		if x := submitted[0].Attributes; x.Points != 30 || x.Score != 10 || x.Groups[0] != (submission.SubmissionGroup{Name: "hidden", Verdict: "WA", Points: 21, Earned: 10}) {
			t.Errorf("the submission has %+v", x)
		}
		rows, _, err := w.reports.Results(w.staff, of.ID)
		must(t, err)
		if got := rows[1][6:]; !slices.Equal(got, []string{"30", "130", "10", "20"}) {
			t.Errorf("the export has %q", got)
		}
		timeline, err := w.attempts.Timeline(candidate, w.org, []string{string(a.ID)}, 0, 100)
		must(t, err)
		told := timeline[slices.IndexFunc(timeline, func(x attempt.Activity) bool { return x.Kind == "judged" })].Stored.V
		if fmt.Sprint(told["score"], told["maxScore"]) != "10 30" {
			t.Errorf("the timeline has %v", told)
		}
	})
}

func TestEqualPointsAreEqual(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		own := 0.3
		of := w.weighted(t, &own)
		one, _ := w.earns(t, w.enterNew(t, of, "ada@candidates.example"), 100.0/3, 0.2) // 0.1 + 0.2, which is more than 0.3 to a machine
		other, _ := w.earns(t, w.enterNew(t, of, "bo@candidates.example"), 100, 0)
		if one.Score != 0.3 || other.Score != one.Score {
			t.Errorf("%v and %v are shown as equals", one.Score, other.Score)
		}
	})
}

func TestWithoutPointsOfItsOwnAProblemCountsAsBefore(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		a, made := w.earns(t, w.enterNew(t, w.weighted(t, nil), "kim@candidates.example"), 33.333333333, 20)
		if a.Score != 53.333333333 || a.MaxScore != 200 {
			t.Errorf("the attempt has %v of %v", a.Score, a.MaxScore)
		}
		submitted, err := w.submissions.Resources(w.candidate(t, a), made[:1])
		must(t, err)
		if x := submitted[0].Attributes; x.Points != 100 || x.Score != 33.333333333 || x.Groups[0].Earned != 33.333333333 {
			t.Errorf("the submission has %+v", x)
		}
	})
}

func TestPointsOfAPublishedAssessmentStay(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		own, more := 30.0, 90.0
		of := w.weighted(t, &own)
		changed := of
		changed.Sections = []catalog.SectionRow{{Title: "One", Items: []catalog.ItemRow{{Problem: w.problem, OwnPoints: &more}}}}
		wants(t, w.catalog.Update(w.staff, &changed, catalog.Published, true), "sections_frozen")
		kept, err := w.catalog.Get(w.staff, w.org, of.ID)
		must(t, err)
		made, err := w.catalog.Copy(w.staff, of.ID, "")
		must(t, err)
		again, err := w.catalog.Get(w.staff, w.org, made.ID)
		must(t, err)
		for name, a := range map[string]catalog.Assessment{"the assessment": kept, "its copy": again} {
			if p := a.Items()[0].OwnPoints; p == nil || *p != own || a.Items()[1].OwnPoints != nil {
				t.Errorf("%s has %+v", name, a.Items())
			}
		}
	})
}
