package scenario

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/internal/engine/media/chime/chimetest"
	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/product"
)

// TestInterviewByAmazonChime: who comes in gets what Amazon lets them in with, and pages may talk to Amazon; nothing is recorded.
func TestInterviewByAmazonChime(t *testing.T) {
	service := chimetest.Start(t)
	t.Setenv("AWS_ACCESS_KEY_ID", chimetest.Key.AccessKeyID)
	t.Setenv("AWS_SECRET_ACCESS_KEY", chimetest.Key.SecretAccessKey)
	p := product.StartEmpty(t, "--media", "chime", "--chime-region", chimetest.Region, "--chime-endpoint", service.URL)
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	about := map[string]any{"title": "By Amazon", "startsAt": time.Now().UTC().Format(time.RFC3339), "durationMinutes": 30, "timeZone": "UTC"}
	interview := owner.Create("interviews", about, nil)
	session := owner.Create("interview-sessions", map[string]any{"tab": "owners-tab"}, map[string]client.Relationship{"interview": client.To("interviews", interview.ID)})
	if session.Text("provider") != "chime" {
		t.Fatalf("the session is %+v", session)
	}
	if joined, err := service.Join(session.Text("token")); err != nil {
		t.Errorf("Amazon lets nobody in with that: %v", err)
	} else {
		t.Logf("in the meeting is %+v", joined)
	}
	page := client.New(t, p.URL).Raw(http.MethodGet, "/", nil, nil)
	if policy := page.Header.Get("Content-Security-Policy"); !strings.Contains(policy, "connect-src 'self' https://*.chime.aws wss://*.chime.aws;") {
		t.Errorf("pages may talk to %s", policy)
	}
	about["recorded"] = true
	body, err := json.Marshal(map[string]any{"data": client.Resource{Type: "interviews", Attributes: about}})
	if err != nil {
		t.Fatal(err)
	}
	if a := owner.Raw(http.MethodPost, "/v1/interviews", http.Header{"Content-Type": {"application/vnd.api+json"}}, body); a.Status != http.StatusConflict && a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an interview is to be recorded by nobody: %d %s", a.Status, a.Body)
	}
}
