package problems_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/codecraft-hq/codecraft/internal/base/identity"
	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

const png = "\x89PNG\r\n\x1a\nand the rest"

func TestPicturesOfAProblem(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		who := member(identity.Author)
		id := w.made(who, "problems", attributes{"title": "Pictured", "difficulty": "easy"}, "", "")
		at := "/v1/problems/" + id + "/pictures"
		add := func(as identity.Principal, data string) (int, document) {
			return w.raw(as, "POST", at, "application/octet-stream", []byte(data))
		}
		status, doc := add(who, png)
		if status != 201 || !strings.HasSuffix(doc.Data.ID, ".png") {
			t.Fatalf("a picture is answered %d %+v", status, doc)
		}
		if status, again := add(who, png); status != 201 || again.Data.ID != doc.Data.ID {
			t.Errorf("the same picture again is answered %d %+v", status, again)
		}
		if status, doc := add(who, "just text"); status != 415 || doc.Errors[0].Code != "picture_unknown" {
			t.Errorf("a text is answered %d %+v", status, doc)
		}
		if status, _ := add(who, png+strings.Repeat("x", 5<<20)); status != 413 {
			t.Errorf("a picture that is too large is answered %d", status)
		}
		as := func(role identity.Role) identity.Principal {
			return identity.Principal{User: ids.New[ids.User](), Organization: who.Organization, Role: role, Place: identity.InAttempt("attempt")}
		}
		for name, c := range map[string]struct {
			who         identity.Principal
			read, write int
		}{
			"an interviewer reads":              {as(identity.Interviewer), 200, 403},
			"a candidate has another way":       {as(identity.Candidate), 403, 403},
			"another organization sees nothing": {member(identity.Owner), 404, 404},
		} {
			if status, body := w.exchange(c.who, "GET", at+"/"+doc.Data.ID, "", nil); status != c.read || status == 200 && !bytes.Equal(body, []byte(png)) {
				t.Errorf("%s: GET answers %d %q", name, status, body)
			}
			if status, _ := add(c.who, png); status != c.write {
				t.Errorf("%s: POST answers %d", name, status)
			}
		}
		other := w.made(who, "problems", attributes{"title": "Other", "difficulty": "easy"}, "", "")
		if status, _ := w.exchange(who, "GET", "/v1/problems/"+other+"/pictures/"+doc.Data.ID, "", nil); status != 404 {
			t.Errorf("as another problem's it is answered %d", status)
		}
		_, copied := w.told(who, "problem-copies", attributes{}, "problem", "problems", id)
		if status, _ := w.exchange(who, "GET", "/v1/problems/"+copied.Data.ID+"/pictures/"+doc.Data.ID, "", nil); status != http.StatusOK {
			t.Errorf("the copy's is answered %d", status)
		}
	})
}
