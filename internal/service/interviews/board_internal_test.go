package interviews

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/service/interviews/participant"
	"github.com/codecraft-hq/codecraft/test/client"
)

func line(id string, version, nonce int, more map[string]any) map[string]any {
	e := map[string]any{"id": id, "type": "line", "version": version, "versionNonce": nonce, "isDeleted": false, "points": []any{[]any{0, 0}, []any{1, 1}}}
	maps.Copy(e, more)
	return e
}

func (r *room) draw(who *client.Client, elements ...map[string]any) client.Resource {
	return who.Create("interview-drawings", map[string]any{"elements": elements}, r.to)
}

func (r *room) refusedDrawing(t *testing.T, who *client.Client, elements ...map[string]any) string {
	t.Helper()
	a := send(who, http.MethodPost, "/v1/interview-drawings", "interview-drawings", "", map[string]any{"elements": append([]map[string]any{}, elements...)}, r.to)
	if a.Status < 400 {
		t.Errorf("it is drawn: %d %.300s", a.Status, a.Body)
	}
	return code(a)
}

// scene is what is on the board: ids with versions, in their order, and the number of the last drawing.
func (r *room) scene(who *client.Client) (string, int) {
	b := who.Get("/v1/interview-boards/" + string(r.ID))
	return told(b), int(b.Number("number"))
}

func told(x client.Resource) string {
	var all []string
	for _, e := range x.Items("elements") {
		all = append(all, fmt.Sprintf("%v.%v", e["id"], e["version"]))
	}
	return strings.Join(all, " ")
}

func TestAllDrawOnOneBoard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		if scene, number := r.scene(r.kim); scene != "" || number != 0 {
			t.Errorf("a new board has %q, %d", scene, number)
		}
		r.draw(r.kim, line("a", 1, 5, map[string]any{"points": []any{[]any{0.5, 1.25}, []any{1e-7, 3}}}), line("b", 1, 5, nil))
		r.draw(r.host, line("b", 2, 9, nil), line("c", 1, 1, nil))
		if scene, number := r.scene(r.kim); scene != "a.1 b.2 c.1" || number != 2 {
			t.Errorf("the board has %q, %d", scene, number)
		}
		log := r.list(r.host, "interview-drawings")
		if len(log) != 2 || told(log[0]) != "a.1 b.1" || told(log[1]) != "b.2 c.1" || log[0].Text("participantId") != string(r.invited.ID) {
			t.Errorf("the log is %+v", log)
		}
		if got := fmt.Sprint(log[0].Items("elements")[0]["points"]); got != "[[0.5 1.25] [1e-07 3]]" {
			t.Errorf("the points are %s", got)
		}
		if rest := r.kim.List("/v1/interview-drawings?filter[interview]=" + string(r.ID) + "&filter[number][after]=1"); len(rest) != 1 || told(rest[0]) != "b.2 c.1" {
			t.Errorf("behind the first there is %+v", rest)
		}
	})
}

