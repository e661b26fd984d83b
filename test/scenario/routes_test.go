package scenario

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/codecraft-hq/codecraft/test/product"
)

// ownToCandidates are the nouns that candidates read of their own attempt.
var ownToCandidates = []string{"attempts", "answers", "documents", "submissions", "runs"}

// ownToRooms are the nouns that only who is in the room of an interview writes.
var ownToRooms = []string{"interview-files", "interview-messages", "interview-reactions", "interview-drawings"}

// ownToPanels are the nouns that only an interview's interviewers write.
var ownToPanels = []string{"notes", "scorecards"}

func TestEveryRoute(t *testing.T) {
	p := product.StartEmpty(t, "--judge0", "--piston", "--dropin-token", "token of the drop-ins", "--dropin-user-token", "token of their users")
	w := newWorld(t, p)
	w.settled(t)
	all := routesOf(t, w.anyone)
	t.Logf("%d routes, %d askers", len(all), len(w.askers()))
	for _, a := range w.askers() {
		t.Run("every route as "+a.name, func(t *testing.T) { walk(t, w, a, all) })
	}
	t.Run("what is hidden is there to be seen", func(t *testing.T) { staffSee(t, w) })
	t.Run("routes beside the API", func(t *testing.T) { beside(t, w) })
	t.Run("foreign ids in a body are not found", func(t *testing.T) { foreignIDs(t, w) })
	t.Run("bad input is refused with its place", func(t *testing.T) { badInput(t, w, all) })
	t.Run("hostile programs get a clear answer", func(t *testing.T) { hostilePrograms(t, w) })
}

// complete is what a body that creates needs: attributes, and the relationship that says where it belongs.
var complete = map[string]struct{ attributes, name, parent string }{
	"problems":               {`{"title":"x","difficulty":"easy"}`, "", ""},
	"test-groups":            {`{"name":"x","sample":false,"points":1}`, "problem", "problems"},
	"tests":                  {`{"name":"x","input":"","answer":""}`, "group", "test-groups"},
	"reference-solutions":    {`{"name":"x","language":"python","source":"x","expectedVerdict":"AC"}`, "problem", "problems"},
	"verifications":          {`{}`, "problem", "problems"},
	"problem-versions":       {`{}`, "problem", "problems"},
	"assessments":            {`{"title":"x","timeLimitMinutes":5}`, "", ""},
	"invitations":            {`{"email":"a@b.example"}`, "assessment", "assessments"},
	"invitation-imports":     {`{"text":"a@b.example"}`, "assessment", "assessments"},
	"invitation-previews":    {`{"text":"a@b.example"}`, "assessment", "assessments"},
	"invitation-links":       {`{}`, "invitation", "invitations"},
	"assessment-copies":      {`{}`, "assessment", "assessments"},
	"assessment-previews":    {`{}`, "assessment", "assessments"},
	"documents":              {`{"language":"python"}`, "answer", "answers"},
	"submissions":            {`{"documentVersion":1}`, "answer", "answers"},
	"runs":                   {`{"language":"python","source":"print(1)"}`, "", ""},
	"member-invitations":     {`{"email":"a@b.example","role":"author"}`, "", ""},
	"webhooks":               {`{"url":"https://example.org/","events":["judgement.ended"]}`, "", ""},
	"interviews":             {`{"title":"x","startsAt":"2030-01-01T09:00:00Z","durationMinutes":30}`, "", ""},
	"interview-participants": {`{"email":"a@b.example"}`, "interview", "interviews"},
	"interview-links":        {`{}`, "participant", "interview-participants"},
	"interview-entries":      {`{"invitationToken":"0123456789abcdef"}`, "", ""},
	"interview-sessions":     {`{"tab":"0123456789"}`, "interview", "interviews"},
	"interview-problems":     {`{"problemId":"018f0000-0000-7000-8000-000000000000"}`, "interview", "interviews"},
	"interview-files":        {`{"path":"x","language":"python"}`, "interview", "interviews"},
	"interview-messages":     {`{"text":"x"}`, "interview", "interviews"},
	"interview-reactions":    {`{"emoji":"👍"}`, "interview", "interviews"},
	"clips":                  {`{"recordingId":"018f0000-0000-7000-8000-000000000000"}`, "interview", "interviews"},
	"captions":               {`{"recordingId":"018f0000-0000-7000-8000-000000000000","language":"en","text":"x"}`, "interview", "interviews"},
	"interview-templates":    {`{"name":"x"}`, "", ""},
	"interview-drawings":     {`{"elements":[{"id":"x","type":"line","version":1,"versionNonce":1,"points":[[0,0],[1,1]]}]}`, "interview", "interviews"},
	"notes":                  {`{"text":"x"}`, "interview", "interviews"},
	"scorecards":             {`{"text":"x"}`, "interview", "interviews"},
	"rejudgings":             {`{"judgementId":"018f0000-0000-7000-8000-000000000000"}`, "", ""},
}

// creation is a body that makes one of a noun below a parent.
func creation(noun, parent string) []byte {
	c, known := complete[noun]
	switch {
	case !known:
		return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":{}}}`, noun)
	case c.name == "":
		return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":%s}}`, noun, c.attributes)
	}
	return fmt.Appendf(nil, `{"data":{"type":%q,"attributes":%s,"relationships":{%q:{"data":{"type":%q,"id":%q}}}}}`,
		noun, c.attributes, c.name, c.parent, parent)
}

// empty is a body that fits the operation: what it creates belongs to nothing, what it changes stays as it is.
func empty(o operation, id string) []byte {
	switch {
	case len(o.Bodies) == 0:
		return nil
	case strings.Contains(o.Path, "/relationships/"):
		return fmt.Appendf(nil, `{"data":{"type":"test-groups","id":%q}}`, uuid.NewString())
	case o.one():
		return fmt.Appendf(nil, `{"data":{"type":%q,"id":%q,"attributes":{}}}`, o.noun(), id)
	}
	return creation(o.noun(), uuid.NewString())
}

// headers are those an operation's body and answer take.
func headers(o operation) http.Header {
	h := http.Header{}
	if len(o.Bodies) > 0 {
		h.Set("Content-Type", o.Bodies[0])
	}
	if strings.HasSuffix(o.Path, "/events") {
		h.Set("Accept", "text/event-stream")
	}
	if strings.HasSuffix(o.Path, "/socket") {
		h.Set("Connection", "Upgrade")
		h.Set("Upgrade", "websocket")
		h.Set("Sec-WebSocket-Version", "13")
		h.Set("Sec-WebSocket-Key", "c3RyYW5nZXJzIG9uIHRoZQ==")
	}
	if strings.HasSuffix(o.Path, ".csv") {
		h.Set("Accept", "text/csv")
	}
	return h
}

// endless are operations whose good answer does not end: they are tried where they must be refused.
func endless(o operation) bool {
	return strings.HasSuffix(o.Path, "/events") || strings.HasSuffix(o.Path, "/socket")
}
