// Package scenario tells the product's main story through its API, as functions that run on any installation.
package scenario

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/codecraft-hq/codecraft/test/client"
	"github.com/codecraft-hq/codecraft/test/harness"
	"github.com/codecraft-hq/codecraft/test/product"
)

// secret is in hidden tests only: whatever a candidate is shown must not hold it.
const secret = "918273645"

// picture is the smallest of GIFs, which each problem's statement has.
const picture = "GIF89a\x01\x00\x01\x00\x00\x00\x00;"

// pictureName is what pictures are called by the API: their digest and their kind.
var pictureName = fmt.Sprintf("%x.gif", sha256.Sum256([]byte(picture)))

// The wrong solution tells what it reads on standard error, which is shown for samples only.
const (
	rightPython = "n = int(input())\nprint(sum(int(x) for x in input().split()))\n"
	rightCpp    = "#include <iostream>\nint main() { long long n, s = 0, x; std::cin >> n; while (n--) { std::cin >> x; s += x; } std::cout << s << '\\n'; }\n"
	wrongPython = "import sys\ntext = sys.stdin.read()\nprint(text, file=sys.stderr)\nprint(max(int(x) for x in text.split()[1:]))\n"
)

// Staff are those who make an assessment.
type Staff struct{ Author, Recruiter *client.Client }

// OfTheDemo are those who are there in a demo.
func OfTheDemo(t *testing.T, p *product.Product) Staff {
	anyone := client.New(t, p.URL)
	return Staff{anyone.SignIn("author@demo.example", product.Password), anyone.SignIn("recruiter@demo.example", product.Password)}
}

// Invited are those whom the first owner of an empty product invites.
func Invited(t *testing.T, p *product.Product) Staff {
	owner := client.New(t, p.URL).SignIn(product.Owner, product.Password)
	return Staff{p.Member(owner, "author@first.example", "author"), p.Member(owner, "recruiter@first.example", "recruiter")}
}

// Story walks author, recruiter, candidate and reviewer through one assessment.
func Story(t *testing.T, p *product.Product, staff Staff) {
	anyone, author, recruiter := client.New(t, p.URL), staff.Author, staff.Recruiter
	problem := writeProblem(t, author, secret)
	verifyAndPublish(t, author, problem)
	assessment := buildAssessment(t, recruiter, problem)
	link := invite(t, p, recruiter, assessment)
	token := link[strings.LastIndex(link, "/")+1:]
	attempt, candidate := enter(t, anyone, token)
	answer := begin(t, candidate, attempt)
	document := openDocument(t, candidate, answer)
	runSamples(t, candidate, answer)
	board := watchBoard(t, recruiter, assessment, attempt)
	before := lastEvent(t, candidate, attempt)
	version := typeText(t, candidate, document, wrongPython)
	wrong := submitAndSee(t, candidate, answer, version, "WA", 30)
	resumeStream(t, candidate, attempt, before, wrong)
	version = typeText(t, candidate, document, rightPython)
	submitAndSee(t, candidate, answer, version, "AC", 100)
	board(100)
	candidateSeesNoSecret(t, candidate, problem, attempt, answer)
	strangersSeeNothing(t, p, problem, assessment, attempt, answer, document, wrong)
	reviewerSeesAll(t, recruiter, assessment, attempt, answer)
	finish(t, candidate, attempt, answer, version)
}