// TestTheLogOfABoardIsForReplays: others in the room keep up with the board by it, and read nothing that was there before they came.
func TestTheLogOfABoardIsForReplays(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		secret := map[string]any{"points": []any{[]any{4711, 4711}}, "index": "a1"}
		r.draw(r.host, line("a", 1, 1, secret), line("b", 1, 1, secret))
		secret["isDeleted"] = true
		r.draw(r.host, line("a", 2, 1, secret), line("c", 1, 1, nil))
		r.draw(r.host, line("b", 2, 1, nil))
		log := "/v1/interview-drawings?filter[interview]=" + string(r.ID)
		first := r.list(r.host, "interview-drawings")[0]
		for name, c := range map[string]struct {
			who  *client.Client
			want []string
		}{
			"who interviews":         {r.host, []string{"a.1 b.1", "a.2 c.1", "b.2"}},
			"who has not come":       {r.as(t, w.staff), []string{"a.1 b.1", "a.2 c.1", "b.2"}},
			"the candidate":          {r.kim, []string{"", "a.2 c.1", "b.2"}},
			"who comes late":         {r.guest(t, "late@candidates.example", participant.Candidate), []string{"", "a.2 c.1", "b.2"}},
			"who observes":           {r.guest(t, "o@candidates.example", participant.Observer), []string{"", "a.2 c.1", "b.2"}},
			"who interviews by link": {r.guest(t, "iris@elsewhere.example", participant.Interviewer), []string{"", "a.2 c.1", "b.2"}},
		} {
			var got []string
			for i, d := range c.who.List(log) {
				if got = append(got, told(d)); d.Number("number") != float64(i+1) {
					t.Errorf("%s: drawing %d has number %v", name, i+1, d.Number("number"))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s reads %q, want %q", name, got, c.want)
			}
			whole := c.want[0] != ""
			if text := string(c.who.Raw(http.MethodGet, log, nil, nil).Body); strings.Contains(text, "4711") != whole {
				t.Errorf("%s reads %s", name, text)
			}
			if got := told(c.who.Get("/v1/interview-drawings/" + first.ID)); got != c.want[0] {
				t.Errorf("%s reads %q of the first drawing", name, got)
			}
		}
		gone := r.list(r.kim, "interview-drawings")[1].Items("elements")[0]
		if want := "map[id:a index:a1 isDeleted:true points:[[0 0]] type:line version:2 versionNonce:1]"; fmt.Sprint(gone) != want {
			t.Errorf("of what was deleted is told %v", gone)
		}
		r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"})
		if got := r.list(r.kim, "interview-drawings"); len(got) != 3 || told(got[0]) != "" {
			t.Errorf("after the end the candidate reads %+v", got)
		}
	})
}

// TestOfTwoVersionsTheNewerHolds: whoever sends what, and when.
func TestOfTwoVersionsTheNewerHolds(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		r.draw(r.kim, line("a", 3, 50, nil), line("b", 1, 1, nil))
		r.draw(r.host, line("b", 2, 1, map[string]any{"isDeleted": true}))
		for name, c := range map[string]struct {
			element map[string]any
			taken   bool
		}{
			"an older one":                         {line("a", 2, 1, nil), false},
			"the same":                             {line("a", 3, 50, nil), false},
			"of the same age, with a higher nonce": {line("a", 3, 51, nil), false},
			"of a stale tab, of what was deleted":  {line("b", 1, 1, nil), false},
		} {
			d := r.draw(r.host, c.element)
			if got := told(d) != ""; got != c.taken || d.Number("number") != 2 {
				t.Errorf("%s: taken %v, number %v", name, got, d.Number("number"))
			}
		}
		if d := r.draw(r.host, line("a", 3, 49, nil), line("b", 1, 0, nil)); told(d) != "a.3" || d.Number("number") != 3 {
			t.Errorf("of two one is newer, and taken are %q as %v", told(d), d.Number("number"))
		}
		if d := r.draw(r.kim, line("b", 3, 4, nil)); told(d) != "b.3" {
			t.Errorf("who brings back what was deleted, knowing it, draws %q", told(d))
		}
		if scene, _ := r.scene(r.host); scene != "a.3 b.3" {
			t.Errorf("the board has %q", scene)
		}
	})
}

