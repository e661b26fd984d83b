package interviews

import (
	"net/http"
	"slices"
	"testing"

	"github.com/codecraft-hq/codecraft/test/client"
)

func TestReactionsAreToldToEverybodyInTheRoom(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.kim.Create("interview-reactions", map[string]any{"emoji": "✋"}, r.to)
		r.host.Create("interview-reactions", map[string]any{"emoji": "👍"}, r.to)
		if got := texts(r.list(r.kim, "interview-reactions"), "emoji"); !slices.Equal(got, []string{"✋", "👍"}) {
			t.Errorf("there are %q", got)
		}
		events := r.told(t, r.host, "")
		if !slices.ContainsFunc(events, func(e client.Event) bool { return e.Data["kind"] == "reaction" && e.Data["name"] == "Kim" }) {
			t.Errorf("the room is told %+v", events)
		}
		if a := send(r.kim, http.MethodPost, "/v1/interview-reactions", "interview-reactions", "", map[string]any{"emoji": "<script>"}, r.to); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("what is no reaction: %d %s", a.Status, a.Body)
		}
	})
}