// writeProblem makes one with the secret in its first hidden test.
func writeProblem(t *testing.T, author *client.Client, secret string) client.Resource {
	problem := author.Create("problems", map[string]any{
		"title": fmt.Sprintf("Sum of readings %d", time.Now().UnixNano()), "difficulty": "easy", "tags": []string{"arrays"},
		"statement": "Print the sum of $n$ readings:\n\n$$s = \\sum_{i=1}^{n} a_i$$\n\n![a dot](pictures/" + pictureName + ")",
		"cpuTimeMs": 2000, "memoryKb": 262144,
		"starters": []map[string]string{{"language": "python", "source": "n = int(input())\n"}, {"language": "cpp", "source": "int main() {}\n"}},
	}, nil)
	kept := author.Raw("POST", "/v1/problems/"+problem.ID+"/pictures", http.Header{"Content-Type": {"application/octet-stream"}}, []byte(picture))
	if kept.Status != http.StatusCreated || !strings.HasSuffix(kept.Header.Get("Location"), "/"+pictureName) {
		t.Fatalf("keeping a picture: %d %s", kept.Status, kept.Body)
	}
	to := map[string]client.Relationship{"problem": client.To("problems", problem.ID)}
	group := func(name string, sample bool, points float64, tests ...[2]string) {
		g := author.Create("test-groups", map[string]any{"name": name, "sample": sample, "points": points}, to)
		for i, x := range tests {
			author.Create("tests", map[string]any{"name": fmt.Sprint(i + 1), "input": x[0], "answer": x[1]},
				map[string]client.Relationship{"group": client.To("test-groups", g.ID)})
		}
	}
	group("samples", true, 0, [2]string{"3\n1 2 3\n", "6\n"})
	group("one reading", false, 30, [2]string{"1\n" + secret + "\n", secret + "\n"}, [2]string{"1\n-4\n", "-4\n"})
	group("many readings", false, 70, [2]string{"4\n10 20 30 40\n", "100\n"}, [2]string{"2\n1000000000 1000000000\n", "2000000000\n"})
	reference := func(name, language, source, verdict string) {
		author.Create("reference-solutions", map[string]any{"name": name, "language": language, "source": source, "expectedVerdict": verdict}, to)
	}
	reference("sum in Python", "python", rightPython, "AC")
	reference("sum in C++", "cpp", rightCpp, "AC")
	reference("largest", "python", wrongPython, "WA")
	return author.Get("/v1/problems/" + problem.ID)
}

func verifyAndPublish(t *testing.T, author *client.Client, problem client.Resource) {
	to := map[string]client.Relationship{"problem": client.To("problems", problem.ID)}
	early := author.Raw("POST", "/v1/problem-versions", nil, []byte(`{"data":{"type":"problem-versions","attributes":{},"relationships":{"problem":{"data":{"type":"problems","id":"`+problem.ID+`"}}}}}`))
	if early.Status != http.StatusConflict {
		t.Fatalf("publishing before verifying: %d %s", early.Status, early.Body)
	}
	v := author.Accept("verifications", map[string]any{}, to)
	harness.Eventually(t, 2*time.Minute, func() error {
		v = author.Get("/v1/verifications/" + v.ID)
		if s := v.Text("state"); s != "passed" {
			if s == "failed" {
				t.Fatalf("verification failed: %v", v.Attributes["results"])
			}
			return fmt.Errorf("state %s", s)
		}
		return nil
	})
	if n := len(v.Items("results")); n != 3 {
		t.Fatalf("verification has %d results, want 3: %v", n, v.Attributes)
	}
	author.Create("problem-versions", map[string]any{}, to)
	if s := author.Get("/v1/problems/" + problem.ID).Text("state"); s != "published" {
		t.Fatalf("problem is %q after publishing", s)
	}
}

func buildAssessment(t *testing.T, recruiter *client.Client, problem client.Resource) client.Resource {
	a := recruiter.Create("assessments", map[string]any{
		"title": "Backend engineer", "instructions": "Take your time.", "timeLimitMinutes": 60,
		"opensAt": time.Now().Add(-time.Hour).UTC().Format(time.RFC3339), "closesAt": time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339),
		"sections": []any{map[string]any{"title": "Warm-up", "items": []any{map[string]any{"problemId": problem.ID}}}},
	}, nil)
	return recruiter.Patch("assessments", a.ID, map[string]any{"state": "published"})
}

var takeLink = regexp.MustCompile(`/take/[A-Za-z0-9_-]+`)

func invite(t *testing.T, p *product.Product, recruiter *client.Client, assessment client.Resource) string {
	to := map[string]client.Relationship{"assessment": client.To("assessments", assessment.ID)}
	one := recruiter.Create("invitations", map[string]any{"email": "kim@candidates.example", "name": "Kim Candidate"}, to)
	many := recruiter.Create("invitation-imports", map[string]any{"text": "name,email\nAda,ada@candidates.example\nnot an address\nGrace <grace@candidates.example>\n"}, to)
	if many.Number("created") != 2 || len(many.Items("problems")) != 1 {
		t.Fatalf("import: %v", many.Attributes)
	}
	if said := p.Mailed("kim@candidates.example", takeLink); !strings.Contains(one.Text("link"), said) {
		t.Fatalf("the mail says %s, the answer %s", said, one.Text("link"))
	}
	return one.Text("link")
}

