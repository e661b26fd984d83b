package interviews

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/client"
)

// greeted is how a tab is greeted that claims to know a version of a file.
func greeted(t *testing.T, who *client.Client, f client.Resource, claim string) (init struct {
	Type    string
	Version int
	Doc     *string
}) {
	t.Helper()
	address := "ws" + strings.TrimPrefix(who.Base, "http") + "/v1/interview-files/" + f.ID + "/socket"
	socket, _, err := websocket.Dial(t.Context(), address, &websocket.DialOptions{HTTPHeader: http.Header{"Authorization": {"Bearer " + who.Token}}})
	must(t, err)
	t.Cleanup(func() { _ = socket.CloseNow() })
	must(t, socket.Write(t.Context(), websocket.MessageText, []byte(`{"type":"hello","version":`+claim+`}`)))
	_, body, err := socket.Read(t.Context())
	must(t, err)
	must(t, json.Unmarshal(body, &init))
	return init
}

// TestNobodyReadsEditsFromBeforeTheyCame: whoever claims to know a version of that time is given the text as it stands.
func TestNobodyReadsEditsFromBeforeTheyCame(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		f := r.file("main.py", nil)
		tab := open(t, r.host, f)
		for _, text := range []string{"the answer is 4711", "nothing"} {
			must(t, tab.Write(text))
			_, err := tab.Save(t.Context())
			must(t, err)
		}
		<-time.After(2 * time.Millisecond) // logs tell moments of a millisecond apart
		w.at = time.Now()                  // as logs have it
		for name, c := range map[string]struct {
			who   *client.Client
			knows bool
		}{
			"who interviews":         {r.host, true},
			"who has not come":       {r.as(t, w.staff), true},
			"the candidate":          {r.kim, true},
			"who comes late":         {r.guest(t, "late@candidates.example", participant.Candidate), false},
			"who observes":           {r.guest(t, "o@candidates.example", participant.Observer), false},
			"who interviews by link": {r.guest(t, "iris@elsewhere.example", participant.Interviewer), false},
		} {
			if init := greeted(t, c.who, f, "0"); init.Type != "init" || (init.Version == 0) != c.knows || (init.Doc == nil) != c.knows {
				t.Errorf("%s: a tab of the beginning is greeted with %+v", name, init)
			}
			if init := greeted(t, c.who, f, "2"); init.Type != "init" || init.Version != 2 || init.Doc != nil {
				t.Errorf("%s: a tab of now is greeted with %+v", name, init)
			}
		}
		must(t, typed(t, r.host, f, "!"))
		<-time.After(2 * time.Millisecond)
		w.at = time.Now()
		late := r.guest(t, "later@candidates.example", participant.Candidate)
		if init := greeted(t, late, f, "2"); init.Version != 3 || init.Doc == nil || *init.Doc != "nothing!" {
			t.Errorf("who comes later is greeted with %+v", init)
		}
	})
}