func TestWhatIsNoDrawingIsRefusedWithItsPlace(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		fine := line("fine", 1, 1, nil)
		for name, c := range map[string]struct {
			element map[string]any
			code    string
		}{
			"no id":                 {line("", 1, 1, nil), "element_unsound"},
			"an id with a space":    {line("a b", 1, 1, nil), "element_unsound"},
			"no version":            {line("a", 0, 1, nil), "element_unsound"},
			"half a version":        {line("a", 1, 1, map[string]any{"version": 1.5}), "element_unsound"},
			"a version in words":    {line("a", 1, 1, map[string]any{"version": "1"}), "element_unsound"},
			"a version at the end":  {line("a", 1<<53-1, 1, nil), "element_unsound"},
			"a huge nonce":          {line("a", 1, 1, map[string]any{"versionNonce": 1e300}), "element_unsound"},
			"a picture":             {line("a", 1, 1, map[string]any{"type": "image"}), "element_unsound"},
			"a page of elsewhere":   {line("a", 1, 1, map[string]any{"type": "embeddable"}), "element_unsound"},
			"a script for a link":   {line("a", 1, 1, map[string]any{"link": "javascript:alert(1)"}), "element_unsound"},
			"too large a one":       {line("a", 1, 1, map[string]any{"text": strings.Repeat("x", 70_000)}), "element_unsound"},
			"a place that is none":  {line("a", 1, 1, map[string]any{"x": "left"}), "element_unsound"},
			"one beyond all bounds": {line("a", 1, 1, map[string]any{"width": 1e12}), "element_unsound"},
			"points that are none":  {line("a", 1, 1, map[string]any{"points": []any{[]any{1, 2}, []any{"3", 4}}}), "element_unsound"},
			"a point of one number": {line("a", 1, 1, map[string]any{"points": []any{[]any{1}}}), "element_unsound"},
			"a stroke of nothing":   {line("a", 1, 1, map[string]any{"type": "freedraw", "points": nil}), "element_unsound"},
			"an arrow of nothing":   {line("a", 1, 1, map[string]any{"type": "arrow", "points": []any{}}), "element_unsound"},
			"an index of no place":  {line("a", 1, 1, map[string]any{"index": "top"}), "element_unsound"},
			"an index that is none": {line("a", 1, 1, map[string]any{"index": 7}), "element_unsound"},
			"a text that is none":   {line("a", 1, 1, map[string]any{"type": "text", "text": 7}), "element_unsound"},
			"groups that are none":  {line("a", 1, 1, map[string]any{"groupIds": "all"}), "element_unsound"},
			"one that is twice":     {line("fine", 2, 1, nil), "element_twice"},
		} {
			a := send(r.kim, http.MethodPost, "/v1/interview-drawings", "interview-drawings", "", map[string]any{"elements": []any{fine, c.element}}, r.to)
			if code(a) != c.code || !strings.Contains(string(a.Body), "/data/attributes/elements/1") {
				t.Errorf("%s: %d %.300s", name, a.Status, a.Body)
			}
		}
		if got := r.refusedDrawing(t, r.kim); got != "drawing_size" {
			t.Errorf("nothing is answered %s", got)
		}
		large := send(r.kim, http.MethodPost, "/v1/interview-drawings", "interview-drawings", "", map[string]any{"elements": []any{line("a", 1, 1, map[string]any{"text": strings.Repeat("x", 5<<20)})}}, r.to)
		if large.Status != http.StatusRequestEntityTooLarge {
			t.Errorf("megabytes are answered %d %.200s", large.Status, large.Body)
		}
		if scene, number := r.scene(r.kim); scene != "" || number != 0 {
			t.Errorf("the board has %q, %d", scene, number)
		}
	})
}

// TestABoardIsBounded: what does not fit is refused whole, and what is removed makes room.
func TestABoardIsBounded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		many := func(from, to, version int, more map[string]any) (all []map[string]any) {
			for i := from; i < to; i++ {
				all = append(all, line(fmt.Sprint("e", i), version, 1, more))
			}
			return all
		}
		for at := range 5 {
			r.draw(r.kim, many(1000*at, 1000*at+1000, 1, nil)...)
		}
		if got := r.refusedDrawing(t, r.kim, many(5000, 5002, 1, nil)...); got != "board_full" {
			t.Errorf("the element after the last is answered %s", got)
		}
		r.draw(r.host, many(0, 2, 2, map[string]any{"isDeleted": true})...)
		r.draw(r.kim, many(5000, 5002, 1, nil)...)
		if scene, number := r.scene(r.host); len(strings.Fields(scene)) != 5000 || number != 7 || strings.Contains(scene, "e0.") {
			t.Errorf("the board has %d elements, %d", len(strings.Fields(scene)), number)
		}
		large := func(bytes int) map[string]any { return map[string]any{"text": strings.Repeat("x", bytes)} }
		for i := 2; i < 130; i += 4 {
			r.draw(r.kim, many(i, i+4, 2, large(60_000))...)
		}
		if got := r.refusedDrawing(t, r.kim, many(200, 204, 2, large(63_000))...); got != "board_full" {
			t.Errorf("more than it holds is answered %s", got)
		}
	})
}

