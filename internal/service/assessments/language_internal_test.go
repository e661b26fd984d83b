package assessments

import (
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/errs"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/contract/places"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/catalog"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestALanguageIsOneThatExistsAndIsAllowed(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		v := w.shelf[w.problem]
		v.Languages = nil // all that there are
		w.shelf[w.problem] = v
		for says, allowed := range map[string][]string{"all languages": {}, "two languages": {"python", "cpp"}} {
			a := w.enterNew(t, w.publish(t, func(a *catalog.Assessment) { a.Languages.V = allowed }), says[:3]+"@candidates.example")
			ctx := w.candidate(t, a)
			a, err := w.attempts.SetState(ctx, a.ID, attempt.Started)
			must(t, err)
			answers, err := w.attempts.Answers(ctx, w.org, []ids.Attempt{a.ID})
			must(t, err)
			x := answers[0].ID
			for language, taken := range map[string]bool{
				"python": true, "bash": len(allowed) == 0, "klingon": false, "Python": false, " python": false, "../python": false,
			} {
				of := catalog.Assessment{Title: "Test", TimeLimitMinutes: 60, Scoring: catalog.Best}
				of.Languages.V = []string{"python", language}
				known := language == "python" || language == "bash"
				if err := w.catalog.Create(w.staff, &of); known != (err == nil) || !known && errs.Of(err).Pointer != "/data/attributes/languages/1" {
					t.Errorf("an assessment in %q: %v", language, err)
				}
				ask := map[string]func() error{
					"answer":   func() error { _, err := w.attempts.ChooseLanguage(ctx, x, language); return err },
					"document": func() error { _, err := w.attempts.OpenDocument(ctx, x, language, ""); return err },
					"run": func() error {
						_, err := w.MayRun(ctx, places.MayRun{Organization: w.org, Place: identity.InAttempt(a.ID), Part: string(x), Language: language})
						return err
					},
				}
				for what, set := range ask {
					err := set()
					refused := errs.Is(err, errs.Invalid) && errs.Of(err).Pointer == "/data/attributes/language"
					if taken != (err == nil) || taken == refused {
						t.Errorf("with %s, %s %q is %v", says, what, language, err)
					}
				}
			}
		}
	})
}

// Answers have one file each: no path is another's folder, since there is but one.
func TestADocumentHasNoOtherPath(t *testing.T) {
	w := newWorld(t, harness.Database(t))
	ctx, _, answers := w.begun(t)
	for _, path := range slices.Concat([]string{"", "main"}, []string{"main/b", "a", "a/b", "main/", "./main", "../main"}) {
		_, err := w.attempts.OpenDocument(ctx, answers[0].ID, "python", path)
		if one := path == "" || path == "main"; one != (err == nil) || !one && (!errs.Is(err, errs.Invalid) || errs.Of(err).Pointer != "/data/attributes/path") {
			t.Errorf("the path %q: %v", path, err)
		}
	}
}
