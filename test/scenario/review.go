package scenario

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// strangersSeeNothing asks for every resource of the story from another organization.
func strangersSeeNothing(t *testing.T, p *product.Product, story ...client.Resource) {
	anyone := client.New(t, p.URL)
	email := fmt.Sprintf("stranger-%d@elsewhere.example", time.Now().UnixNano())
	anyone.Create("users", map[string]any{"email": email, "password": product.Password, "name": "Stranger"}, nil)
	stranger := anyone.SignIn(email, product.Password)
	for _, r := range story {
		path := "/v1/" + r.Type + "/" + r.ID
		if a := stranger.Raw("GET", path, nil, nil); a.Status != http.StatusNotFound {
			t.Errorf("a stranger's GET %s: %d", path, a.Status)
		}
		if a := anyone.Raw("GET", path, nil, nil); a.Status != http.StatusUnauthorized {
			t.Errorf("nobody's GET %s: %d", path, a.Status)
		}
	}
	if all := stranger.List("/v1/problems"); len(all) != 0 {
		t.Errorf("a stranger lists %d problems", len(all))
	}
}

// candidateSeesNoSecret reads all a candidate may read, and asks for what they may not.
func candidateSeesNoSecret(t *testing.T, candidate *client.Client, problem, attempt, answer client.Resource) {
	t.Helper()
	for _, path := range []string{
		"/v1/attempts/" + attempt.ID, "/v1/answers/" + answer.ID, "/v1/answers?filter[attempt]=" + attempt.ID,
		"/v1/submissions?filter[attempt]=" + attempt.ID, "/v1/attempts/" + attempt.ID + "/answers",
	} {
		a := candidate.Raw("GET", path, nil, nil)
		if a.Status != http.StatusOK {
			t.Errorf("the candidate's GET %s: %d %s", path, a.Status, a.Body)
		}
		for _, hidden := range []string{secret, "judgementId", "candidateEmail", "expectedVerdict", "problemId"} {
			if strings.Contains(string(a.Body), hidden) {
				t.Errorf("GET %s shows %q to the candidate: %s", path, hidden, a.Body)
			}
		}
	}
	for _, path := range []string{
		"/v1/problems", "/v1/problems/" + problem.ID, "/v1/test-groups?filter[problem]=" + problem.ID, "/v1/judgements",
		"/v1/activities?filter[attempt]=" + attempt.ID, "/v1/assessments", "/v1/invitations", "/v1/memberships", "/v1/mails",
	} {
		a := candidate.Raw("GET", path, nil, nil)
		if isDemos := path == "/v1/mails" && a.Status == http.StatusNotFound; a.Status != http.StatusForbidden && !isDemos {
			t.Errorf("the candidate's GET %s: %d %s", path, a.Status, a.Body)
		}
	}
}

func reviewerSeesAll(t *testing.T, recruiter *client.Client, assessment, attempt, answer client.Resource) {
	seen := recruiter.Get("/v1/attempts/" + attempt.ID)
	if seen.Text("candidateEmail") != "kim@candidates.example" || seen.Number("score") != 100 {
		t.Errorf("the attempt as staff see it: %v", seen.Attributes)
	}
	if of := recruiter.Get("/v1/answers/" + answer.ID).Text("problemId"); of == "" {
		t.Error("staff are not told of which problem an answer is")
	}
	submissions := recruiter.List("/v1/submissions?filter[attempt]=" + attempt.ID)
	if len(submissions) != 2 {
		t.Fatalf("staff see %d submissions, want 2", len(submissions))
	}
	judged := recruiter.Get("/v1/judgements/" + submissions[0].Text("judgementId"))
	groups := judged.Items("groups")
	if len(groups) < 2 || groups[len(groups)-1]["tests"] == nil {
		t.Errorf("staff see no tests: %v", judged.Attributes)
	}
	harness.Eventually(t, 30*time.Second, func() error {
		kinds := map[string]int{}
		for _, a := range recruiter.List("/v1/activities?filter[attempt]=" + attempt.ID + "&page[size]=100") {
			kinds[a.Text("kind")]++
		}
		if kinds["started"] != 1 || kinds["run"] < 2 || kinds["submission"] != 2 {
			return fmt.Errorf("activities: %v", kinds)
		}
		return nil
	})
	a := recruiter.Raw("GET", "/v1/assessments/"+assessment.ID+"/results.csv", http.Header{"Accept": {"text/csv"}}, nil)
	rows, err := csv.NewReader(strings.NewReader(string(a.Body))).ReadAll()
	if err != nil || a.Status != http.StatusOK || len(rows) < 2 {
		t.Fatalf("results: %d %v %s", a.Status, err, a.Body)
	}
	if !strings.Contains(string(a.Body), "kim@candidates.example") || !strings.Contains(string(a.Body), "100") {
		t.Errorf("results lack the candidate: %s", a.Body)
	}
}
