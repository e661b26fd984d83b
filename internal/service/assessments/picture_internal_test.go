package assessments

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/internal/base/picture"
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
		neighbour := w.candidate(t, attempt{ID: ids.New[ids.Attempt](), Organization: a.Organization})
		stranger := as(t, identity.Principal{User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner})
		for name, c := range map[string]struct {
			who     *http.Request
			picture string
			want    int
		}{
			"the candidate":                        {httptest.NewRequestWithContext(candidate, "GET", "/", nil), shown, 200},
			"staff that reads attempts":            {httptest.NewRequestWithContext(w.staff, "GET", "/", nil), shown, 200},
			"a picture that no text of it has":     {httptest.NewRequestWithContext(candidate, "GET", "/", nil), other, 404},
			"another candidate":                    {httptest.NewRequestWithContext(neighbour, "GET", "/", nil), shown, 404},
			"somebody of another organization":     {httptest.NewRequestWithContext(stranger, "GET", "/", nil), shown, 404},
			"a name that is in the text by chance": {httptest.NewRequestWithContext(candidate, "GET", "/", nil), shown[:3], 404},
		} {
			c.who.SetPathValue("id", string(answers[0].ID))
			c.who.SetPathValue("name", c.picture)
			answer := httptest.NewRecorder()
			w.answerPicture(answer, c.who)
			if answer.Code != c.want || c.want == 200 && answer.Header().Get("Content-Type") != "image/png" {
				t.Errorf("%s is answered %d %v", name, answer.Code, answer.Header())
			}
		}
	})
}