func TestWhoDrawsOnABoard(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		observer := r.guest(t, "o@candidates.example", participant.Observer)
		r.draw(r.host, line("a", 1, 1, nil))
		if got := r.refusedDrawing(t, observer, line("b", 1, 1, nil)); got != "observer_reads" {
			t.Errorf("an observer is answered %s", got)
		}
		if scene, _ := r.scene(observer); scene != "a.1" {
			t.Errorf("an observer sees %q", scene)
		}
		r.arrange(map[string]any{"locked": true})
		if got := r.refusedDrawing(t, r.kim, line("b", 1, 1, nil)); got != "files_locked" {
			t.Errorf("who is locked out is answered %s", got)
		}
		r.draw(r.host, line("c", 1, 1, nil))
		r.arrange(map[string]any{"locked": false})
		r.draw(r.kim, line("d", 1, 1, nil))

		stranger := w.room(t).kim // in another interview
		for _, path := range []string{"/v1/interview-boards/" + string(r.ID), "/v1/interview-drawings?filter[interview]=" + string(r.ID)} {
			if a := stranger.Raw(http.MethodGet, path, nil, nil); strings.Contains(string(a.Body), `"id":"a"`) {
				t.Errorf("who is in another interview reads %s: %d %s", path, a.Status, a.Body)
			}
		}
		if got := r.refusedDrawing(t, stranger, line("e", 1, 1, nil)); got != "interview_not_found" {
			t.Errorf("who is in another interview is answered %s", got)
		}
		_, err := w.participants.SetState(w.staff, r.invited.ID, participant.Removed)
		must(t, err)
		if got := r.refusedDrawing(t, r.kim, line("e", 1, 1, nil)); got != "removed_from_interview" {
			t.Errorf("who was removed is answered %s", got)
		}
		r.host.Patch("interviews", string(r.ID), map[string]any{"state": "ended"})
		if got := r.refusedDrawing(t, r.host, line("e", 1, 1, nil)); got != "interview_not_live" {
			t.Errorf("after the end it is answered %s", got)
		}
		if scene, _ := r.scene(r.as(t, w.staff)); scene != "a.1 c.1 d.1" {
			t.Errorf("after the end the board has %q", scene)
		}
	})
}

// TestTheTimelineTellsThatSomebodyDraws once a minute, and the stream of each drawing.
func TestTheTimelineTellsThatSomebodyDraws(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		r := w.room(t)
		for i := range 4 {
			r.draw(r.kim, line("a", i+1, 1, nil))
			w.at = w.at.Add(25 * time.Second)
		}
		r.draw(r.host, line("b", 1, 1, nil))
		var who []string
		for _, e := range r.list(r.as(t, w.staff), "timeline-entries") {
			if e.Text("kind") == "drawing" {
				who = append(who, e.Text("name"))
			}
		}
		if len(who) != 3 || who[0] != who[1] || who[1] == who[2] || !slices.Contains(who, r.invited.Name) {
			t.Errorf("the timeline tells of %q", who)
		}
		events := r.kim.Events(t.Context(), "/v1/interviews/"+string(r.ID)+"/events", "", func(e client.Event) bool { return e.Name != "ready" })
		at := slices.IndexFunc(events, func(e client.Event) bool { return e.Name == "board" })
		if at < 0 || events[at].Data["number"] != 5.0 {
			t.Errorf("the stream tells %+v", events)
		}
	})
}
