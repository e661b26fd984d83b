package assessments

import (
	"context"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
	"github.com/codecraft-hq/codecraft/internal/service/assessments/attempt"
	"github.com/codecraft-hq/codecraft/test/harness"
)

func TestAPictureIsSeenByWhoReadsTheStatement(t *testing.T) {
	harness.EachDatabase(t, func(t *testing.T, open func(string) *db.DB) {
		w := newWorld(t, open)
		shown, err := picture.Keep(t.Context(), &w.blobs, []byte("\x89PNG\r\n\x1a\nshown"))
		must(t, err)
		other, err := picture.Keep(t.Context(), &w.blobs, []byte("\x89PNG\r\n\x1a\nother"))
		must(t, err)
		v := w.shelf[w.problem]
		v.Statement = "Look: ![a map](pictures/" + shown + ")"
		w.shelf[w.problem] = v
		candidate, a, answers := w.begun(t)
		neighbour := w.candidate(t, attempt.Attempt{ID: ids.New[ids.Attempt](), Organization: a.Organization})
		stranger := as(t, identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		for name, c := range map[string]struct {
			who     context.Context
			picture string
			want    int
		}{
			"the candidate":                        {candidate, shown, 200},
			"staff that reads attempts":            {w.staff, shown, 200},
			"a picture that no text of it has":     {candidate, other, 404},
			"another candidate":                    {neighbour, shown, 404},
			"somebody of another organization":     {stranger, shown, 404},
			"a name that is in the text by chance": {candidate, shown[:3], 404},
		} {
			answer := w.serve(c.who, "GET", "/v1/answers/"+string(answers[0].ID)+"/pictures/"+c.picture, "")
			if answer.Code != c.want || c.want == 200 && answer.Header().Get("Content-Type") != "image/png" {
				t.Errorf("%s is answered %d %v", name, answer.Code, answer.Header())
			}
		}
	})
}