func enter(t *testing.T, anyone *client.Client, token string) (client.Resource, *client.Client) {
	attempt := anyone.Create("attempts", map[string]any{"invitationToken": token}, nil)
	if attempt.Text("state") != "ready" || attempt.Text("instructions") == "" {
		t.Fatalf("before the start: %v", attempt.Attributes)
	}
	return attempt, anyone.As(attempt.Text("accessToken"))
}

func begin(t *testing.T, candidate *client.Client, attempt client.Resource) client.Resource {
	if early := candidate.List("/v1/answers?filter[attempt]=" + attempt.ID); len(early) != 0 {
		t.Fatalf("problems are shown before the start: %v", early)
	}
	started := candidate.Patch("attempts", attempt.ID, map[string]any{"state": "started"})
	if left := started.Number("secondsLeft"); left < 3500 || left > 3600 {
		t.Fatalf("seconds left after the start: %v", left)
	}
	answers := candidate.List("/v1/answers?filter[attempt]=" + attempt.ID)
	if len(answers) != 1 || len(answers[0].Items("samples")) != 1 || len(answers[0].Items("groups")) != 2 {
		t.Fatalf("answers: %v", answers)
	}
	return answers[0]
}

func openDocument(t *testing.T, candidate *client.Client, answer client.Resource) client.Resource {
	candidate.Patch("answers", answer.ID, map[string]any{"language": "python"})
	d := candidate.Create("documents", map[string]any{"language": "python"}, map[string]client.Relationship{"answer": client.To("answers", answer.ID)})
	if d.Text("text") != "n = int(input())\n" {
		t.Fatalf("the document does not begin with the starter: %v", d.Attributes)
	}
	return d
}

func runSamples(t *testing.T, candidate *client.Client, answer client.Resource) {
	run := candidate.Send("POST", "/v1/runs?waitForEnd=true", http.StatusCreated, client.Resource{Type: "runs", Attributes: map[string]any{
		"language": "python", "source": "print('out')\nimport sys\nprint('err', file=sys.stderr)\nprint(input())\n", "stdin": "3\n", "answerId": answer.ID,
	}})
	if run.Text("status") != "ok" || run.Text("stdout") != "out\n3\n" || run.Text("stderr") != "err\n" {
		t.Fatalf("run: %v", run.Attributes)
	}
	live := candidate.Create("runs", map[string]any{"language": "python", "source": "for i in range(3): print(i, flush=True)", "answerId": answer.ID}, nil)
	path, _ := live.Links["events"].(string)
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var text strings.Builder
	candidate.Events(ctx, path, "", func(e client.Event) bool {
		if e.Name == "stdout" {
			text.WriteString(e.Data["text"].(string))
		}
		return e.Name != "end"
	})
	if text.String() != "0\n1\n2\n" {
		t.Fatalf("streamed %q", text.String())
	}
}

func submitAndSee(t *testing.T, candidate *client.Client, answer client.Resource, version int, verdict string, score float64) client.Resource {
	s := candidate.Accept("submissions", map[string]any{"documentVersion": version}, map[string]client.Relationship{"answer": client.To("answers", answer.ID)})
	harness.Eventually(t, 2*time.Minute, func() error {
		s = candidate.Get("/v1/submissions/" + s.ID)
		if s.Text("state") != "judged" {
			return fmt.Errorf("submission is %s", s.Text("state"))
		}
		return nil
	})
	if s.Text("verdict") != verdict || s.Number("score") != score || len(s.Items("groups")) < 2 {
		t.Fatalf("submission: %v, want %s with %v points", s.Attributes, verdict, score)
	}
	for _, g := range s.Items("groups") {
		for name := range g {
			switch name {
			case "name", "verdict", "points", "earned":
			default:
				t.Errorf("a hidden group shows %q to the candidate: %v", name, g)
			}
		}
	}
	return s
}

func finish(t *testing.T, candidate *client.Client, attempt, answer client.Resource, version int) {
	candidate.Patch("attempts", attempt.ID, map[string]any{"state": "finished"})
	body := []byte(fmt.Sprintf(`{"data":{"type":"submissions","attributes":{"documentVersion":%d},"relationships":{"answer":{"data":{"type":"answers","id":%q}}}}}`, version, answer.ID))
	if a := candidate.Raw("POST", "/v1/submissions", nil, body); a.Status != http.StatusConflict && a.Status != http.StatusForbidden {
		t.Fatalf("a submission after the end: %d %s", a.Status, a.Body)
	}
}
