package interviews

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/db"
	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
	"github.com/codecraft-hq/codecraft/test/client"
)

const templatesPath = "/v1/interview-templates"

func keptTemplate(who *client.Client, attributes map[string]any) client.Resource {
	return who.Create("interview-templates", attributes, nil)
}

// TestATemplateKeepsWhatInterviewsAreMadeOf, as it was sent, in the order of names, and changes no other.
func TestATemplateKeepsWhatInterviewsAreMadeOf(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		recruiter := r.as(t, w.staff)
		one, two := r.library.publish(ids.New[ids.Problem](), "Sums"), r.library.publish(ids.New[ids.Problem](), "Trees")
		made := keptTemplate(recruiter, map[string]any{
			"name": " Systems ", "agenda": "1. You\n2. Us", "durationMinutes": 45, "recorded": true, "rubric": []map[string]any{{"name": "Depth", "description": "x"}},
			"problemIds": []string{string(two.Problem), string(one.Problem)},
		})
		plain := keptTemplate(recruiter, map[string]any{"name": "Algorithms"})
		if got := texts(recruiter.List(templatesPath), "name"); !slices.Equal(got, []string{"Algorithms", "Systems"}) {
			t.Errorf("they are %q", got)
		}
		read := r.host.Get(templatesPath + "/" + made.ID)
		if got := fmt.Sprint(read.Attributes["problemIds"], read.Attributes["rubric"], read.Attributes["durationMinutes"], read.Attributes["recorded"]); got !=
			fmt.Sprint([]any{string(two.Problem), string(one.Problem)}, []any{map[string]any{"name": "Depth", "description": "x"}}, 45, true) {
			t.Errorf("kept as %s", got)
		}
		if got := fmt.Sprint(plain.Attributes["problemIds"], plain.Attributes["rubric"], plain.Attributes["durationMinutes"]); got != "[] [] 60" {
			t.Errorf("with its name alone it is %s", got)
		}
		r.library.all = nil // archived since: what it had stays
		changed := recruiter.Patch("interview-templates", made.ID, map[string]any{"name": "Design"})
		if changed.Text("name") != "Design" || len(changed.Attributes["problemIds"].([]any)) != 2 {
			t.Errorf("changed to %v", changed.Attributes)
		}
		if got := send(recruiter, "DELETE", templatesPath+"/"+plain.ID, "", "", nil, nil); got.Status != http.StatusNoContent {
			t.Errorf("removing one: %d %s", got.Status, got.Body)
		}
		if got := texts(recruiter.List(templatesPath), "name"); !slices.Equal(got, []string{"Design"}) {
			t.Errorf("then they are %q", got)
		}
	})
}

func TestWhatNoTemplateIs(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		recruiter := r.as(t, w.staff)
		v := string(r.library.publish(ids.New[ids.Problem](), "Sums").Problem)
		keptTemplate(recruiter, map[string]any{"name": "Systems"})
		for want, attributes := range map[string]map[string]any{
			"template_name_taken": {"name": "Systems"},
			"template_unnamed":    {"name": "  "},
			"criterion_repeated":  {"name": "x", "rubric": []map[string]any{{"name": "a"}, {"name": "A"}}},
			"problem_repeated":    {"name": "x", "problemIds": []string{v, v}},
			"problem_unpublished": {"name": "x", "problemIds": []string{v, string(ids.New[ids.Problem]())}},
		} {
			if got := code(send(recruiter, "POST", templatesPath, "interview-templates", "", attributes, nil)); got != want {
				t.Errorf("%v: %q, want %q", attributes, got, want)
			}
		}
		_, err := db.Exec(t.Context(), w.db, `DELETE FROM templates WHERE organization_id = $1`, w.org)
		must(t, err)
		for i := range 200 {
			_, err := db.Exec(t.Context(), w.db, `INSERT INTO templates (id, organization_id, name, agenda, duration_minutes, recorded, rubric, problems, revision, updated_at)
				VALUES ($1, $2, $3, '', 60, $4, '[]', '[]', 1, $5)`, ids.New[string](), w.org, fmt.Sprint(i), false, w.at)
			must(t, err)
		}
		if got := code(send(recruiter, "POST", templatesPath, "interview-templates", "", map[string]any{"name": "one more"}, nil)); got != "templates_too_many" {
			t.Errorf("one more than there may be: %q", got)
		}
	})
}

// TestTemplatesAreAnOrganizations: for those of its members who see interviews, to change for those who schedule them; for no guest.
func TestTemplatesAreAnOrganizations(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		made := keptTemplate(r.as(t, w.staff), map[string]any{"name": "Systems"})
		address := templatesPath + "/" + made.ID
		if got := code(send(r.host, "DELETE", address, "", "", nil, nil)); got != "permission_missing" {
			t.Errorf("an interviewer removes one: %q", got)
		}
		if got := send(r.kim, "GET", templatesPath, "", "", nil, nil).Status; got != http.StatusForbidden {
			t.Errorf("a guest is shown them: %d", got)
		}
		stranger := r.as(t, identity.With(t.Context(), identity.Principal{
			User: ids.New[ids.User](), Organization: ids.New[ids.Organization](), Role: identity.Owner, Session: ids.New[ids.Session](),
		}))
		if got := stranger.List(templatesPath); len(got) != 0 {
			t.Errorf("another organization is shown %v", got)
		}
		for _, method := range []string{"GET", "DELETE"} {
			if got := send(stranger, method, address, "", "", nil, nil).Status; got != http.StatusNotFound {
				t.Errorf("%s by another organization: %d", method, got)
			}
		}
	})
}
