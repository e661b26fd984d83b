package scenario

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/product"
)

// Interview lets a candidate by link and an interviewer meet, by the signals that browsers send to the product's own address, or to the video
// server that they are told of.
func Interview(t *testing.T, p *product.Product) {
	anyone := client.New(t, p.URL)
	owner := anyone.SignIn(product.Owner, product.Password)
	recruiter := p.Member(owner, "recruiter@first.example", "recruiter")
	interviewer := p.Member(owner, "interviewer@first.example", "interviewer")

	interview := recruiter.Create("interviews", map[string]any{
		"title": "Systems", "startsAt": time.Now().Add(time.Minute).Format(time.RFC3339), "durationMinutes": 45, "timeZone": "Europe/Berlin",
	}, nil)
	to := map[string]client.Relationship{"interview": client.To("interviews", interview.ID)}
	invited := recruiter.Create("interview-participants", map[string]any{"email": "kim@candidates.example", "name": "Kim Candidate"}, to)
	link := invited.Text("link")
	entry := anyone.Create("interview-entries", map[string]any{"invitationToken": link[strings.LastIndex(link, "/")+1:]}, nil)
	candidate := anyone.As(entry.Text("accessToken"))

	join := func(who *client.Client, tab string) client.Resource {
		return who.Create("interview-sessions", map[string]any{"tab": tab, "consent": "given"}, to)
	}
	if s := join(candidate, "candidates-tab"); s.Text("state") != "waiting" || s.Text("token") != "" {
		t.Fatalf("a candidate is not asked to wait: %v", s.Attributes)
	}
	host := join(interviewer, "interviewers-tab")
	interviewer.Patch("interview-participants", invited.ID, map[string]any{"state": "admitted"})
	guest := join(candidate, "candidates-tab")

	met := make(chan string, 10)
	hosts := connect(t, p, host, met)
	guests := connect(t, p, guest, met)
	if first := <-met; first != "Kim Candidate" {
		t.Errorf("the interviewer meets %q", first)
	}
	if len(guests.GetRemoteParticipants()) != 1 || len(hosts.GetRemoteParticipants()) != 1 {
		t.Error("they do not see one another")
	}
	within := strings.HasPrefix(host.Text("address"), "/")
	if a := candidate.Raw(http.MethodGet, "/media/twirp/livekit.RoomService/ListRooms", nil, nil); within && a.Status != http.StatusNotFound {
		t.Errorf("the video server's own routes are open: %d", a.Status)
	}
	if a := candidate.Raw(http.MethodGet, "/v1/interviews", nil, nil); a.Status != http.StatusForbidden {
		t.Errorf("a guest lists interviews: %d", a.Status)
	}
	interviewer.Patch("interviews", interview.ID, map[string]any{"state": "ended"})
	candidateSeesIt(t, candidate, interview.ID)
}

// candidateSeesIt reads how the interview ended, and not who else was invited by which address.
func candidateSeesIt(t *testing.T, candidate *client.Client, id string) {
	t.Helper()
	if i := candidate.Get("/v1/interviews/" + id); i.Text("state") != "ended" {
		t.Errorf("the interview is %v", i.Attributes)
	}
	for _, p := range candidate.List("/v1/interview-participants?filter[interview]=" + id) {
		if p.Text("email") != "" {
			t.Errorf("a guest sees an address: %v", p.Attributes)
		}
	}
}

// connect joins the room as a browser does; whom it meets there is told by name.
func connect(t *testing.T, p *product.Product, session client.Resource, met chan string) *lksdk.Room {
	t.Helper()
	lksdk.SetLogger(logger.GetDiscardLogger())
	address := session.Text("address")
	if strings.HasPrefix(address, "/") {
		address = strings.Replace(p.URL, "http", "ws", 1) + address
	}
	room, err := lksdk.ConnectToRoomWithToken(address, session.Text("token"), &lksdk.RoomCallback{
		OnParticipantConnected: func(other *lksdk.RemoteParticipant) { met <- other.Name() },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(room.Disconnect)
	return room
}
